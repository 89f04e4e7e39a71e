import { assemblyAi } from "./formats/assemblyai.ts";
import { awsTranscribe } from "./formats/aws-transcribe.ts";
import { csv } from "./formats/csv.ts";
import { deepgram } from "./formats/deepgram.ts";
import { googleStt } from "./formats/google-stt.ts";
import { jsonDocument } from "./formats/json-document.ts";
import { jsonLines, jsonTurns } from "./formats/json-turns.ts";
import { kaldi } from "./formats/kaldi.ts";
import { markdown } from "./formats/markdown.ts";
import { meet } from "./formats/meet.ts";
import { nameLines } from "./formats/name-lines.ts";
import { otter } from "./formats/otter.ts";
import { plain } from "./formats/plain.ts";
import { prose } from "./formats/prose.ts";
import { rev } from "./formats/rev.ts";
import { sbv } from "./formats/sbv.ts";
import { srt } from "./formats/srt.ts";
import { timestamped } from "./formats/timestamped.ts";
import { webVtt } from "./formats/webvtt.ts";
import { whisper } from "./formats/whisper.ts";
import { whisperCpp } from "./formats/whisper-cpp.ts";
import { youtubeJson3 } from "./formats/youtube-json3.ts";
import type { Parser } from "./parser.ts";
import type { Source } from "./source.ts";

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
const TEXT_FORMATS: readonly Parser[] = [
  webVtt,
  srt,
  sbv,
  csv,
  meet,
  otter,
  markdown,
  timestamped,
  nameLines,
  plain,
  prose,
];

/** The parser that is surest of a source; null where none recognises it. */
export function chooseParser(source: Source): Parser | null {
  const formats = source.json.kind === "value" || source.json.kind === "lines" ? JSON_FORMATS : TEXT_FORMATS;
  let best: Parser | null = null;
  let surest = 0;
  for (const parser of formats) {
    const confidence = parser.detect(source);
    if (confidence > surest) {
      best = parser;
      surest = confidence;
    }
  }
  return best;
}
