import { renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { PRIVATE_FILE, unfinishedBeside, YamlLists } from "../files/index.ts";
import { ColloquyError, didYouMean, type EntityRow } from "../model/index.ts";
import type { ProjectionResult } from "../pipeline/index.ts";
import { normaliseName } from "../resolution/index.ts";
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
    const names = [...new Set(entities.map(({ name }) => name))];
    removeFrom(lists, "different", (group) => group.filter((name) => !isNamed(name, names)));
    lists.add("same", names);
    return { same: names };
  }
  if ("split" in correction) {
    const entity = await entityOf(correction.split, workspace);
    const names = apartNames(correction.split, entity);
    const [first = "", ...others] = names;
    removeFrom(lists, "same", (group) =>
      group.some((name) => isNamed(name, others)) ? group.filter((name) => !isNamed(name, [first])) : group,
    );
    lists.add("different", names);
    return { different: names };
  }
  const { name } = await entityOf(correction.hide, workspace);
  lists.add("hide", name);
  return { hide: [name] };
}

/** The names that a split keeps apart: an alias and its entity's name, or all names of the entity. */
function apartNames(split: string, { name, aliases }: EntityRow): readonly string[] {
  const keyOf = (text: string): string => normaliseName(text).key;
  const byKey = new Map([name, ...aliases.map((alias) => alias.name)].map((each) => [keyOf(each), each] as const));
  const own = keyOf(split);
  if (byKey.size < 2) throw nothingToDo(`"${name}" has no other names, or they differ in case and punctuation only`);
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

async function entityOf(name: string, workspace: Workspace): Promise<EntityRow> {
  const entity = await workspace.entity(name);
  if (entity !== null) return entity;
  const names = await workspace.suggestNames(name);
  throw new ColloquyError("not-found", `No entity "${name}". ${names.length === 0 ? "" : didYouMean(names)}`.trim());
}

function nothingToDo(reason: string): ColloquyError {
  return new ColloquyError("invalid-input", `Nothing to change: ${reason}.`);
}
