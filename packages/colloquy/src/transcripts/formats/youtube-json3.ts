import { type JsonObject, member, milliseconds, objects, text } from "../json/shape.ts";
import { type Parser, rendered } from "../parser.ts";
import type { Source } from "../source.ts";

/** YouTube's `json3` captions: events in milliseconds, each with its pieces of text. */
export const youtubeJson3: Parser = {
  name: "youtube-json3",
  detect: (source) => (eventsOf(source).some((event) => text(member(event, "segs", 0, "utf8")) !== null) ? 0.95 : 0),
  parse: (source) =>
    rendered(
      "youtube-json3",
      eventsOf(source).map((event) => {
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

function eventsOf(source: Source): JsonObject[] {
  return source.json.kind === "value" ? objects(member(source.json.value, "events")) : [];
}
