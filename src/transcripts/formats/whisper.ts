import { isObject, type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered, type Utterance } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { Source } from "../source.ts";

/** OpenAI's Whisper and its relatives (WhisperX, faster-whisper): `segments` with seconds, words with or without speakers. */
export const whisper: Parser = {
  name: "whisper",
  detect(source) {
    const root = rootOf(source);
    if (root === null) return 0;
    const [segment] = objects(root["segments"]);
    if (segment !== undefined) return isSegment(segment) ? 0.9 : 0;
    const [word] = objects(root["words"]);
    return word !== undefined && text(word["word"]) !== null && text(root["text"]) !== null ? 0.8 : 0;
  },
  parse(source) {
    const root = rootOf(source);
    const segments = objects(root?.["segments"]);
    const utterances = segments.length > 0 ? segments.flatMap(readSegment) : groupBySpeaker(readWords(root?.["words"]));
    return rendered("whisper", utterances);
  },
};

function rootOf(source: Source): JsonObject | null {
  return source.json.kind === "value" && isObject(source.json.value) ? source.json.value : null;
}

function isSegment(segment: JsonObject): boolean {
  const times = segment["start"] !== undefined || segment["end"] !== undefined || segment["seek"] !== undefined;
  return times && (text(segment["text"]) !== null || objects(segment["words"]).length > 0);
}

/** A segment in which the speaker changes between words is a turn for each. */
function readSegment(segment: JsonObject): Utterance[] {
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
