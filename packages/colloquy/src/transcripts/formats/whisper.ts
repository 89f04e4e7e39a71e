import { isObject, type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered, type RenderedTurn } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** OpenAI's Whisper, WhisperX and faster-whisper: `segments` with seconds, words with or without speakers. */
export const whisper: Parser = {
  name: "whisper",
  detect(file) {
    const root = rootOf(file);
    if (root === null) return 0;
    const segments = objects(root["segments"]);
    if (segments.length > 0) return segments.some(isSegment) ? 0.9 : 0;
    const [word] = objects(root["words"]);
    if (word !== undefined) return text(word["word"]) !== null && text(root["text"]) !== null ? 0.8 : 0;
    return text(root["text"]) !== null && Object.keys(root).every((key) => BESIDE_TEXT.has(key)) ? 0.5 : 0;
  },
  parse(file) {
    const root = rootOf(file);
    const segments = objects(root?.["segments"]);
    const malformed = listOf(root?.["segments"]).filter((segment) => !isObject(segment) || !isSegment(segment)).length;
    if (segments.length > 0) return rendered("whisper", segments.flatMap(readSegment), malformed);
    const words = readWords(root?.["words"]);
    const whole = { speaker: null, startMs: null, endMs: null, text: text(root?.["text"]) ?? "" };
    return rendered("whisper", words.length > 0 ? groupBySpeaker(words) : [whole]);
  },
};

/** The short reply of the API has the text and little else. */
const BESIDE_TEXT = new Set(["text", "task", "language", "duration", "usage", "segments", "words", "logprobs"]);

function rootOf(file: DecodedFile): JsonObject | null {
  return file.json.kind === "value" && isObject(file.json.value) ? file.json.value : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSegment(segment: JsonObject): boolean {
  const times = segment["start"] !== undefined || segment["end"] !== undefined || segment["seek"] !== undefined;
  return times && (text(segment["text"]) !== null || objects(segment["words"]).length > 0);
}

/** A segment in which the speaker changes between words becomes one turn for each speaker. */
function readSegment(segment: JsonObject): RenderedTurn[] {
  const words = readWords(segment["words"]);
  const speakers = new Set(words.map(({ speaker }) => speaker).filter((speaker) => speaker !== null));
  const written = text(segment["text"]);
  if (speakers.size > 1 || (written === null && words.length > 0)) return groupBySpeaker(words);
  const speaker =
    diarisedSpeaker(segment["speaker"]) ??
    diarisedSpeaker(member(segment, "speaker", "name")) ??
    [...speakers][0] ??
    null;
  return [{ speaker, startMs: secondsToMs(segment["start"]), endMs: secondsToMs(segment["end"]), text: written ?? "" }];
}

function readWords(value: unknown): SpokenWord[] {
  return objects(value).flatMap((word) => {
    const written = (text(word["word"]) ?? text(word["text"]))?.trim();
    if (written === undefined || written === "") return [];
    return [
      {
        text: written,
        speaker: diarisedSpeaker(word["speaker"]),
        startMs: secondsToMs(word["start"]),
        endMs: secondsToMs(word["end"]),
      },
    ];
  });
}
