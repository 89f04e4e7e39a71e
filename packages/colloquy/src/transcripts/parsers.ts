import { assemblyAi } from "./formats/assemblyai.ts";
import { awsTranscribe } from "./formats/aws-transcribe.ts";
import { CAPTION_FORMATS } from "./formats/captions.ts";
import { csv } from "./formats/csv.ts";
import { deepgram } from "./formats/deepgram.ts";
import { googleStt } from "./formats/google-stt.ts";
import { jsonDocument } from "./formats/json-document.ts";
import { jsonLines, jsonTurns } from "./formats/json-turns.ts";
import { kaldi } from "./formats/kaldi.ts";
import { LINE_FORMATS } from "./formats/line-formats.ts";
import { rev } from "./formats/rev.ts";
import { whisper } from "./formats/whisper.ts";
import { whisperCpp } from "./formats/whisper-cpp.ts";
import { youtubeJson3 } from "./formats/youtube-json3.ts";
import type { Parser } from "./parser.ts";
import type { DecodedFile, Syntax } from "./decoded-file.ts";

/** Every format, by the syntax of its files. Of parsers with equal confidence, the first one reads the file. */
export const PARSERS: Readonly<Record<Syntax, readonly Parser[]>> = {
  json: [
    awsTranscribe,
    googleStt,
    deepgram,
    assemblyAi,
    whisper,
    whisperCpp,
    youtubeJson3,
    rev,
    kaldi,
    jsonTurns,
    jsonLines,
    jsonDocument,
  ],
  // No format of XML or HTML is read.
  markup: [],
  text: [...CAPTION_FORMATS, csv, ...LINE_FORMATS],
};

/** The parser with the highest confidence; null if none recognises the file. */
export function chooseParser(file: DecodedFile): Parser | null {
  let best: Parser | null = null;
  let highest = 0;
  for (const parser of PARSERS[file.syntax]) {
    const confidence = parser.detect(file);
    if (confidence > highest) {
      best = parser;
      highest = confidence;
    }
  }
  return best;
}
