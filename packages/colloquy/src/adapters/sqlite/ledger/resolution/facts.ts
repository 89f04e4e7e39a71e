import { chunkRow, type ChunkTurn, hashOfRow, type LocatedChunk, printable } from "../../../../model/index.ts";
import type { Fact } from "../../../../ports/index.ts";
import { insertChecked, isIntact, recheck } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { readMeta, writeMeta } from "../meta.ts";
import { damaged } from "../damage.ts";
import { decodeExtraction } from "../paid-work/extraction-codec.ts";
import { FACT_KINDS, type FactRecord, identity, recordOf } from "./fact-records.ts";
import { searchAgain } from "./occurrences.ts";
import { partsKeptApart } from "./parts-of-names.ts";
import { sensesIn } from "./senses.ts";
import { storedTranscriptRow } from "./stored-rows.ts";

/** A new version of the resolver derives the facts, names and relationships of every transcript again. */
export function followResolver(context: LedgerContext): void {
  if (readMeta(context, "resolver") === context.resolver.version) return;
  context.sql("UPDATE transcripts SET dirty = 1").run();
  context.sql("DELETE FROM key_forms").run();
  context.sql("DELETE FROM chunk_words").run();
  context.sql("UPDATE chunks SET search_pending = 1").run();
  const unknown = { stem: "''", initials: "''" };
  context.sql(`UPDATE keys SET dirty = 1, stem = '', initials = '', checksum = ${recheck("keys", unknown)}`).run();
  context.sql(`UPDATE facts SET pending = 1 WHERE kind = ${FACT_KINDS.relation}`).run();
  writeMeta(context, "resolver", context.resolver.version);
}

export function dirtyTranscripts(context: LedgerContext, limit: number): number[] {
  return (
    context.sql("SELECT no FROM transcripts WHERE dirty = 1 ORDER BY no LIMIT ?").all(limit) as { no: number }[]
  ).map(({ no }) => no);
}

export function countDirtyTranscripts(context: LedgerContext): number {
  return (context.sql("SELECT count(*) AS count FROM transcripts WHERE dirty = 1").get() as { count: number }).count;
}

interface DerivedChunk {
  readonly no: number;
  readonly id: string;
  /** The key of its text. */
  readonly place: string;
  readonly ordinal: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly turns: string;
  readonly extraction: string | null;
  readonly profile: string | null;
  readonly hash: Buffer | null;
  readonly intact: 0 | 1;
  /** Whether the extraction is undamaged; null if there is none. */
  readonly replyIntact: 0 | 1 | null;
}

/** The facts that follow from the replies about one transcript. */
export function factsOf(context: LedgerContext, transcriptNo: number) {
  const transcript = context
    .sql(`SELECT id, file, hash, ${isIntact("transcripts")} AS intact FROM transcripts WHERE no = ?`)
    .get(transcriptNo) as { id: string; file: string; hash: Buffer | null; intact: 0 | 1 };
  const { file } = transcript;
  if (transcript.intact === 0) throw damaged(context, `the record of ${printable(file)}`);
  const chunks = context
    .sql(
      `SELECT c.no, c.id, c.text_key AS place, c.ordinal, c.start_offset AS startOffset, c.end_offset AS endOffset, c.text, c.turns, c.hash, s.extraction, s.profile,
         ${isIntact("chunks", "c")} AS intact, ${isIntact("settled", "s")} AS replyIntact
       FROM chunks c LEFT JOIN settled s ON s.content_key = c.content_key AND s.active = 1 WHERE c.transcript_no = ? ORDER BY c.ordinal`,
    )
    .all(transcriptNo) as DerivedChunk[];
  if (chunks.some(({ intact }) => intact === 0)) throw damaged(context, `a chunk of ${printable(file)}`);
  if (chunks.some(({ extraction, replyIntact }) => extraction !== null && replyIntact !== 1))
    throw damaged(context, `the reply about a chunk of ${printable(file)}`);
  const located = chunks.map(({ id, ordinal, startOffset, endOffset, text, turns }) => {
    const place = { id, transcript: transcript.id, file, ordinal, startOffset, endOffset, text };
    return { ...place, turns: JSON.parse(turns) as ChunkTurn[] };
  });
  const { at } = sensesIn(context, transcriptNo);
  const extracted = located.map((chunk, index) => {
    const { extraction, place } = chunks[index] as DerivedChunk;
    return { ...chunk, extraction: extraction === null ? null : decodeExtraction(extraction), senses: at(place) };
  });
  const facts = context.resolver.deriveFacts({
    id: transcript.id,
    chunks: extracted,
    partsApart: partsKeptApart(context),
  });
  return { transcript, chunks, located, facts };
}

/** Replaces the facts of one transcript. Facts that stay are not written. */
export function deriveTranscript(context: LedgerContext, transcriptNo: number): void {
  const { transcript, chunks, located, facts } = factsOf(context, transcriptNo);
  replaceFacts(context, transcriptNo, facts, new Map(chunks.map((chunk) => [chunk.ordinal, chunk.no])));
  recordTranscript(context, transcriptNo, transcript);
  for (const [index, chunk] of chunks.entries()) recordChunk(context, chunk, located[index] as LocatedChunk);
  context.sql("UPDATE transcripts SET dirty = 0 WHERE no = ?").run(transcriptNo);
}

function recordTranscript(context: LedgerContext, no: number, { id, hash }: { id: string; hash: Buffer | null }): void {
  const after = hashOfRow(storedTranscriptRow(context, no));
  if (hash?.equals(after) === true) return;
  const epoch = context.changes.record("transcript", id, hash, after);
  context.sql("UPDATE transcripts SET hash = ?, epoch = ? WHERE no = ?").run(after, epoch, no);
}

function recordChunk(context: LedgerContext, { no, id, hash, profile }: DerivedChunk, located: LocatedChunk): void {
  const after = hashOfRow(chunkRow(located, profile));
  if (hash?.equals(after) === true) return;
  const epoch = context.changes.record("chunk", id, hash, after);
  context.sql("UPDATE chunks SET hash = ?, epoch = ? WHERE no = ?").run(after, epoch, no);
}

function replaceFacts(
  context: LedgerContext,
  transcriptNo: number,
  facts: readonly Fact[],
  chunkNos: ReadonlyMap<number, number>,
): void {
  const stored = new Map<string, { no: number; a: number | null; b: number | null }>();
  for (const row of storedFacts(context, transcriptNo)) stored.set(identity(row), row);
  const dirty = new Set<number>();
  for (const fact of facts) {
    const record = recordOf(context, fact, chunkNos.get(fact.chunk) as number);
    const key = identity(record);
    if (stored.delete(key)) continue;
    insertFact(context, transcriptNo, record, dirty);
  }
  for (const { no, a, b } of stored.values()) {
    removeFact(context, no);
    for (const key of [a, b]) if (key !== null) dirty.add(key);
  }
  const mark = context.sql("UPDATE keys SET dirty = 1 WHERE no = ? AND dirty = 0");
  for (const key of dirty) mark.run(key);
}

function storedFacts(context: LedgerContext, transcriptNo: number): (FactRecord & { no: number })[] {
  return context
    .sql(
      `SELECT no, kind, chunk_no AS chunkNo, a, b, start_offset AS startOffset, end_offset AS endOffset, flags, confidence, polarity, type, antecedents, statement, variant,
         CASE kind WHEN 2 THEN coalesce((SELECT group_concat(key_no) FROM (SELECT key_no FROM quote_topics WHERE fact_no = f.no ORDER BY key_no)), '') ELSE '' END AS topics
       FROM facts f WHERE transcript_no = ?`,
    )
    .all(transcriptNo) as (FactRecord & { no: number })[];
}

const INSERT_FACT = insertChecked("facts");

function insertFact(context: LedgerContext, transcriptNo: number, record: FactRecord, dirty: Set<number>): void {
  const { topics, chunkNo, startOffset, endOffset, ...columns } = record;
  const { lastInsertRowid } = context.sql(INSERT_FACT).run({
    ...columns,
    transcript_no: transcriptNo,
    chunk_no: chunkNo,
    start_offset: startOffset,
    end_offset: endOffset,
  });
  for (const key of [record.a, record.b]) if (key !== null) dirty.add(key);
  if (topics === "") return;
  const insert = context.sql("INSERT INTO quote_topics (fact_no, key_no) VALUES (?, ?)");
  for (const topic of topics.split(",")) insert.run(lastInsertRowid, Number(topic));
}

function removeFact(context: LedgerContext, no: number): void {
  const fact = context
    .sql("SELECT kind, chunk_no AS chunkNo, row_id AS rowId, of_id AS ofId, hash FROM facts WHERE no = ?")
    .get(no) as ProjectedFact;
  removeFactRows(context, fact);
  if (fact.kind === FACT_KINDS.relation && fact.ofId !== null)
    context.sql("UPDATE relationships SET dirty = 1 WHERE id = ?").run(fact.ofId);
  if (fact.kind === FACT_KINDS.quote) context.sql("DELETE FROM quote_topics WHERE fact_no = ?").run(no);
  context.sql("DELETE FROM facts WHERE no = ?").run(no);
}

/**
 * A fact with its projected row. A quote has two rows: itself (`rowId`) and its evidence (`ofId`), with their hashes
 * joined.
 */
export interface ProjectedFact {
  readonly kind: number;
  readonly chunkNo: number;
  readonly rowId: string | null;
  readonly ofId: string | null;
  readonly hash: Buffer | null;
}

/** Records the removal of a fact's rows. */
export function removeFactRows(context: LedgerContext, { kind, chunkNo, rowId, ofId, hash }: ProjectedFact): void {
  if (rowId === null || hash === null) return;
  if (kind === FACT_KINDS.mention) {
    context.changes.record("mention", rowId, hash, null);
    searchAgain(context, chunkNo);
  }
  if (kind === FACT_KINDS.relation) context.changes.record("evidence", rowId, hash, null);
  if (kind === FACT_KINDS.quote) {
    context.changes.record("quote", rowId, hash.subarray(0, 32), null);
    context.changes.record("evidence", ofId as string, hash.subarray(32), null);
  }
}
