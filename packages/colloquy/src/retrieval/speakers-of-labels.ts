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

/** The speaker by the label alone. */
export function byLabel({ label }: SpeakerLabel): SpeakerReference {
  return { id: null, name: label };
}

/**
 * Finds the speakers of labels. One label may be different people in different files ("Speaker 1"). It takes at most two
 * store calls.
 */
export async function speakersOfLabels(
  graph: Pick<GraphReader, "findEntities" | "mentionCounts">,
  spoken: readonly SpeakerLabel[],
  options: ReadOptions,
): Promise<SpeakerOf> {
  const labels = [...new Set(spoken.map(({ label }) => label))];
  const named = labels.length === 0 ? [] : await graph.findEntities(labels, options);
  const requests = named.map(({ id }) => ({ entity: id, speaker: id }));
  // A speaker mentions itself in every file in which it speaks: by its label.
  const counts = requests.length === 0 ? [] : await graph.mentionCounts(requests, options);
  const people = named.map(({ id, name, aliases }, index) => ({
    speaker: { id, name },
    names: new Set([name, ...aliases.map((alias) => alias.name)].map(foldCase)),
    files: new Set((counts[index] ?? []).flatMap(({ file, mentions }) => (mentions > 0 ? [file] : []))),
  }));
  const known = new Map<string, SpeakerReference>();
  return ({ label, file }) => {
    const key = `${file}\n${label}`;
    const found = known.get(key) ??
      people.find(({ names, files }) => files.has(file) && names.has(foldCase(label)))?.speaker ?? {
        id: null,
        name: label,
      };
    known.set(key, found);
    return found;
  };
}

/** Equal for the labels of one speaker. */
export function speakerKey({ id, name }: SpeakerReference): string {
  return id ?? name;
}
