import { type ChunkTurn, hashOfRow, occurrenceRow } from "../../../../model/index.ts";
import type { Occurrence, ResolutionStore, SearchedChunk, SoughtKey } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { sensesIn } from "./senses.ts";
import { locatedChunk } from "./stored-rows.ts";

type Occurrences = Pick<
  ResolutionStore,
  "seekKey" | "markChunksOfKeys" | "soughtKeys" | "chunksToSearch" | "putOccurrences"
>;

const BYTES_A_WORD = 4;

/** The reads and writes of resolution for names that are found in chunks. */
export function occurrences(context: LedgerContext): Occurrences {
  const { sql } = context;
  return {
    seekKey(key, as) {
      sql("UPDATE keys SET sought = @as, sought_pending = 1 WHERE no = @key AND sought <> @as").run({
        key,
        as: as ?? "",
      });
    },
    markChunksOfKeys: (limit) => markChunksOfKeys(context, limit),
    soughtKeys: (words) => sql(SOUGHT).all(JSON.stringify([...words])) as SoughtKey[],
    chunksToSearch: (limit) => chunksToSearch(context, limit),
    putOccurrences(chunk, found, words) {
      sql(
        "INSERT INTO chunk_words (chunk_no, words) VALUES (?, ?) ON CONFLICT DO UPDATE SET words = excluded.words",
      ).run(chunk, encoded(words));
      replaceOccurrences(context, chunk, found);
      sql("UPDATE chunks SET search_pending = 0 WHERE no = ?").run(chunk);
    },
  };
}

/** CROSS JOIN keeps the order: the words first. The space is the only character of a key before "!". */
const SOUGHT = `SELECT k.key, k.stem, k.entity_no AS entity, k.sought AS "as" FROM json_each(?) w
  CROSS JOIN keys k ON k.stem >= w.value AND k.stem < w.value || '!' WHERE k.sought <> '' AND k.entity_no IS NOT NULL`;

/** Marks a chunk whose names are to be looked for again. */
export function searchAgain({ sql }: Pick<LedgerContext, "sql">, chunk: number): void {
  sql("UPDATE chunks SET search_pending = 1 WHERE no = ? AND search_pending = 0").run(chunk);
}

/** Removes the occurrences of a chunk that is about to be removed. */
export function removeOccurrences(context: LedgerContext, chunk: number): void {
  replaceOccurrences(context, chunk, []);
  context.sql("DELETE FROM chunk_words WHERE chunk_no = ?").run(chunk);
}

/** One scan of the words of all chunks, however many keys changed. */
function markChunksOfKeys(context: LedgerContext, limit: number): number {
  const { sql } = context;
  const keys = sql("SELECT no, stem FROM keys WHERE sought_pending = 1 ORDER BY no LIMIT ?").all(limit) as {
    readonly no: number;
    readonly stem: string;
  }[];
  if (keys.length === 0) return 0;
  const wanted = keys.map(({ stem }) => stem.split(" ").map(wordNumber));
  const byFirst = Map.groupBy(wanted, ([first]) => first as number);
  const marked: number[] = [];
  const chunks = sql(
    "SELECT w.chunk_no AS no, w.words FROM chunk_words w JOIN chunks c ON c.no = w.chunk_no WHERE c.search_pending = 0",
  ).iterate() as IterableIterator<{ readonly no: number; readonly words: Buffer }>;
  for (const { no, words } of chunks) {
    const present = decoded(words);
    const hasAll = (all: readonly number[]): boolean => all.every((word) => present.has(word));
    if ([...present].some((word) => byFirst.get(word)?.some(hasAll) === true)) marked.push(no);
  }
  for (const no of marked) searchAgain(context, no);
  for (const { no } of keys) sql("UPDATE keys SET sought_pending = 0 WHERE no = ?").run(no);
  return keys.length;
}

/** Words are stored as numbers (FNV-1a). Two words with one number only cause a needless search. */
function wordNumber(word: string): number {
  let number = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) number = Math.imul(number ^ word.charCodeAt(at), 0x01000193);
  return number >>> 0;
}

function encoded(words: ReadonlySet<string>): Buffer {
  const numbers = [...new Set([...words].map(wordNumber))].sort((one, other) => one - other);
  const bytes = Buffer.alloc(numbers.length * BYTES_A_WORD);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number, index * BYTES_A_WORD);
  return bytes;
}

function decoded(words: Buffer): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (let at = 0; at + BYTES_A_WORD <= words.length; at += BYTES_A_WORD) numbers.add(words.readUInt32LE(at));
  return numbers;
}

interface PendingChunk {
  readonly no: number;
  readonly transcript: number;
  readonly startOffset: number;
  readonly text: string;
  readonly turns: string;
}

/** Reads the mentions of a transcript once for all of its chunks. */
function chunksToSearch({ sql }: LedgerContext, limit: number): readonly SearchedChunk[] {
  const chunks = sql(
    `SELECT no, transcript_no AS transcript, start_offset AS startOffset, text, turns FROM chunks
     WHERE search_pending = 1 ORDER BY no LIMIT ?`,
  ).all(limit) as PendingChunk[];
  const mentionedIn = new Map<number, Set<number>>();
  const ambiguousIn = new Map<number, ReadonlySet<string>>();
  for (const transcript of new Set(chunks.map((chunk) => chunk.transcript))) {
    ambiguousIn.set(transcript, sensesIn({ sql }, transcript).stems);
    for (const { chunk, entity } of sql(MENTIONED).all(transcript) as { chunk: number; entity: number }[])
      mentionedIn.set(chunk, (mentionedIn.get(chunk) ?? new Set()).add(entity));
  }
  return chunks.map(({ no, transcript, startOffset, text, turns }) => ({
    no,
    startOffset,
    text,
    turns: JSON.parse(turns) as ChunkTurn[],
    mentioned: mentionedIn.get(no) ?? new Set(),
    ambiguous: ambiguousIn.get(transcript) ?? new Set(),
  }));
}

const MENTIONED = `SELECT DISTINCT f.chunk_no AS chunk, k.entity_no AS entity FROM facts f JOIN keys k ON k.no = f.a
  WHERE f.transcript_no = ? AND f.kind = ${FACT_KINDS.mention} AND k.entity_no IS NOT NULL`;

interface StoredOccurrence {
  readonly no: number;
  readonly rowId: string;
  readonly hash: Buffer;
}

function replaceOccurrences(context: LedgerContext, chunkNo: number, found: readonly Occurrence[]): void {
  const { sql, changes } = context;
  const stored = sql("SELECT no, row_id AS rowId, hash FROM occurrences WHERE chunk_no = ?").all(
    chunkNo,
  ) as StoredOccurrence[];
  const remaining = new Map(stored.map((occurrence) => [occurrence.rowId, occurrence]));
  const chunk = found.length === 0 ? null : locatedChunk(context, chunkNo);
  for (const { entity, ...range } of found) {
    if (chunk === null) break;
    const { id } = sql("SELECT id FROM entities WHERE no = ?").get(entity) as { readonly id: string };
    const row = occurrenceRow(chunk, range, id);
    const after = hashOfRow(row);
    const known = remaining.get(row.id);
    remaining.delete(row.id);
    if (known?.hash.equals(after) === true) continue;
    const epoch = changes.record("mention", row.id, known?.hash ?? null, after);
    if (known !== undefined) sql("UPDATE occurrences SET hash = ?, epoch = ? WHERE no = ?").run(after, epoch, known.no);
    else
      sql(
        "INSERT INTO occurrences (chunk_no, entity_no, start_offset, end_offset, row_id, hash, epoch) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(chunkNo, entity, range.startOffset, range.endOffset, row.id, after, epoch);
  }
  for (const { no, rowId, hash: before } of remaining.values()) {
    changes.record("mention", rowId, before, null);
    sql("DELETE FROM occurrences WHERE no = ?").run(no);
  }
}
