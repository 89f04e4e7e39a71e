import { cleanName, ColloquyError, DisjointSets } from "../model/index.ts";
import type { NameCorrections, SoughtName } from "../ports/index.ts";
import { normaliseName } from "./normalise.ts";
import { namesNobody } from "./speakers.ts";

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
/** As that of the names of an extraction. */
const LONGEST_NAME = 100;
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
    typeof text === "string" && cleanName(text) !== ""
      ? cleanName(text)
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
  const rename = map("rename");
  const renamed = new Set([...rename.keys()].map(aliasKey));
  for (const [from, to] of rename) {
    if (to.length > LONGEST_NAME) refuse(`rename."${from}" has more than ${LONGEST_NAME} characters`);
    if (renamed.has(aliasKey(to)) && aliasKey(to) !== aliasKey(from))
      refuse(`rename: "${from}" becomes "${to}", which has another new name`);
  }
  const hide = list(value["hide"], "hide", refuse).map((text, index) => name(text, `hide[${index}]`));
  const corrections = { same: groups("same"), different: groups("different"), rename, hide, type };
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

/**
 * The keys that the user makes one entity, directly or through other names. A name that is renamed to another name is one
 * with it: otherwise two entities could be shown with one name.
 */
export function joinedKeys({ same, rename }: Pick<Corrections, "same" | "rename">): DisjointSets<string> {
  const joined = new DisjointSets<string>();
  for (const names of [...same, ...rename]) {
    const [first = "", ...others] = names.map(aliasKey);
    for (const other of others) if (other !== first) joined.join(first, other);
  }
  return joined;
}

/** Two names that are different although the user makes them one. */
function contradictionOf(corrections: Corrections): readonly [string, string] | null {
  const joined = joinedKeys(corrections);
  for (const names of corrections.different) {
    const seen = new Map<string, string>();
    for (const name of names) {
      const set = joined.setOf(aliasKey(name));
      const before = seen.get(set);
      if (before !== undefined) return [before, name];
      seen.set(set, name);
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

/** The key that a name of the file has in the ledger. */
export function aliasKey(name: string): string {
  const inFile = namedInFile(name);
  return inFile === null ? normaliseName(name).key : `${normaliseName(inFile.name).key} @${inFile.file}`;
}

/** What the ledger looks for to see whether transcripts mention a name of the file. */
export function soughtName(name: string): SoughtName {
  const inFile = namedInFile(name);
  const plain = inFile?.name ?? name;
  // A label means nothing without its file. A part of a person's name may be written with the key of the whole name.
  const written = namesNobody(plain) ? [] : [plain];
  if (inFile === null) return { key: aliasKey(name), written };
  return { key: aliasKey(name), written, inFile: { key: normaliseName(plain).key, file: inFile.file } };
}

/**
 * The corrections by normalised keys, each key once. The names of one entity are pairs of its first key and each other
 * one. A name that `rename` gives means the renamed names too.
 */
export function correctionsByKey(corrections: Corrections): NameCorrections {
  const { different, rename, hide, type } = corrections;
  const renamed = Map.groupBy(rename, ([, to]) => aliasKey(to));
  const meant = (name: string): readonly string[] => {
    const key = aliasKey(name);
    return [key, ...(renamed.get(key) ?? []).map(([from]) => aliasKey(from))];
  };
  const pairs = new Map<string, NameCorrections["pairs"][number]>();
  const addPair = (one: string, other: string, isSame: boolean): void => {
    const [first, second] = one < other ? [one, other] : [other, one];
    if (first !== second) pairs.set(`${first}\n${second}`, { first, second, isSame });
  };
  for (const keys of joinedKeys(corrections).sets()) {
    const [first = "", ...others] = keys.toSorted();
    for (const other of others) addPair(first, other, true);
  }
  for (const names of different)
    for (const [index, name] of names.entries())
      for (const other of names.slice(index + 1))
        for (const one of meant(name)) for (const second of meant(other)) addPair(one, second, false);
  const names = new Map([...rename].map(([from, to]) => [aliasKey(from), to]));
  const types = new Map([...type].flatMap(([name, given]) => meant(name).map((key) => [key, given] as const)));
  const hidden = new Set(hide.flatMap(meant));
  const senses = namesIn(corrections).flatMap((name) => {
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

/** All names that the corrections are about. */
export function namesIn({ same, different, rename, hide, type }: Corrections): readonly string[] {
  return [...same.flat(), ...different.flat(), ...rename.keys(), ...hide, ...type.keys()];
}
