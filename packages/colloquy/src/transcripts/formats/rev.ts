import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { type Parser, rendered, type RenderedTurn } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** Rev's JSON: monologues of elements. */
export const rev: Parser = {
  name: "rev",
  detect: (file) => (monologuesOf(file).some((monologue) => Array.isArray(monologue["elements"])) ? 0.95 : 0),
  parse(file) {
    const names = new Map<unknown, string | null>();
    for (const speaker of file.json.kind === "value" ? objects(member(file.json.value, "speakers")) : []) {
      names.set(speaker["id"], text(speaker["name"]));
    }
    return rendered(
      "rev",
      monologuesOf(file).map((monologue) => readMonologue(monologue, names)),
    );
  },
};

function monologuesOf(file: DecodedFile): JsonObject[] {
  return file.json.kind === "value" ? objects(member(file.json.value, "monologues")) : [];
}

function readMonologue(monologue: JsonObject, names: ReadonlyMap<unknown, string | null>): RenderedTurn {
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
