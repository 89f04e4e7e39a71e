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
import type { DecodedFile } from "./decoded-file.ts";

const JSON_FORMATS: readonly Parser[] = [
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
];
const TEXT_FORMATS: readonly Parser[] = [...CAPTION_FORMATS, csv, ...LINE_FORMATS];

/** The parser with the highest confidence, the first of equals; null where none recognises the file. */
export function chooseParser(file: DecodedFile): Parser | null {
  const formats = file.json.kind === "value" || file.json.kind === "lines" ? JSON_FORMATS : TEXT_FORMATS;
  let best: Parser | null = null;
  let highest = 0;
  for (const parser of formats) {
    const confidence = parser.detect(file);
    if (confidence > highest) {
      best = parser;
      highest = confidence;
    }
  }
  return best;
}
