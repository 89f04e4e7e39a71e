import type { ListedSpeaker } from "colloquy/api";
import { titleOf } from "./format.ts";
import { strings } from "./strings.ts";

export const people = {
  compare: "Compare two people",
} as const;

/** What tells people of one name apart: where each of them speaks, by their ids. Others have nothing. */
export function distinctionsOf(
  listed: readonly Pick<ListedSpeaker, "id" | "name" | "firstFile" | "transcripts">[],
): ReadonlyMap<string, string> {
  const namesakes = [...Map.groupBy(listed, ({ name }) => name).values()].filter(({ length }) => length > 1).flat();
  return new Map(
    namesakes.map(({ id, firstFile, transcripts }) => [
      id,
      [titleOf(firstFile), transcripts > 1 ? strings.further(transcripts - 1) : ""].filter(Boolean).join(" "),
    ]),
  );
}
