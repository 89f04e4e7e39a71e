import type { EntityReference, ListedSpeaker, Suggestions } from "colloquy/api";
import { titleOf, typeWords } from "./format.ts";
import { strings } from "./strings.ts";

export const people = {
  compare: "Compare two people",
} as const;

interface Distinguishable extends Pick<ListedSpeaker, "id" | "name" | "transcripts"> {
  /** Absent if the answer does not have it. */
  readonly firstFile?: string;
}

/** What tells people of one name apart: where each of them speaks, by their ids. Others have nothing. */
export function distinctionsOf(listed: readonly Distinguishable[]): ReadonlyMap<string, string> {
  const namesakes = [...Map.groupBy(listed, ({ name }) => name).values()].filter(({ length }) => length > 1).flat();
  return new Map(
    namesakes.flatMap(({ id, firstFile, transcripts }) => {
      if (firstFile === undefined) return [];
      const further = transcripts > 1 ? strings.further(transcripts - 1) : "";
      return [[id, [titleOf(firstFile), further].filter(Boolean).join(" ")]];
    }),
  );
}

/** What stands beside the name of a suggested entity: its type, and what tells it apart from others of its name. */
export function detailsOf(suggested: Suggestions["entities"]): (entity: EntityReference) => string {
  const distinctions = distinctionsOf(suggested);
  return ({ id, type }) => [typeWords(type), distinctions.get(id) ?? ""].filter((part) => part !== "").join(" · ");
}
