import type { Database, Statement } from "better-sqlite3";
import { compareText } from "../../../model/index.ts";
import { decodeText, type SqlValue } from "../encoding.ts";

/** The chunks in which a person speaks. Files, chunks and labels are numbers. */
export interface Spoken {
  /** In the order of their names. */
  readonly files: readonly { readonly file: number; readonly name: string }[];
  /** Each chunk with the labels of the person there. */
  readonly chunks: ReadonlyMap<number, readonly number[]>;
  /** Chunk, label, and place of the file in `files`, as a JSON array of arrays; see `saidRows`. */
  readonly pairs: string;
}

export const NOTHING_SPOKEN: Spoken = { files: [], chunks: new Map(), pairs: "[]" };

/** The most people whose chunks are kept in memory, and the most labels in files. */
const KEPT = { people: 64, labels: 50_000 } as const;

/**
 * A mention whose words are the label of its own turn names the speaker with that label in its chunk. Of several mentions
 * the first one counts, because a later one may be the same word in speech. An index has the columns before the text.
 */
const NAMES_SPEAKER = `l.text = label.value AND NOT EXISTS (
    SELECT 1 FROM mention f WHERE f.chunk = l.chunk AND f.speaker = l.speaker AND f.start_offset <= l.start_offset
      AND (f.start_offset < l.start_offset OR f.id < l.id) AND f.text = l.text)`;

const LABELS = "mention l CROSS JOIN label ON label.n = l.speaker";

/** The rows of a table of evidence, as `said`, that a person says; takes the `pairs` of the person. `pair` is such a pair. */
export function saidRows(table: "mention" | "evidence"): string {
  return `json_each(?) pair CROSS JOIN ${table} said ON said.chunk = pair.value ->> 0 AND said.speaker = pair.value ->> 1`;
}

/** Finds and remembers the speakers of chunks. */
export class SpeakersOfChunks {
  readonly #spoken: Statement<[number], [file: number, chunk: number, speaker: number]>;
  readonly #speaksIn: Statement<[number, number, number], number>;
  readonly #label: Statement<[number], SqlValue>;
  /** The people asked about last, in that order. */
  readonly #kept = new Map<number, Spoken>();
  readonly #known = new Map<string, boolean>();

  constructor(connection: Database) {
    this.#spoken = connection
      .prepare<[number], [number, number, number]>(
        `SELECT l.file, l.chunk, l.speaker FROM ${LABELS} WHERE l.subject = ? AND ${NAMES_SPEAKER}`,
      )
      .raw();
    this.#speaksIn = connection
      .prepare<[number, number, number], number>(
        `SELECT 1 FROM ${LABELS} WHERE l.subject = ? AND l.file = ? AND l.speaker = ? AND ${NAMES_SPEAKER} LIMIT 1`,
      )
      .pluck();
    this.#label = connection.prepare<[number], SqlValue>("SELECT value FROM label WHERE n = ?").pluck();
  }

  /** The chunks in which a person speaks, by the person's number. */
  of(person: number): Spoken {
    const spoken = this.#kept.get(person) ?? this.#read(person);
    this.#kept.delete(person);
    this.#kept.set(person, spoken);
    for (const first of this.#kept.keys()) if (this.#kept.size > KEPT.people) this.#kept.delete(first);
    return spoken;
  }

  /** The labels under which a person speaks, sorted. */
  labelsOf(person: number): readonly string[] {
    const labels = new Set([...this.of(person).chunks.values()].flat());
    return [...labels].map((label) => decodeText(this.#label.get(label))).sort();
  }

  /** Whether a person speaks under a label in a chunk of a file. */
  speaksIn(person: number, label: number, file: number): boolean {
    const key = `${person} ${file} ${label}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#speaksIn.get(person, file, label) !== undefined;
    if (this.#known.size >= KEPT.labels) this.#known.clear();
    this.#known.set(key, found);
    return found;
  }

  /** Forgets what it read, after a write. */
  forget(): void {
    this.#kept.clear();
    this.#known.clear();
  }

  #read(person: number): Spoken {
    const rows = this.#spoken.all(person);
    const chunks = new Map<number, number[]>();
    for (const [, chunk, speaker] of rows) {
      const labels = chunks.get(chunk);
      if (labels === undefined) chunks.set(chunk, [speaker]);
      else labels.push(speaker);
    }
    const files = [...new Set(rows.map(([file]) => file))]
      .map((file) => ({ file, name: decodeText(this.#label.get(file)) }))
      .sort((one, other) => compareText(one.name, other.name));
    const places = new Map(files.map(({ file }, place) => [file, place]));
    const pairs = rows.map(([file, chunk, speaker]) => [chunk, speaker, places.get(file)]);
    return { files, chunks, pairs: JSON.stringify(pairs) };
  }
}

/** Whether a person says words, by the numbers of their chunk and their label. */
export function isSaid({ chunks }: Spoken, chunk: SqlValue | undefined, label: SqlValue | undefined): boolean {
  return chunks.get(chunk as number)?.includes(label as number) ?? false;
}
