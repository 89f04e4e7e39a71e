import { type JsonObject, member, milliseconds, objects, text } from "../json/shape.ts";
import { type Parser, rendered } from "../parser.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** YouTube's `json3` captions: events in milliseconds, each with its pieces of text. */
export const youtubeJson3: Parser = {
  name: "youtube-json3",
  detect: (file) => (eventsOf(file).some((event) => text(member(event, "segs", 0, "utf8")) !== null) ? 0.95 : 0),
  parse: (file) =>
    rendered(
      "youtube-json3",
      eventsOf(file).map((event) => {
        const startMs = milliseconds(event["tStartMs"]);
        const duration = milliseconds(event["dDurationMs"]);
        const written = objects(event["segs"]).map((piece) => text(piece["utf8"]) ?? "");
        return {
          speaker: null,
          startMs,
          endMs: startMs === null || duration === null ? null : startMs + duration,
          text: written.join(""),
        };
      }),
    ),
};

function eventsOf(file: DecodedFile): JsonObject[] {
  return file.json.kind === "value" ? objects(member(file.json.value, "events")) : [];
}
