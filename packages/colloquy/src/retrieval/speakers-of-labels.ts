import { foldCase } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";

/** A person who speaks under a label. */
export interface SpeakerReference {
  /** Id of the entity; null if the graph has none for the label. */
  readonly id: string | null;
  /** Name of the entity, or the label. */
  readonly name: string;
}

/** A label of turns in a file. */
export interface SpeakerLabel {
  readonly label: string;
  readonly file: string;
}

export type SpeakerOf = (spoken: SpeakerLabel) => SpeakerReference;

/**
 * Finds the speakers of labels. One label may be different people in different files ("Speaker 1"). It takes at most two
 * store calls.
 */
export async function speakersOfLabels(
  graph: Pick<GraphReader, "findEntities" | "speakUnder">,
  spoken: readonly SpeakerLabel[],
  options: ReadOptions,
): Promise<SpeakerOf> {
  const pairs = [...new Map(spoken.map((each) => [keyOf(each), each])).values()];
  const labels = [...new Set(pairs.map(({ label }) => label))];
  const named = labels.length === 0 ? [] : await graph.findEntities(labels, options);
  const byName = Map.groupBy(
    named.flatMap(({ id, name, aliases }) =>
      [...new Set([name, ...aliases.map((alias) => alias.name)].map(foldCase))].map((folded) => ({ folded, id, name })),
    ),
    ({ folded }) => folded,
  );
  const people = new Map(labels.map((label) => [label, byName.get(foldCase(label)) ?? []]));
  const candidates = pairs.flatMap(({ label, file }) =>
    (people.get(label) ?? []).map(({ id, name }) => ({ label, file, id, name })),
  );
  const requests = candidates.map(({ label, file, id: person }) => ({ person, label, file }));
  const speak = requests.length === 0 ? [] : await graph.speakUnder(requests, options);
  const known = new Map<string, SpeakerReference>();
  for (const [index, { id, name, ...pair }] of candidates.entries())
    if (speak[index] === true && !known.has(keyOf(pair))) known.set(keyOf(pair), { id, name });
  return (pair) => known.get(keyOf(pair)) ?? { id: null, name: pair.label };
}

function keyOf({ file, label }: SpeakerLabel): string {
  return `${file}\n${label}`;
}

/** Equal for the labels of one speaker. */
export function speakerKey({ id, name }: SpeakerReference): string {
  return id ?? name;
}
