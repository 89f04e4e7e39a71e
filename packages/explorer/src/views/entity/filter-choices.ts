import type { Entity, Occurrence } from "colloquy/api";
import { mentionsOf, mostFirst } from "./over-time.ts";

/** A longer list of options cannot be read. */
const MOST_FILES = 200;

/** The transcripts by which occurrences can be filtered: those with most mentions and the chosen one, in their order. */
export function filesFor(byFile: Entity["byFile"], chosen: string | undefined): readonly string[] {
  const most = new Set(
    mostFirst(mentionsOf(byFile))
      .slice(0, MOST_FILES)
      .map(({ file }) => file),
  );
  const files = byFile.map(({ file }) => file).filter((file) => most.has(file) || file === chosen);
  return chosen === undefined || files.includes(chosen) ? files : [chosen, ...files];
}

/**
 * The names by which occurrences can be filtered: who says something about the entity, who speaks with it, whose words are
 * shown, and the chosen one.
 */
export function speakersFor(
  { holders, companions, name, type }: Pick<Entity, "holders" | "companions" | "name" | "type">,
  found: readonly Occurrence[],
  chosen: string | undefined,
): readonly string[] {
  const people = [...holders, ...companions].map((each) => each.name);
  const labels = new Set(holders.flatMap((holder) => holder.labels));
  // A label of a holder is another name of a person that is listed.
  const others = found.flatMap(({ evidence }) =>
    evidence.speaker === null || labels.has(evidence.speaker) ? [] : [evidence.speaker],
  );
  const own = type === "Person" ? [name] : [];
  return [...new Set([...people, ...own, ...others, ...(chosen === undefined ? [] : [chosen])])].toSorted(
    (one, other) => one.localeCompare(other, "en"),
  );
}
