import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { PRIVATE_FILE, unfinishedBeside, YamlLists } from "../files/index.ts";
import { ColloquyError, didYouMean, type EntityRow } from "../model/index.ts";
import type { ProjectionResult } from "../pipeline/index.ts";
import { namedInFile, normaliseName } from "../resolution/index.ts";
import { readAliases } from "./apply-aliases.ts";
import { open } from "./open.ts";
import { project } from "./project.ts";
import type { StoredWorkspaceOptions } from "./project-options.ts";
import { requireWorkspace } from "./require-workspace.ts";
import type { Workspace } from "./workspace.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/** A correction of names: they are one entity, a name is apart from its entity, or its entity is hidden. */
export type NameCorrection =
  { readonly merge: readonly string[] } | { readonly split: string } | { readonly hide: string };

/** The result of a correction. */
export interface CorrectionResult extends ProjectionResult {
  /** The changed file. */
  readonly file: string;
  /** The entry that was added to the file. */
  readonly added: { readonly [key in "same" | "different" | "hide"]?: readonly string[] };
}

/**
 * Writes a correction to the workspace's `aliases.yaml`, and brings graph and vectors up to date. Calls no model. Names
 * may be aliases or ids.
 * @throws ColloquyError `not-found` for an unknown name; `invalid-input` for a correction that changes nothing;
 *   as `project`. The file is unchanged after the first two.
 */
export async function correctNames(
  correction: NameCorrection,
  options: StoredWorkspaceOptions = {},
): Promise<CorrectionResult> {
  const dataDir = options.dataDir ?? ".colloquy";
  const folder = workspaceFolder(resolve(dataDir), options.workspace ?? "default");
  requireWorkspace(folder, dataDir);
  const { environment, ports } = options;
  const reading = {
    dataDir,
    ...(environment === undefined ? {} : { environment }),
    ...(ports === undefined ? {} : { ports }),
  };
  const lists = new YamlLists(readAliases(folder.aliases));
  let added: CorrectionResult["added"];
  {
    await using workspace = await open(folder.name, reading);
    added = await addCorrection(lists, correction, workspace);
  }
  const unfinished = unfinishedBeside(folder.aliases);
  writeFileSync(unfinished, lists.toString(), { mode: PRIVATE_FILE });
  renameSync(unfinished, folder.aliases);
  return { ...(await project(options)), file: folder.aliases, added };
}

async function addCorrection(
  lists: YamlLists,
  correction: NameCorrection,
  workspace: Workspace,
): Promise<CorrectionResult["added"]> {
  if ("merge" in correction) {
    const entities = await Promise.all(correction.merge.map((name) => entityOf(name, workspace)));
    if (new Set(entities.map(({ id }) => id)).size < 2)
      throw nothingToDo(`${correction.merge.join(", ")} are one entity already`);
    const names = [...new Set(entities.map(({ reference }) => reference))];
    // One of the merged names stays different from the other names of the list.
    removeFrom(lists, "different", (group) => {
      const merged = group.filter((name) => isNamed(name, names));
      return group.filter((name) => !merged.slice(1).includes(name));
    });
    lists.add("same", names);
    return { same: names };
  }
  if ("split" in correction) {
    const entity = await entityOf(correction.split, workspace);
    const names = await apartNames(correction.split, entity, workspace);
    const [first = "", ...others] = names;
    removeFrom(lists, "same", (group) =>
      group.some((name) => isNamed(name, others)) ? group.filter((name) => !isNamed(name, [first])) : group,
    );
    lists.add("different", names);
    return { different: names };
  }
  const { reference } = await entityOf(correction.hide, workspace);
  lists.add("hide", reference);
  return { hide: [reference] };
}

/**
 * The names that a split keeps apart: an alias and its entity's name, or all names of the entity. An entity with one name is split by
 * the files that mention it.
 */
async function apartNames(
  split: string,
  { id, name, aliases, reference }: NamedEntity,
  workspace: Workspace,
): Promise<readonly string[]> {
  if (reference !== name) return [reference, name];
  const keyOf = (text: string): string => normaliseName(text).key;
  const byKey = new Map([name, ...aliases.map((alias) => alias.name)].map((each) => [keyOf(each), each] as const));
  const own = keyOf(split);
  if (byKey.size < 2) {
    const files = (await workspace.show(id))?.transcripts ?? [];
    if (files.length < 2) throw nothingToDo(`"${name}" has no other names, and one transcript mentions it`);
    return files.map((file) => `${name} @${file}`);
  }
  if (own === keyOf(name) || !byKey.has(own)) return [...byKey.values()];
  return [byKey.get(own) ?? split, name];
}

/** Removes names from the groups of a list. A group of one name is removed. */
function removeFrom(lists: YamlLists, key: string, keep: (group: readonly string[]) => readonly string[]): void {
  const groups = lists.entries(key) as readonly (readonly string[])[];
  for (const [index, group] of [...groups.entries()].toReversed()) {
    const kept = keep(group);
    if (kept.length === group.length) continue;
    if (kept.length < 2) lists.replace(key, index);
    else lists.replace(key, index, kept);
  }
}

function isNamed(name: string, names: readonly string[]): boolean {
  return names.some((other) => normaliseName(other).key === normaliseName(name).key);
}

/** An entity, and how the file refers to it: its name, or "name @file" if that was asked for. */
type NamedEntity = EntityRow & { readonly reference: string };

async function entityOf(asked: string, workspace: Workspace): Promise<NamedEntity> {
  const { name, file } = namedInFile(asked) ?? { name: asked, file: null };
  const found = file === null ? await workspace.entity(name) : await inFile(name, file, workspace);
  if (found !== null) return { ...found, reference: file === null ? found.name : `${found.name} @${file}` };
  const names = await workspace.suggestNames(asked);
  throw new ColloquyError("not-found", `No entity "${asked}". ${names.length === 0 ? "" : didYouMean(names)}`.trim());
}

/** The entity with this name that the file mentions. */
async function inFile(name: string, file: string, workspace: Workspace): Promise<EntityRow | null> {
  const shown = await workspace.show(name);
  const found = shown === null ? [] : [shown, ...shown.namesakes];
  const id = found.find(({ transcripts }) => transcripts.includes(file))?.id;
  return id === undefined ? null : workspace.entity(id);
}

function nothingToDo(reason: string): ColloquyError {
  return new ColloquyError("invalid-input", `Nothing to change: ${reason}.`);
}
