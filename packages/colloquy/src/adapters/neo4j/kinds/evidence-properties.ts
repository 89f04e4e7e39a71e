import type { Evidence, Polarity } from "../../../model/index.ts";
import {
  approximateOrNull,
  numberOrNull,
  numberValue,
  type Properties,
  readApproximate,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
  type Stored,
  textOrNull,
  textValue,
} from "../values.ts";

/** Properties of an Evidence, without its words and its chunk, which each kind stores differently. */
export const EVIDENCE_PROPERTIES = [
  "file",
  "speaker",
  "startMs",
  "approximate",
  "endMs",
  "startOffset",
  "endOffset",
  "polarity",
] as const;

export function encodeEvidence(evidence: Evidence): Properties {
  return {
    file: textValue(evidence.file),
    speaker: textOrNull(evidence.speaker),
    startMs: numberOrNull(evidence.startMs),
    approximate: approximateOrNull(evidence),
    endMs: numberOrNull(evidence.endMs),
    startOffset: numberValue(evidence.startOffset),
    endOffset: numberValue(evidence.endOffset),
    polarity: evidence.polarity,
  };
}

export function decodeEvidence(stored: Stored, chunk: string, text: string): Evidence {
  return {
    file: readText(stored["file"]),
    chunk,
    speaker: readTextOrNull(stored["speaker"]),
    startMs: readNumberOrNull(stored["startMs"]),
    ...readApproximate(stored["approximate"]),
    endMs: readNumberOrNull(stored["endMs"]),
    startOffset: readNumber(stored["startOffset"]),
    endOffset: readNumber(stored["endOffset"]),
    text,
    polarity: readText(stored["polarity"]) as Polarity,
  };
}
