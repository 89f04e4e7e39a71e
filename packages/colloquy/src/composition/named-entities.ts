import { ColloquyError, didYouMean, type EntityRow, foldCase } from "../model/index.ts";
import type { GraphReader, KnownKey, KnownNames, Ledger } from "../ports/index.ts";
import { aliasKey, type Corrections, namedInFile, normaliseName, soughtName } from "../resolution/index.ts";
import { findEntities, suggestNames } from "../retrieval/index.ts";
import { hiddenBy } from "./hidden-names.ts";

/** The parts of a workspace in which the names of a correction are looked up. */
export interface NameSources {
  readonly ledger: Pick<Ledger, "namesOf" | "unmentioned">;
  readonly graph: GraphReader;
  readonly corrections: Corrections;
}

/** An entity that the user names, with its names as the aliases file writes them. */
export interface NamedEntity {
  readonly id: string;
  /** For each of its keys, the most frequent first, the name in the file; a sense by verdicts needs one name for each file. */
  readonly keys: readonly (readonly string[])[];
  /** The name that graph and lists show. */
  readonly shown: string;
  /** The name that the user gave, as transcripts write it; null for an id. It may be written for a key of another name. */
  readonly asked: string | null;
  /** "name @file" if the user means only what this name means in this file, and no entry makes it an entity of its own. */
  readonly part: string | null;
  /** The files that mention it. */
  readonly files: readonly string[];
}

/**
 * Finds the entity of a name, an alias, an id, or "name @file". A name means the entity that it would mean in the aliases file.
 * @throws ColloquyError `not-found` for an unknown name; `invalid-input` for a hidden name, and for one that several entities
 *   share.
 */
export async function entityNamed(asked: string, sources: NameSources): Promise<NamedEntity> {
  const { ledger, graph } = sources;
  const inFile = namedInFile(asked);
  const [rows = []] = await findEntities(graph, [inFile?.name ?? asked], {});
  const candidates = await describe(rows, asked, sources);
  const known = (await ledger.namesOf({ key: aliasKey(asked) }))?.entity ?? null;
  const meant =
    candidates.filter(({ id }) => id === known?.id)[0] ??
    (known === null ? undefined : (await describe([known], asked, sources))[0]);
  if (meant !== undefined) return meant;
  const inNamedFile = candidates.filter(({ files }) => inFile === null || files.includes(inFile.file));
  const [first, ...others] = inNamedFile;
  if (first === undefined) throw await unknownName(asked, sources);
  if (others.length === 0) {
    if (inFile === null) return first;
    const part = await partInFile(first, inFile, sources);
    if (part === null) throw await unknownName(asked, sources);
    return { ...first, asked: part, part };
  }
  const choices = inNamedFile
    .flatMap(({ keys }) =>
      keys
        .slice(0, 1)
        .flat()
        .map((name) => `"${name}"`),
    )
    .join(", ");
  throw new ColloquyError("invalid-input", `Several entities have the name "${asked}". Name one of them: ${choices}.`);
}

async function describe(
  rows: readonly Pick<EntityRow, "id" | "name">[],
  asked: string,
  { ledger, graph }: NameSources,
): Promise<readonly NamedEntity[]> {
  const counts = rows.length === 0 ? [] : await graph.mentionCounts(rows.map(({ id }) => ({ entity: id })));
  const found = await Promise.all(
    rows.map(async ({ id, name }, index): Promise<readonly NamedEntity[]> => {
      const known = await ledger.namesOf({ entity: id });
      if (known === null) return [];
      const files = (counts[index] ?? []).flatMap(({ file, mentions }) => (mentions > 0 ? [file] : []));
      return [{ id, shown: name, keys: namesInFile(known, files), asked: writtenAs(asked, known), part: null, files }];
    }),
  );
  return found.flat();
}

/** "name @file" with the name as the file has it, also in singular or plural; null if the file does not mention it. */
async function partInFile(
  entity: NamedEntity,
  { name, file }: { readonly name: string; readonly file: string },
  { ledger }: NameSources,
): Promise<string | null> {
  const known = await ledger.namesOf({ entity: entity.id });
  const { stem } = normaliseName(name);
  const alike = (known?.keys ?? [])
    .flatMap(({ written }) => written.map((each) => each.name))
    .filter((written) => normaliseName(written).stem === stem);
  const names = [...(entity.asked === null ? [] : [entity.asked]), ...alike.map((written) => `${written} @${file}`)];
  const unmentioned = await ledger.unmentioned(names.map(soughtName));
  return names.find((each) => !unmentioned.includes(aliasKey(each))) ?? null;
}

function namesInFile({ keys }: KnownNames, files: readonly string[]): NamedEntity["keys"] {
  return keys.toSorted((one, other) => mentionsOf(other) - mentionsOf(one)).map((key) => nameOfKey(key, files));
}

function mentionsOf({ written }: KnownKey): number {
  return written.reduce((sum, { mentions }) => sum + mentions, 0);
}

/** The names that mean a key in the aliases file. A key of a transcript or of a sense is named with the files that mention it. */
function nameOfKey({ key, written }: KnownKey, files: readonly string[]): readonly string[] {
  const [, plain = key, sense] = /^(.*?) (@.*)$/s.exec(key) ?? [];
  const name = written.find((each) => normaliseName(each.name).key === plain)?.name ?? plain;
  if (sense === undefined) return [name];
  const own = sense.startsWith("@@") ? files : written.slice(0, 1).map(({ file }) => file);
  return own.map((file) => `${name} @${file}`);
}

/** The name that the user gave, as it is written for the entity. */
function writtenAs(asked: string, { keys }: KnownNames): string | null {
  const inFile = namedInFile(asked);
  const wanted = inFile?.name ?? asked;
  const written = keys.flatMap((key) => key.written);
  const found =
    written.find(({ name }) => foldCase(name) === foldCase(wanted)) ??
    written.find(({ name }) => normaliseName(name).key === normaliseName(wanted).key);
  if (found === undefined) return null;
  return inFile === null ? found.name : `${found.name} @${inFile.file}`;
}

async function unknownName(asked: string, { ledger, graph, corrections }: NameSources): Promise<ColloquyError> {
  const [hidden] = await hiddenBy(asked, corrections, ledger);
  if (hidden !== undefined)
    return new ColloquyError("invalid-input", `"${hidden}" is hidden.`, {
      terminalHint: `Show it first: colloquy hide --undo "${hidden}".`,
    });
  const names = await suggestNames(graph, asked, {});
  return new ColloquyError("not-found", `No entity "${asked}". ${names.length === 0 ? "" : didYouMean(names)}`.trim());
}
