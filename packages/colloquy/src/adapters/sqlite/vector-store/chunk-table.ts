import { createHash } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";
import type { IndexedTurn, VectorRow } from "../../../model/index.ts";
import { foldCase } from "../../../model/index.ts";
import {
  decodeApproximate,
  decodeId,
  decodeText,
  encodeApproximate,
  encodeId,
  encodeText,
  type SqlValue,
} from "../encoding.ts";
import { passageSimilarities } from "../../../embedding/index.ts";
import type { ChunkCandidate, ChunkVectors, IndexedChunk } from "../../../ports/index.ts";
import type { Interner } from "../interner.ts";
import { type Columns, RowTable } from "../row-table.ts";
import { encodeTerms } from "./term-encoding.ts";

const COLUMNS = [
  "transcript",
  "file",
  "ordinal",
  "start_ms",
  "approximate",
  "end_ms",
  "start_offset",
  "end_offset",
  "speakers",
  "terms_hash",
];
const SPEAKERS_COLUMN = 8;
const TERMS_COLUMN = 9;
const BEFORE_ALL_IDS = -1;

/** Writes and reads chunks in all their tables. */
export class IndexedChunkTable {
  readonly #labels: Interner;
  readonly #rows: RowTable;
  readonly #texts: RowTable;
  readonly #vectors: RowTable;
  readonly #passages: RowTable;
  readonly #number: Statement<[SqlValue], number>;
  readonly #insertSpeaker: Statement<[number, number]>;
  readonly #deleteSpeaker: Statement<[number, number]>;
  readonly #insertTerms: Statement<[number, string]>;
  readonly #deleteTerms: Statement<[number]>;
  readonly #light: Statement<[number], SqlValue[]>;
  readonly #page: Statement<[SqlValue, number], SqlValue[]>;
  readonly #around: Statement<[SqlValue, number, number], SqlValue[]>;

  constructor(connection: Database, labels: Interner) {
    this.#labels = labels;
    this.#rows = new RowTable(connection, "chunk", "id", COLUMNS);
    this.#texts = new RowTable(connection, "chunk_text", "n", ["text", "turns"]);
    this.#vectors = new RowTable(connection, "chunk_vector", "n", ["id", "vector"]);
    this.#passages = new RowTable(connection, "chunk_passages", "n", ["passages"]);
    this.#number = connection.prepare<[SqlValue], number>("SELECT n FROM chunk WHERE id = ?").pluck();
    this.#insertSpeaker = connection.prepare(
      "INSERT INTO chunk_speaker(speaker, chunk) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    this.#deleteSpeaker = connection.prepare("DELETE FROM chunk_speaker WHERE speaker = ? AND chunk = ?");
    this.#insertTerms = connection.prepare("INSERT INTO chunk_terms(rowid, terms) VALUES (?, ?)");
    this.#deleteTerms = connection.prepare("DELETE FROM chunk_terms WHERE rowid = ?");
    const select = `SELECT p.id, ${COLUMNS.map((column) => `p.${column}`).join(", ")}, t.text, t.turns`;
    const from = "FROM chunk p CROSS JOIN chunk_text t ON t.n = p.n";
    this.#light = connection
      .prepare<[number], SqlValue[]>("SELECT id, transcript, file, ordinal, speakers FROM chunk WHERE n = ?")
      .raw();
    this.#page = connection
      .prepare<[SqlValue, number], SqlValue[]>(
        `${select}, v.vector, s.passages ${from} CROSS JOIN chunk_vector v ON v.n = p.n
         LEFT JOIN chunk_passages s ON s.n = p.n WHERE p.id > ? ORDER BY p.id LIMIT ?`,
      )
      .raw();
    this.#around = connection
      .prepare<[SqlValue, number, number], SqlValue[]>(
        `${select} FROM chunk middle CROSS JOIN chunk p ON p.transcript = middle.transcript
         CROSS JOIN chunk_text t ON t.n = p.n
         WHERE middle.id = ? AND p.ordinal BETWEEN middle.ordinal - ? AND middle.ordinal + ? ORDER BY p.ordinal, p.id`,
      )
      .raw();
  }

  upsert(row: VectorRow, terms: readonly string[]): void {
    const id = encodeId(row.id);
    const tokens = encodeTerms(terms);
    const columns = [
      this.#labels.intern(row.transcript),
      this.#labels.intern(row.file),
      row.ordinal,
      row.startMs,
      encodeApproximate(row),
      row.endMs,
      row.startOffset,
      row.endOffset,
      JSON.stringify(row.speakers),
      createHash("sha256").update(tokens).digest(),
    ];
    const written = this.#rows.put(id, columns);
    const n = this.#number.get(id) as number;
    this.#texts.put(n, [encodeText(row.text), encodeTurns(row.turns)]);
    this.#vectors.put(n, [id, vectorBytes(row.vector)]);
    if (row.passages === undefined) this.#passages.take(n);
    else this.#passages.put(n, [row.passages]);
    if (written === "same") return;
    const before = written === "inserted" ? null : written;
    if (before !== null) this.#removeSpeakers(n, before);
    for (const speaker of row.speakers) this.#insertSpeaker.run(this.#labels.intern(foldCase(speaker)), n);
    const indexed = before === null ? null : (before[TERMS_COLUMN] as Uint8Array);
    if (indexed !== null && Buffer.compare(indexed, columns[TERMS_COLUMN] as Uint8Array) === 0) return;
    if (indexed !== null) this.#deleteTerms.run(n);
    this.#insertTerms.run(n, tokens);
  }

  remove(id: string): void {
    const key = encodeId(id);
    const n = this.#number.get(key);
    if (n === undefined) return;
    this.#removeSpeakers(n, this.#rows.take(key) ?? []);
    this.#texts.take(n);
    this.#vectors.take(n);
    this.#passages.take(n);
    this.#deleteTerms.run(n);
  }

  /** A chunk without its text, its passages compared with a vector. */
  compared(n: number, vector: Float32Array | null): Omit<ChunkCandidate, "words" | "similarity"> {
    const [id, transcript, file, ordinal, speakers] = this.#light.get(n) ?? [];
    return {
      id: decodeId(id),
      transcript: this.#labels.value(transcript),
      file: this.#labels.value(file),
      ordinal: ordinal as number,
      speakers: JSON.parse(speakers as string) as string[],
      passages: vector === null ? [] : this.#similarities(n, vector),
    };
  }

  page(after: string | null, limit: number, profile: string): VectorRow[] {
    return this.#page.all(after === null ? BEFORE_ALL_IDS : encodeId(after), limit).map((columns) => ({
      ...this.#decode(columns, profile),
      ...decodeVectors(columns.at(-2), columns.at(-1)),
    }));
  }

  /** A chunk with the chunks before and after it in its transcript. */
  around(id: string, before: number, after: number, profile: string): IndexedChunk[] {
    return this.#around.all(encodeId(id), before, after).map((columns) => this.#decode(columns, profile));
  }

  #similarities(n: number, vector: Float32Array): readonly number[] {
    const passages = this.#passages.get(n)?.[0];
    return passages == null ? [] : passageSimilarities(passages as Uint8Array, vector);
  }

  #removeSpeakers(n: number, columns: Columns): void {
    for (const speaker of JSON.parse(columns[SPEAKERS_COLUMN] as string) as string[]) {
      this.#deleteSpeaker.run(this.#labels.intern(foldCase(speaker)), n);
    }
  }

  #decode(columns: readonly SqlValue[], profile: string): IndexedChunk {
    const [
      id,
      transcript,
      file,
      ordinal,
      startMs,
      approximate,
      endMs,
      startOffset,
      endOffset,
      speakers,
      ,
      text,
      turns,
    ] = columns;
    return {
      kind: "vector",
      id: decodeId(id),
      transcript: this.#labels.value(transcript),
      file: this.#labels.value(file),
      ordinal: ordinal as number,
      speakers: JSON.parse(speakers as string) as string[],
      startMs: startMs as number | null,
      ...decodeApproximate(approximate),
      endMs: endMs as number | null,
      startOffset: startOffset as number,
      endOffset: endOffset as number,
      text: decodeText(text),
      turns: decodeTurns(turns as string),
      profile,
    };
  }
}

type TurnCode = [
  speaker: string | null,
  startMs: number | null,
  endMs: number | null,
  startOffset: number,
  endOffset: number,
  ...approximate: number[],
];

/** Arrays instead of objects: a third of the size. */
function encodeTurns(turns: readonly IndexedTurn[]): string {
  return JSON.stringify(
    turns.map(({ speaker, startMs, endMs, startOffset, endOffset, approximate }): TurnCode => [
      speaker,
      startMs,
      endMs,
      startOffset,
      endOffset,
      ...(approximate === true ? [1] : []),
    ]),
  );
}

function decodeTurns(json: string): IndexedTurn[] {
  return (JSON.parse(json) as TurnCode[]).map(([speaker, startMs, endMs, startOffset, endOffset, approximate]) => ({
    speaker,
    startMs,
    ...decodeApproximate(approximate),
    endMs,
    startOffset,
    endOffset,
  }));
}

/** The bytes of a vector, as sqlite-vec reads them. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Copies, because a Float32Array must begin at a multiple of four bytes. */
function decodeVectors(vector: SqlValue | undefined, passages: SqlValue | undefined): ChunkVectors {
  return {
    vector: new Float32Array(Uint8Array.from(vector as Uint8Array).buffer),
    ...(passages == null ? {} : { passages: Uint8Array.from(passages as Uint8Array) }),
  };
}
