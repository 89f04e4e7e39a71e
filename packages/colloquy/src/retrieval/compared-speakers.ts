import { ColloquyError, type EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { type EntityReference, referenceTo } from "./claim.ts";
import { findEntities } from "./find-entities.ts";
import { requireSpeaker } from "./find-speakers.ts";
import { requireFiles } from "./resolve-files.ts";
import { readAll } from "./read-all.ts";

/** A speaker that a name means, with the included files in which the person speaks. */
export interface ChosenSpeaker {
  readonly person: EntityRow;
  readonly transcripts: readonly string[];
  /** Other speakers with the name in the included files. */
  readonly namesakes: readonly (EntityReference & { readonly transcripts: readonly string[] })[];
}

/**
 * Finds a speaker for each name, and the files of the comparison: null means all files. Of several with one name ("Project Manager"), the one who speaks in a file with the
 * speakers before, or else the most mentioned one.
 * @throws ColloquyError `not-found` for a name without a speaker; `invalid-input` for two names of one speaker, and for
 *   files that do not exist.
 */
export async function chooseSpeakers(
  graph: GraphReader,
  names: readonly string[],
  { files, ...options }: ReadOptions & { readonly files?: readonly string[] },
): Promise<{ readonly speakers: readonly ChosenSpeaker[]; readonly included: ReadonlySet<string> | null }> {
  const [found, included] = await Promise.all([
    findEntities(graph, names, options),
    files === undefined ? null : includedFiles(graph, files, options),
  ]);
  const people = new Map(found.flat().map((person) => [person.id, person]));
  const requests = [...people.keys()].map((id) => ({ entity: id, speaker: id }));
  // A speaker mentions itself in every file in which it speaks: by its label.
  const counts = requests.length === 0 ? [] : await graph.mentionCounts(requests, options);
  const spokenIn = new Map(
    requests.map(({ entity }, index) => [
      entity,
      (counts[index] ?? []).flatMap(({ file, mentions }) =>
        mentions > 0 && (included?.has(file) ?? true) ? [file] : [],
      ),
    ]),
  );
  const filesOf = ({ id }: EntityRow): readonly string[] => spokenIn.get(id) ?? [];
  const speakers: ChosenSpeaker[] = [];
  for (const [index, name] of names.entries()) {
    const candidates = (found[index] ?? []).filter((person) => filesOf(person).length > 0);
    const shared = new Set(speakers.flatMap(({ transcripts }) => transcripts));
    const person = candidates.find((each) => filesOf(each).some((file) => shared.has(file))) ?? candidates[0];
    if (person === undefined) throw await withoutSpeaker(graph, name, found[index] ?? [], options);
    const other = speakers.findIndex((each) => each.person.id === person.id);
    if (other >= 0)
      throw new ColloquyError("invalid-input", `"${names[other]}" and "${name}" are one speaker, ${person.name}.`);
    const namesakes = candidates.filter(({ id }) => id !== person.id);
    speakers.push({
      person,
      transcripts: filesOf(person),
      namesakes: namesakes.map((each) => ({ ...referenceTo(each), transcripts: filesOf(each) })),
    });
  }
  return { speakers, included };
}

async function includedFiles(
  graph: GraphReader,
  patterns: readonly string[],
  options: ReadOptions,
): Promise<ReadonlySet<string>> {
  const read: GraphReader["transcripts"] = (page) => graph.transcripts(page);
  const all = await readAll({ read, positionOf: ({ file, id }) => ({ file, id }) }, options);
  return new Set(
    requireFiles(
      all.map(({ file }) => file),
      patterns,
    ),
  );
}

/** The error for a name without a speaker at all, or in the included files. */
async function withoutSpeaker(
  graph: GraphReader,
  name: string,
  named: readonly EntityRow[],
  options: ReadOptions,
): Promise<ColloquyError> {
  const { name: known } = await requireSpeaker(graph, name, named, options);
  return new ColloquyError("not-found", `${known} does not speak in the files of the comparison.`);
}
