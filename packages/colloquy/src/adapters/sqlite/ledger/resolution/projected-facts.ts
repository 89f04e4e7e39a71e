import { evidenceRow, type FactPosition, hashOfRow, mentionRow, quoteRow } from "../../../../model/index.ts";
import type { ResolutionStore } from "../../../../ports/index.ts";
import { isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { damaged } from "../damage.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { type ProjectedFact, removeFactRows } from "./facts.ts";
import { searchAgain } from "./occurrences.ts";
import { locatedChunk, withLastChunk } from "./stored-rows.ts";

/** Facts that were projected before are checked; new facts were just written. */
export const IS_TRUSTED = `((f.hash IS NULL AND f.of_id IS NULL) OR ${isIntact("facts", "f")})`;

export function requireTrusted(context: LedgerContext, facts: readonly { readonly trusted: 0 | 1 }[]): void {
  if (facts.some(({ trusted }) => trusted === 0)) throw damaged(context, "a statement that was concluded from a chunk");
}

interface PendingFact extends ProjectedFact, FactPosition {
  readonly no: number;
  readonly entity: string | null;
  readonly trusted: 0 | 1;
}

const PENDING_FACTS = `SELECT f.no, f.kind, f.chunk_no AS chunkNo, f.start_offset AS startOffset, f.end_offset AS endOffset, f.polarity,
    f.row_id AS rowId, f.of_id AS ofId, f.hash, e.id AS entity, ${IS_TRUSTED} AS trusted
  FROM facts f LEFT JOIN keys k ON k.no = f.a LEFT JOIN entities e ON e.no = k.entity_no
  WHERE f.kind = ? AND f.pending = 1 ORDER BY f.chunk_no LIMIT ?`;

const KEEP = "UPDATE facts SET pending = 0 WHERE no = ?";
export const CLEAR = "UPDATE facts SET pending = 0, row_id = NULL, of_id = NULL, hash = NULL WHERE no = ?";

/** Writes the rows that follow from facts and the entities of their keys. */
export function projectedFacts(context: LedgerContext): Pick<ResolutionStore, "projectMentions" | "projectQuotes"> {
  const pending = (kind: number, limit: number): readonly PendingFact[] => {
    const facts = context.sql(PENDING_FACTS).all(kind, limit) as PendingFact[];
    requireTrusted(context, facts);
    return facts;
  };
  return {
    projectMentions(limit) {
      const chunkOf = withLastChunk((no) => locatedChunk(context, no));
      const facts = pending(FACT_KINDS.mention, limit);
      for (const fact of facts) projectMention(context, fact, chunkOf);
      return facts.length;
    },
    projectQuotes(limit) {
      const chunkOf = withLastChunk((no) => locatedChunk(context, no));
      const facts = pending(FACT_KINDS.quote, limit);
      for (const fact of facts) projectQuote(context, fact, chunkOf);
      return facts.length;
    },
  };
}

type ChunkReader = ReturnType<typeof withLastChunk>;

function projectMention(context: LedgerContext, fact: PendingFact, chunkOf: ChunkReader): void {
  const { sql, changes } = context;
  // The chunk is read even if the mention has no row, to detect a damaged chunk.
  const chunk = chunkOf(fact.chunkNo);
  if (fact.entity === null) {
    removeFactRows(context, fact);
    sql(CLEAR).run(fact.no);
    return;
  }
  const row = mentionRow(chunk, fact, fact.entity);
  const after = hashOfRow(row);
  const isSame = fact.rowId === row.id;
  if (isSame && fact.hash?.equals(after) === true) return void sql(KEEP).run(fact.no);
  if (!isSame) removeFactRows(context, fact);
  searchAgain(context, fact.chunkNo);
  const epoch = changes.record("mention", row.id, isSame ? fact.hash : null, after);
  sql("UPDATE facts SET pending = 0, row_id = ?, hash = ?, epoch = ? WHERE no = ?").run(row.id, after, epoch, fact.no);
}

function projectQuote(context: LedgerContext, fact: PendingFact, chunkOf: ChunkReader): void {
  const { sql, changes } = context;
  const chunk = chunkOf(fact.chunkNo);
  const quote = quoteRow(chunk, fact, fact.entity, topicsOf(context, fact.no));
  const evidence = evidenceRow(chunk, fact, quote.id);
  const after = Buffer.concat([hashOfRow(quote), hashOfRow(evidence)]);
  if (fact.hash?.equals(after) === true) return void sql(KEEP).run(fact.no);
  // The ids of a quote and of its evidence follow from its position alone: they never change.
  changes.record("quote", quote.id, fact.hash?.subarray(0, 32) ?? null, after.subarray(0, 32));
  const epoch = changes.record("evidence", evidence.id, fact.hash?.subarray(32) ?? null, after.subarray(32));
  sql("UPDATE facts SET pending = 0, row_id = ?, of_id = ?, hash = ?, epoch = ? WHERE no = ?").run(
    quote.id,
    evidence.id,
    after,
    epoch,
    fact.no,
  );
}

/** Ids of the entities that a quote is about, sorted. */
export function topicsOf({ sql }: Pick<LedgerContext, "sql">, factNo: number): string[] {
  const rows = sql(
    `SELECT DISTINCT e.id FROM quote_topics q JOIN keys k ON k.no = q.key_no JOIN entities e ON e.no = k.entity_no WHERE q.fact_no = ? ORDER BY e.id`,
  ).all(factNo) as { id: string }[];
  return rows.map(({ id }) => id);
}
