import { isObject, type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered, type RenderedTurn } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** Google Speech-to-Text, versions 1 and 2, bare or as the result of an operation or a batch. */
export const googleStt: Parser = {
  name: "google-stt",
  detect: (file) =>
    resultsOf(file).some(
      (result) => text(member(result, "alternatives", 0, "transcript")) !== null || wordsOf(result).length > 0,
    )
      ? 0.9
      : 0,
  parse(file) {
    const results = resultsOf(file);
    const diarised = aggregatedWords(results);
    return rendered("google-stt", diarised === null ? results.flatMap(readResult) : groupBySpeaker(diarised));
  },
};

function resultsOf(file: DecodedFile): JsonObject[] {
  if (file.json.kind !== "value") return [];
  const root = file.json.value;
  const results = member(root, "results") ?? member(root, "response", "results");
  const found = isObject(results)
    ? Object.values(results).flatMap((file) => objects(member(file, "transcript", "results")))
    : objects(results);
  return found.filter(
    (result) =>
      Array.isArray(result["alternatives"]) &&
      result["alternatives"].every((each) => member(each, "content") === undefined),
  );
}

/** Version 1 repeats all words, with their speakers, in the last result. */
function aggregatedWords(results: readonly JsonObject[]): SpokenWord[] | null {
  const last = wordsOf(results.at(-1));
  const before = results.slice(0, -1).flatMap(wordsOf);
  const repeated =
    results.length > 1 && last.length >= before.length && before.every(({ speaker }) => speaker === null);
  return repeated && last.some(({ speaker }) => speaker !== null) ? last : null;
}

function wordsOf(result: JsonObject | undefined): SpokenWord[] {
  return objects(member(result, "alternatives", 0, "words")).flatMap((word) => {
    const written = text(word["word"]);
    if (written === null) return [];
    return [
      {
        text: written,
        speaker: speakerOf(word),
        startMs: secondsToMs(word["startTime"] ?? word["startOffset"] ?? word["start_time"] ?? word["start_offset"]),
        endMs: secondsToMs(word["endTime"] ?? word["endOffset"] ?? word["end_time"] ?? word["end_offset"]),
      },
    ];
  });
}

/** A tag of 0 means that the word has no speaker. */
function speakerOf(word: JsonObject): string | null {
  const label = word["speakerLabel"] ?? word["speaker_label"];
  if (label !== undefined && label !== "") return diarisedSpeaker(label);
  const tag = word["speakerTag"] ?? word["speaker_tag"];
  return tag === 0 ? null : diarisedSpeaker(tag);
}

function readResult(result: JsonObject): RenderedTurn[] {
  const words = wordsOf(result);
  if (words.some(({ speaker }) => speaker !== null)) return groupBySpeaker(words);
  const transcript = text(member(result, "alternatives", 0, "transcript"));
  const [joined] = groupBySpeaker(words);
  if (transcript === null) return joined === undefined ? [] : [joined];
  const end = secondsToMs(result["resultEndTime"] ?? result["resultEndOffset"]);
  return [{ speaker: null, startMs: joined?.startMs ?? null, endMs: joined?.endMs ?? end, text: transcript }];
}
