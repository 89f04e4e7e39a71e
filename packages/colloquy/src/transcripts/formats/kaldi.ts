import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** The BBC's Kaldi: words, and a segmentation with the speakers. A segmentation alone has no words. */
export const kaldi: Parser = {
  name: "kaldi",
  detect: (file) => (wordsOf(file).length > 0 || segmentsOf(file).length > 0 ? 0.9 : 0),
  parse(file) {
    const segments = segmentsOf(file);
    let at = 0;
    const words = wordsOf(file).map((word): SpokenWord => {
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

function rootOf(file: DecodedFile): unknown {
  if (file.json.kind !== "value") return undefined;
  return member(file.json.value, "retval") ?? file.json.value;
}

function wordsOf(file: DecodedFile): JsonObject[] {
  return objects(member(rootOf(file), "words")).filter((word) => text(word["punct"]) !== null);
}

function segmentsOf(file: DecodedFile): JsonObject[] {
  return objects(member(rootOf(file), "segmentation", "segments"));
}
