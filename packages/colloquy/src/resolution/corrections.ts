import { ColloquyError } from "../model/index.ts";
import type { NameCorrections } from "../ports/index.ts";
import { normaliseName } from "./normalise.ts";

/** The user's corrections of a workspace's names: the content of its `aliases.yaml`. */
export interface Corrections {
  /** Names of each list are one entity. */
  readonly same: readonly (readonly string[])[];
  /** Names of each list are different entities. */
  readonly different: readonly (readonly string[])[];
  /** Maps a name to the name that its entity is shown with. */
  readonly rename: ReadonlyMap<string, string>;
  /** Names whose entities are left out of graph and lists. */
  readonly hide: readonly string[];
  /** Maps a name to the type of its entity. */
  readonly type: ReadonlyMap<string, string>;
}

export const NO_CORRECTIONS: Corrections = { same: [], different: [], rename: new Map(), hide: [], type: new Map() };

const TYPE = /^[\p{L}][\p{L}\p{N}_]*$/u;
const KEYS = ["same", "different", "rename", "hide", "type"];

/**
 * Reads the value of an aliases file.
 * @throws ColloquyError `configuration` with the place of a value that cannot be used, or of two that contradict.
 */
export function parseCorrections(value: unknown, file: string): Corrections {
  const refuse = (what: string): never => {
    throw new ColloquyError("configuration", `${file}: ${what}. Correct the file, or remove the entry.`);
  };
  if (value === null || value === undefined) return NO_CORRECTIONS;
  if (!isRecord(value)) return refuse(`expected the keys ${KEYS.join(", ")}`);
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return refuse(`the key "${unknown}" is unknown; the keys are ${KEYS.join(", ")}`);
  const name = (text: unknown, place: string): string =>
    typeof text === "string" && text.trim() !== ""
      ? text.trim()
      : refuse(`${place} is not a name; names that look like numbers need quotes`);
  const groups = (key: "same" | "different"): readonly (readonly string[])[] =>
    list(value[key], key, refuse).map((group, index) => {
      const place = `${key}[${index}]`;
      const names = list(group, place, refuse).map((text, at) => name(text, `${place}[${at}]`));
      return names.length >= 2 ? names : refuse(`${place} needs at least two names`);
    });
  const map = (key: "rename" | "type"): ReadonlyMap<string, string> => {
    const entries = value[key] ?? {};
    if (!isRecord(entries)) return refuse(`${key} is not a map of names`);
    return new Map(Object.entries(entries).map(([from, to]) => [name(from, key), name(to, `${key}."${from}"`)]));
  };
  const type = map("type");
  for (const [of, given] of type)
    if (!TYPE.test(given)) refuse(`the type "${given}" of "${of}" is not a word of letters and digits, such as Person`);
  const hide = list(value["hide"], "hide", refuse).map((text, index) => name(text, `hide[${index}]`));
  const corrections = { same: groups("same"), different: groups("different"), rename: map("rename"), hide, type };
  const contradiction = contradictionOf(corrections);
  if (contradiction !== null) refuse(`"${contradiction[0]}" and "${contradiction[1]}" are both the same and different`);
  return corrections;
}

function list(value: unknown, place: string, refuse: (what: string) => never): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : refuse(`${place} is not a list`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Two names that are different although a chain of lists makes them the same. */
function contradictionOf({ same, different }: Corrections): readonly [string, string] | null {
  const groupOf = new Map<string, Set<string>>();
  for (const names of same) {
    const keys = names.map(keyOf);
    const joined = new Set(keys.flatMap((key) => [...(groupOf.get(key) ?? [key])]));
    for (const key of joined) groupOf.set(key, joined);
  }
  for (const names of different) {
    for (const [index, first] of names.entries()) {
      const second = names.slice(index + 1).find((other) => {
        const key = keyOf(first);
        return keyOf(other) === key || groupOf.get(key)?.has(keyOf(other)) === true;
      });
      if (second !== undefined) return [first, second];
    }
  }
  return null;
}

/** "prototype @talks/a.vtt": the name in this file. */
const IN_FILE = /^(.*\S)\s+@(\S.*)$/su;

/** A name that means something of its own in a file; null for other names. */
export function namedInFile(name: string): { readonly name: string; readonly file: string } | null {
  const [, plain, file] = IN_FILE.exec(name) ?? [];
  return plain === undefined || file === undefined ? null : { name: plain, file };
}

function keyOf(name: string): string {
  const inFile = namedInFile(name);
  return inFile === null ? normaliseName(name).key : `${normaliseName(inFile.name).key} @${inFile.file}`;
}

/** The corrections by normalised keys, each pair and each key once. A name that `rename` gives means the renamed one. */
export function correctionsByKey({ same, different, rename, hide, type }: Corrections): NameCorrections {
  const renamed = new Map([...rename].map(([from, to]) => [keyOf(to), keyOf(from)]));
  const meant = (name: string): string => renamed.get(keyOf(name)) ?? keyOf(name);
  const pairs = new Map<string, NameCorrections["pairs"][number]>();
  for (const [groups, isSame] of [[same, true] as const, [different, false] as const])
    for (const [first, second] of groups.flatMap((names) => pairsOf(names.map(meant))))
      pairs.set(`${first}\n${second}`, { first, second, isSame });
  const names = new Map([...rename].map(([from, to]) => [keyOf(from), to]));
  const types = new Map([...type].map(([name, given]) => [meant(name), given]));
  const hidden = new Set(hide.map(meant));
  const all = [...same.flat(), ...different.flat(), ...rename.keys(), ...hide, ...type.keys()];
  const senses = all.flatMap((name) => {
    const inFile = namedInFile(name);
    return inFile === null ? [] : [{ stem: normaliseName(inFile.name).stem, file: inFile.file }];
  });
  return {
    senses: [...new Map(senses.map((sense) => [`${sense.stem}\n${sense.file}`, sense])).values()],
    pairs: [...pairs.values()],
    keys: [...new Set([...names.keys(), ...types.keys(), ...hidden])].map((key) => ({
      key,
      name: names.get(key) ?? null,
      type: types.get(key) ?? null,
      hidden: hidden.has(key),
    })),
  };
}

/** All pairs of different keys, the smaller key first. */
function pairsOf(keys: readonly string[]): readonly (readonly [string, string])[] {
  const sorted = [...new Set(keys)].sort();
  return sorted.flatMap((first, index) => sorted.slice(index + 1).map((second) => [first, second] as const));
}
