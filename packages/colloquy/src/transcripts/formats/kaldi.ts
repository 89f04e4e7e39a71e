import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { Source } from "../source.ts";

/** The BBC's Kaldi: words, and a segmentation with the speakers. A segmentation alone has no words. */
export const kaldi: Parser = {
  name: "kaldi",
  detect: (source) => (wordsOf(source).length > 0 || segmentsOf(source).length > 0 ? 0.9 : 0),
  parse(source) {
    const segments = segmentsOf(source);
    let at = 0;
    const words = wordsOf(source).map((word): SpokenWord => {
      const startMs = secondsToMs(word["start"]);
      while (at + 1 < segments.length && (secondsToMs(segments[at + 1]?.["start"]) ?? Infinity) <= (startMs ?? 0)) at++;
      const speaker = diarisedSpeaker(member(segments[at], "speaker", "@id"));
      return {
        text: text(word["punct"]) ?? text(word["word"]) ?? "",
        speaker,
        startMs,
        endMs: secondsToMs(word["end"]),
      };
    });
    return rendered("kaldi", groupBySpeaker(words));
  },
};

function rootOf(source: Source): unknown {
  if (source.json.kind !== "value") return undefined;
  return member(source.json.value, "retval") ?? source.json.value;
}

function wordsOf(source: Source): JsonObject[] {
  return objects(member(rootOf(source), "words")).filter((word) => text(word["punct"]) !== null);
}

function segmentsOf(source: Source): JsonObject[] {
  return objects(member(rootOf(source), "segmentation", "segments"));
}
