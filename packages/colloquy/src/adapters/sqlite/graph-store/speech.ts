import type { Database, Statement } from "better-sqlite3";
import { compareText } from "../../../model/index.ts";
import { decodeText, type SqlValue } from "../encoding.ts";

/** The chunks in which a person speaks. Files, chunks and labels are numbers. */
export interface Spoken {
  /** In the order of their names. */
  readonly files: readonly { readonly file: number; readonly name: string }[];
  /** Each chunk with the labels of the person there, and the place of its file in `files`. */
  readonly chunks: ReadonlyMap<number, { readonly place: number; readonly labels: readonly number[] }>;
  /** A JSON array with one number for each chunk and label, see `saidRows`. */
  readonly pairs: string;
}

export const NOTHING_SPOKEN: Spoken = { files: [], chunks: new Map(), pairs: "[]" };

/**
 * A pair is one number, the chunk times 10^9 plus the label, because SQLite reads numbers faster than lists. A file has fewer
 * than 10^9 labels.
 */
const LABEL_DIGITS = 9;

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

/** The rows of a table of evidence, as `said`, that a person says; takes the `pairs` of the person. */
export function saidRows(table: "mention" | "evidence"): string {
  const labels = 10 ** LABEL_DIGITS;
  return `json_each(?) pair CROSS JOIN ${table} said ON said.chunk = pair.value / ${labels} AND said.speaker = pair.value % ${labels}`;
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
    const labels = new Set([...this.of(person).chunks.values()].flatMap((spoken) => spoken.labels));
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
    const files = [...new Set(rows.map(([file]) => file))]
      .map((file) => ({ file, name: decodeText(this.#label.get(file)) }))
      .sort((one, other) => compareText(one.name, other.name));
    const placeOf = new Map(files.map(({ file }, place) => [file, place]));
    const chunks = new Map<number, { place: number; labels: number[] }>();
    for (const [file, chunk, label] of rows) {
      const known = chunks.get(chunk);
      if (known === undefined) chunks.set(chunk, { place: placeOf.get(file) ?? 0, labels: [label] });
      else known.labels.push(label);
    }
    const pairs = rows.map(([, chunk, speaker]) => `${chunk}${String(speaker).padStart(LABEL_DIGITS, "0")}`);
    return { files, chunks, pairs: `[${pairs.join(",")}]` };
  }
}

/** Whether a person says words, by the numbers of their chunk and their label. */
export function isSaid({ chunks }: Spoken, chunk: SqlValue | undefined, label: SqlValue | undefined): boolean {
  return chunks.get(chunk as number)?.labels.includes(label as number) ?? false;
}
