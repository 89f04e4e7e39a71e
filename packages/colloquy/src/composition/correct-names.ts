import { resolve } from "node:path";
import { ColloquyError } from "../model/index.ts";
import type { KnownNames } from "../ports/index.ts";
import { contextOf, type ProjectionResult, resolveSettled, runProjection } from "../pipeline/index.ts";
import {
  aliasKey,
  type Corrections,
  correctionsByKey,
  joinedKeys,
  namedInFile,
  normaliseName,
} from "../resolution/index.ts";
import { reachStores, storePlaces } from "../stores/index.ts";
import { readAliases, readCorrections, writeAliases } from "./apply-aliases.ts";
import { AliasEdits, type AliasEntry, merge, separate, takeOut } from "./edit-aliases.ts";
import { type Check, type Edit, entitiesOf, isName, namesFor, nothingToDo } from "./name-edits.ts";
import { hiddenBy } from "./hidden-names.ts";
import { entityNamed, type NamedEntity, type NameSources } from "./named-entities.ts";
import { checkProjectOptions, type StoredWorkspaceOptions } from "./project-options.ts";
import { renameTo } from "./rename-entity.ts";
import { requireWorkspace } from "./require-workspace.ts";
import { undo } from "./undo-correction.ts";
import { type OpenedWorkspace, withWorkspace } from "./with-workspace.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/**
 * A correction of names: they are one entity, a name is apart from its entity, its entity is hidden, or shown again, or has
 * another name. `undo` takes the entries of an earlier correction back.
 */
export type NameCorrection =
  | { readonly merge: readonly string[] }
  | { readonly split: string }
  | { readonly hide: string }
  | { readonly unhide: string }
  | { readonly rename: string; readonly to: string }
  | { readonly undo: Pick<CorrectionResult, "added" | "removed"> };

/** The result of a correction. */
export interface CorrectionResult extends ProjectionResult {
  /** The changed file. */
  readonly file: string;
  /** The entries that were added to the file. */
  readonly added: readonly AliasEntry[];
  /** The entries that were removed from it. */
  readonly removed: readonly AliasEntry[];
}

/**
 * Writes a correction to the workspace's `aliases.yaml`, and brings graph and vectors up to date. Calls no model. A name may be an
 * alias, an id, or "name @file". The file is written when the correction is known to hold.
 * @throws ColloquyError `not-found` for an unknown name; `invalid-input` for a correction that changes nothing or does not hold;
 *   as `project`. The file is unchanged then, except after an error of a store or an interruption: the correction may be in it, and
 *   `project` continues.
 */
export async function correctNames(
  correction: NameCorrection,
  options: StoredWorkspaceOptions = {},
): Promise<CorrectionResult> {
  checkProjectOptions(options);
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), options.workspace ?? "default");
  requireWorkspace(folder, dataDir);
  const places = storePlaces(folder, options);
  await reachStores(places, true);
  return withWorkspace({ folder, places: [places], replaces: true }, options, async (opened) => {
    const file = folder.aliases;
    const text = readAliases(file);
    const corrections = readCorrections(text, file);
    // The graph shows the file as it is, also after an edit by hand.
    await projectAll(opened);
    const sources = { ...opened, graph: storesOf(opened).graphStore, corrections };
    for (const edit of await editsFor(correction, sources)) {
      const edits = new AliasEdits(text);
      const isHeld = edit(edits);
      if (edits.added.length + edits.removed.length === 0) throw nothingToDo("aliases.yaml has this entry");
      const isWritten = await decide(opened, { before: corrections, after: checked(edits, file) }, async () => {
        if (!(await isHeld())) return false;
        if (readAliases(file) !== text)
          throw new ColloquyError("invalid-input", `${file} was changed meanwhile. Try again.`);
        writeAliases(file, edits.toString());
        return true;
      });
      if (isWritten) return { ...(await projectAll(opened)), file, added: edits.added, removed: edits.removed };
    }
    throw withoutEffect(correction);
  });
}

function storesOf({ stores: [stores] }: OpenedWorkspace): OpenedWorkspace["stores"][number] {
  if (stores === undefined) throw new TypeError("Expected an open graph store");
  return stores;
}

function projectAll(opened: OpenedWorkspace): Promise<ProjectionResult> {
  const { graphStore, vectorStore } = storesOf(opened);
  const parts = { ...opened, graphs: [graphStore], vectors: [vectorStore] };
  return runProjection(parts, { ...opened.settings, rebuild: false });
}

/** Resolves the ledger by new corrections, and by the old ones again if `commit` fails or returns false. */
async function decide(
  opened: OpenedWorkspace,
  { before, after }: { readonly before: Corrections; readonly after: Corrections },
  commit: () => Promise<boolean>,
): Promise<boolean> {
  const { ledger, settings } = opened;
  const undo = async (): Promise<void> => {
    await ledger.correct(correctionsByKey(before));
    // Without an interruption the ledger is as before, and the stores are up to date.
    if (!settings.signal.aborted) await resolveSettled(contextOf(settings), opened);
  };
  let isCommitted: boolean;
  try {
    await ledger.correct(correctionsByKey(after));
    await resolveSettled(contextOf(settings), opened);
    isCommitted = await commit();
  } catch (error) {
    await undo();
    throw error;
  }
  if (!isCommitted) await undo();
  return isCommitted;
}

/** @throws ColloquyError `invalid-input` if the edited file contradicts itself. */
function checked(edits: AliasEdits, file: string): Corrections {
  try {
    return readCorrections(edits.toString(), file);
  } catch (error) {
    if (!ColloquyError.isInstance(error)) throw error;
    throw new ColloquyError(
      "invalid-input",
      `Nothing is changed, because the correction contradicts other entries. ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

/** The edits of a correction. The first one that holds is written. */
async function editsFor(correction: NameCorrection, sources: NameSources): Promise<readonly Edit[]> {
  const { corrections, ledger } = sources;
  if ("undo" in correction) return [(edits) => undo(edits, correction.undo)];
  if ("rename" in correction) return [await renameTo(correction, sources)];
  if ("unhide" in correction) {
    const hidden = await hiddenBy(correction.unhide, corrections, ledger);
    if (hidden.length === 0) throw nothingToDo(`aliases.yaml does not hide "${correction.unhide}"`);
    return [
      (edits) => {
        edits.change("hide", (names) => (names.some((name) => hidden.some(isName(name))) ? [] : [names]));
        return () => Promise.resolve(true);
      },
    ];
  }
  if ("hide" in correction) {
    const names = namesFor(await entityNamed(correction.hide, sources), corrections);
    return [
      (edits) => {
        for (const name of names) edits.add("hide", [name]);
        return async () => (await entitiesOf(names, sources)).every((id) => id === null);
      },
    ];
  }
  if ("merge" in correction) {
    const entities: NamedEntity[] = [];
    for (const name of correction.merge) entities.push(await entityNamed(name, sources));
    if (new Set(entities.map(({ id }) => id)).size < 2)
      throw nothingToDo(`${correction.merge.join(", ")} are one entity already`);
    const names = [...new Set(entities.flatMap((entity) => namesFor(entity, corrections)))];
    const keys = entities.flatMap((entity) => (entity.part === null ? entity.keys.flat() : [entity.part]));
    return [
      (edits) => {
        merge(edits, names, keys.map(aliasKey), corrections);
        return async () => {
          const ids = await entitiesOf(names, sources);
          const entity = ids.find((id) => typeof id === "string");
          const known = entity === undefined ? null : await ledger.namesOf({ entity });
          // A part of a person's name has the key of the whole name again.
          return names.every(
            (name, index) => ids[index] === entity || (ids[index] === undefined && isWritten(name, known)),
          );
        };
      },
    ];
  }
  const entity = await entityNamed(correction.split, sources);
  const name = nameToSplit(entity, sources.corrections);
  const merged = mergedWith(name, entity, sources.corrections);
  const separateAll: Edit = (edits) => split(edits, name, entity, sources);
  return merged.length === 0 ? [separateAll] : [(edits) => undoMerge(edits, name, merged, sources), separateAll];
}

/** The name of an entity that is split off, as the file writes it: a label has its file. */
function nameToSplit(entity: NamedEntity, corrections: Corrections): string {
  const { asked, part, shown, keys, files } = entity;
  // In its only file, a name means the same as without the file.
  const inOnlyFile = part === null || files.length > 1 ? null : namedInFile(part);
  const name = inOnlyFile?.name ?? asked ?? namesFor(entity, corrections)[0] ?? shown;
  const names = keys.flat();
  if (names.some(isName(name))) return name;
  return names.find((each) => isName(name)(namedInFile(each)?.name ?? each)) ?? name;
}

/** The other names of an entity that `same` joins with a name, directly or through other names. */
function mergedWith(name: string, { keys }: NamedEntity, { same }: Corrections): readonly string[] {
  const sets = joinedKeys({ same, rename: new Map() });
  return keys
    .flat()
    .filter((other) => !isName(name)(other) && sets.setOf(aliasKey(other)) === sets.setOf(aliasKey(name)));
}

/** Takes a name out of `same`. The edit holds if nothing else joins the name with the names that were merged with it. */
function undoMerge(edits: AliasEdits, name: string, merged: readonly string[], { ledger }: NameSources): Check {
  takeOut(edits, name);
  const plain = namedInFile(name)?.name ?? name;
  return async () => {
    const others = await Promise.all(merged.map((other) => ledger.namesOf({ key: aliasKey(other) })));
    return others.every((other) => other !== null && !isWritten(plain, other));
  };
}

/** Separates a name from the other names of its entity; an entity with one name is separated by the files that mention it. */
function split(edits: AliasEdits, name: string, entity: NamedEntity, sources: NameSources): Check {
  const { shown, files } = entity;
  const { key, stem } = normaliseName(name);
  const others = entity.keys.flat().filter((other) => aliasKey(other) !== aliasKey(name));
  const unlike = others.filter((other) => normaliseName(other).stem !== stem);
  if (unlike.length > 0 || (others.length > 0 && key !== normaliseName(shown).key)) {
    const apart = unlike.length > 0 ? unlike : others;
    separate(edits, name, apart, sources.corrections);
    return async () => {
      const [own, ...ids] = await entitiesOf([name, ...apart], sources);
      return own !== undefined && (own === null || !ids.includes(own));
    };
  }
  if (files.length < 2) throw nothingToDo(`"${shown}" has no other names, and one transcript mentions it`);
  const parts = files.map((file) => `${name} @${file}`);
  edits.add("different", parts);
  return async () => {
    const ids = await entitiesOf(parts, sources);
    const entities = ids.filter((id) => id !== null);
    return !ids.includes(undefined) && new Set(entities).size === entities.length;
  };
}

function isWritten(name: string, known: KnownNames | null): boolean {
  return known?.keys.some(({ written }) => written.some((each) => aliasKey(each.name) === aliasKey(name))) === true;
}

function withoutEffect(correction: NameCorrection): ColloquyError {
  const [name] = Object.values(correction).flat() as [string];
  return new ColloquyError(
    "invalid-input",
    "The correction has no effect on the names of these transcripts; aliases.yaml is unchanged.",
    { terminalHint: `\`colloquy resolve --explain "${name}"\` shows why its names are one entity.` },
  );
}
