import { cleanName, foldCase } from "../../model/index.ts";

/** A note that needs a name. */
export interface NamedNote {
  /** Unique among the notes. */
  readonly id: string;
  /** The name that the note has if no other note has it: any text. */
  readonly name: string;
  /** What distinguishes it from notes of the same name, the best first: a type, a file. */
  readonly qualifiers: readonly string[];
}

/** Characters that a file system, a link or Markdown may interpret. */
const UNSAFE = /(?:[\\/:*?"<>|#^[\]`$%\p{Cc}\p{Cs}\u2028\u2029]|={2,})+/gu;
/** Names of devices in Windows, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$?|conout\$?|(?:com|lpt)[0-9¹²³])(?=\.|$| )/i;
/** File systems take 255 bytes of a name, some that encrypt names about 140. */
const MOST_BYTES = { name: 80, qualifier: 44 } as const;
const CHARACTERS = new Intl.Segmenter("en", { granularity: "grapheme" });
const ID_CHARACTERS = 8;
const UNNAMED = "unnamed";

/**
 * A name of a note, without extension, for every id: valid on Windows, macOS and Linux, free of characters that links
 * interpret, and unique without regard to case and Unicode form. Notes of the same name all get a qualifier, so that none
 * seems to be the only one. Pure; the order of the notes does not matter.
 * @param taken names that no note may have.
 */
export function noteNames(notes: readonly NamedNote[], taken: readonly string[]): ReadonlyMap<string, string> {
  const named = notes.map((note) => ({ note, candidates: candidatesOf(note), level: 0 }));
  const reserved = new Set(taken.map(nameKey));
  for (let open = true; open;) {
    open = false;
    const groups = Map.groupBy(named, ({ candidates, level }) => nameKey(candidates[level] ?? ""));
    for (const [key, group] of groups) {
      if (group.length === 1 && !reserved.has(key)) continue;
      for (const each of group) {
        if (each.level === each.candidates.length - 1) continue;
        each.level += 1;
        open = true;
      }
    }
  }
  return new Map(named.map(({ note, candidates, level }) => [note.id, candidates[level] ?? UNNAMED]));
}

/** Equal for names that one of the file systems takes for the same. */
function nameKey(name: string): string {
  return foldCase(name.normalize("NFKC"));
}

/** The last candidate ends with the id, so at most one note can have it. */
function candidatesOf({ id, name, qualifiers }: NamedNote): readonly string[] {
  const safe = safeName(name, MOST_BYTES.name);
  const further = qualifiers.map((each) => safeName(each, MOST_BYTES.qualifier)).filter((each) => each !== UNNAMED);
  return [safe, ...[...further, id.slice(0, ID_CHARACTERS), id].map((each) => `${safe} (${each})`)];
}

/** A name as the name of a file. */
export function safeName(name: string, mostBytes: number = MOST_BYTES.name): string {
  const replaced = cleanName(name).replace(UNSAFE, "-").replace(/\s+/g, " ");
  const cut = trimmed(withinBytes(trimmed(replaced), mostBytes));
  return cut === "" ? UNNAMED : RESERVED.test(cut) ? `_${cut}` : cut;
}

/** No dots, dashes and spaces at the ends: a leading dot hides a file, and Windows drops trailing dots and spaces. */
function trimmed(name: string): string {
  return name.replace(/^[\s.-]+|[\s.-]+$/g, "");
}

function withinBytes(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) return name;
  let kept = "";
  for (const { segment } of CHARACTERS.segment(name)) {
    if (Buffer.byteLength(kept + segment) > most - Buffer.byteLength("…")) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
