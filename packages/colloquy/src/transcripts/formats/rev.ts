import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { type Parser, rendered, type Utterance } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { Source } from "../source.ts";

/** Rev's JSON: monologues of elements. */
export const rev: Parser = {
  name: "rev",
  detect: (source) => (monologuesOf(source).some((monologue) => Array.isArray(monologue["elements"])) ? 0.95 : 0),
  parse(source) {
    const names = new Map<unknown, string | null>();
    for (const speaker of source.json.kind === "value" ? objects(member(source.json.value, "speakers")) : []) {
      names.set(speaker["id"], text(speaker["name"]));
    }
    return rendered(
      "rev",
      monologuesOf(source).map((monologue) => readMonologue(monologue, names)),
    );
  },
};

function monologuesOf(source: Source): JsonObject[] {
  return source.json.kind === "value" ? objects(member(source.json.value, "monologues")) : [];
}

function readMonologue(monologue: JsonObject, names: ReadonlyMap<unknown, string | null>): Utterance {
  const elements = objects(monologue["elements"]);
  return {
    speaker:
      names.get(monologue["speaker"]) ??
      diarisedSpeaker(monologue["speaker_name"]) ??
      diarisedSpeaker(monologue["speaker"]),
    startMs: secondsToMs(elements.find((element) => element["ts"] !== undefined)?.["ts"]),
    endMs: secondsToMs(elements.findLast((element) => element["end_ts"] !== undefined)?.["end_ts"]),
    text: elements.map((element) => text(element["value"]) ?? "").join(""),
  };
}
