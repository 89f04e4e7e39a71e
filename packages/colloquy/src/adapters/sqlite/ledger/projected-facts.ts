import {
  canonicalLine,
  lineHash,
  POLARITIES,
  type Polarity,
  type PolarityCounts,
  polarityCounts,
  relationshipId,
} from "../../../model/index.ts";
import { isIntact } from "./checksums.ts";
import type { LedgerContext } from "./context.ts";
import { damaged } from "./damage.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { type ProjectedFact, withdrawFact } from "./facts.ts";
import {
  type ChunkPlace,
  chunkPlace,
  evidenceRow,
  type FactPlace,
  mentionRow,
  quoteRow,
  uncheckedChunkPlace,
} from "./row-builders.ts";

/** Facts that were projected before are checked; new ones were written a moment ago. */
const IS_TRUSTED = `((f.hash IS NULL AND f.of_id IS NULL) OR ${isIntact("facts", "f")})`;

interface PendingFact extends ProjectedFact, FactPlace {
  readonly no: number;
  readonly chunkNo: number;
  readonly a: number | null;
  readonly b: number | null;
  readonly type: string;
  readonly entity: string | null;
  readonly trusted: 0 | 1;
}

/** Gives up to `limit` facts of a kind the rows that follow from today's entities; how many it took. */
export function projectFacts(context: LedgerContext, kind: "mention" | "relation" | "quote", limit: number): number {
  const facts = context
    .sql(
      `SELECT f.no, f.kind, f.chunk_no AS chunkNo, f.a, f.b, f.type, f.start_offset AS startOffset, f.end_offset AS endOffset, f.polarity,
         f.row_id AS rowId, f.of_id AS ofId, f.hash, e.id AS entity, ${IS_TRUSTED} AS trusted
       FROM facts f LEFT JOIN keys k ON k.no = f.a LEFT JOIN entities e ON e.no = k.entity_no
       WHERE f.kind = ? AND f.pending = 1 ORDER BY f.chunk_no LIMIT ?`,
    )
    .all(FACT_KINDS[kind], limit) as PendingFact[];
  requireTrusted(context, facts);
  let place: ChunkPlace | null = null;
  for (const fact of facts) {
    if (kind === "relation") relate(context, fact);
    else {
      if (place?.no !== fact.chunkNo) place = chunkPlace(context, fact.chunkNo);
      if (kind === "mention") projectMention(context, fact, place);
      else projectQuote(context, fact, place);
    }
  }
  return facts.length;
}

function requireTrusted(context: LedgerContext, facts: readonly { readonly trusted: 0 | 1 }[]): void {
  if (facts.some(({ trusted }) => trusted === 0))
    throw damaged(context, "a statement that was concluded from a passage");
}

/** Alias facts only tie names together. */
export function settleAliases(context: LedgerContext): number {
  context.sql(`UPDATE facts SET pending = 0 WHERE kind = ${FACT_KINDS.alias} AND pending = 1`).run();
  return 0;
}

const KEEP = "UPDATE facts SET pending = 0 WHERE no = ?";
const WITHDRAW = "UPDATE facts SET pending = 0, row_id = NULL, of_id = NULL, hash = NULL WHERE no = ?";

function projectMention(context: LedgerContext, fact: PendingFact, place: ChunkPlace): void {
  if (fact.entity === null) {
    withdrawFact(context, fact);
    context.sql(WITHDRAW).run(fact.no);
    return;
  }
  const row = mentionRow(place, fact, fact.entity);
  const after = lineHash(canonicalLine(row));
  if (fact.rowId === row.id && fact.hash?.equals(after) === true) {
    context.sql(KEEP).run(fact.no);
    return;
  }
  if (fact.rowId !== row.id) withdrawFact(context, fact);
  const epoch = context.changes.record("mention", row.id, fact.rowId === row.id ? fact.hash : null, after);
  context
    .sql("UPDATE facts SET pending = 0, row_id = ?, hash = ?, epoch = ? WHERE no = ?")
    .run(row.id, after, epoch, fact.no);
}

function projectQuote(context: LedgerContext, fact: PendingFact, place: ChunkPlace): void {
  const quote = quoteRow(place, fact, fact.entity, topicsOf(context, fact.no));
  const evidence = evidenceRow(place, fact, quote.id);
  const after = Buffer.concat([lineHash(canonicalLine(quote)), lineHash(canonicalLine(evidence))]);
  if (fact.hash?.equals(after) === true) {
    context.sql(KEEP).run(fact.no);
    return;
  }
  // The ids of a quote and of its evidence follow from its place alone: they never change.
  context.changes.record("quote", quote.id, fact.hash?.subarray(0, 32) ?? null, after.subarray(0, 32));
  const epoch = context.changes.record("evidence", evidence.id, fact.hash?.subarray(32) ?? null, after.subarray(32));
  context
    .sql("UPDATE facts SET pending = 0, row_id = ?, of_id = ?, hash = ?, epoch = ? WHERE no = ?")
    .run(quote.id, evidence.id, after, epoch, fact.no);
}

/** Ids of the entities that a quote is about, sorted. */
export function topicsOf(context: Pick<LedgerContext, "sql">, factNo: number): string[] {
  const rows = context
    .sql(
      `SELECT DISTINCT e.id FROM quote_topics q JOIN keys k ON k.no = q.key_no JOIN entities e ON e.no = k.entity_no WHERE q.fact_no = ? ORDER BY e.id`,
    )
    .all(factNo) as { id: string }[];
  return rows.map(({ id }) => id);
}

interface End {
  readonly no: number;
  readonly id: string;
  readonly key: string;
}

/** Ties a relation to the relationship that it supports; the relationship's evidence is written afterwards. */
function relate(context: LedgerContext, fact: PendingFact): void {
  const ends = [endOf(context, fact.a), endOf(context, fact.b)];
  if (context.resolver.isSymmetric(fact.type)) ends.sort((x, y) => ((x?.key ?? "") < (y?.key ?? "") ? -1 : 1));
  const [source, target] = ends;
  const stands =
    source !== null && source !== undefined && target !== null && target !== undefined && source.no !== target.no;
  const ofId = stands ? relationshipId(source.id, fact.type, target.id) : null;
  if (fact.ofId !== null && fact.ofId !== ofId) {
    withdrawFact(context, fact);
    markRelationship(context, fact.ofId);
    context.sql(WITHDRAW).run(fact.no);
  }
  context.sql("UPDATE facts SET pending = 0, of_id = ? WHERE no = ?").run(ofId, fact.no);
  if (!stands || ofId === null) return;
  context
    .sql(
      "INSERT INTO relationships (id, source_no, type, target_no) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET dirty = 1",
    )
    .run(ofId, source.no, fact.type, target.no);
}

function endOf(context: LedgerContext, keyNo: number | null): End | null {
  const row = context
    .sql("SELECT e.no, e.id, e.key FROM keys k JOIN entities e ON e.no = k.entity_no WHERE k.no = ?")
    .get(keyNo);
  return (row as End | undefined) ?? null;
}

function markRelationship(context: LedgerContext, id: string): void {
  context.sql("UPDATE relationships SET dirty = 1 WHERE id = ?").run(id);
}

interface SupportingFact extends PendingFact {
  readonly confidence: number;
  readonly polarity: Polarity;
}

/** What the evidence of a relationship says of it. */
interface Support {
  /** The rows of evidence. */
  readonly count: number;
  readonly polarity: PolarityCounts;
  /** The highest of all facts. */
  readonly confidence: number;
}

/** What words say comes before what they only imply. */
const BY_POLARITY = `CASE polarity ${POLARITIES.map((polarity, rank) => `WHEN '${polarity}' THEN ${rank}`).join(" ")} END`;

/**
 * Writes the evidence of a relationship: one row a place, though several facts may state it there. The row has the first
 * polarity of theirs.
 */
export function projectEvidence(context: LedgerContext, relationship: string): Support {
  const facts = context
    .sql(
      `SELECT no, kind, chunk_no AS chunkNo, start_offset AS startOffset, end_offset AS endOffset, polarity, confidence, row_id AS rowId, of_id AS ofId, hash, ${isIntact("facts")} AS trusted
       FROM facts WHERE of_id = ? ORDER BY chunk_no, start_offset, end_offset, ${BY_POLARITY}, row_id IS NULL, no`,
    )
    .all(relationship) as SupportingFact[];
  requireTrusted(context, facts);
  const first: SupportingFact[] = [];
  for (const fact of facts) {
    const previous = first.at(-1);
    if (previous === undefined || !samePlace(previous, fact)) first.push(fact);
    // Before the one that stands is written: both may have the same row id.
    else withdrawRepeat(context, fact);
  }
  let place: ChunkPlace | null = null;
  for (const fact of first) {
    if (place?.no !== fact.chunkNo) place = uncheckedChunkPlace(context, fact.chunkNo);
    writeEvidence(context, fact, place, relationship);
  }
  return {
    count: first.length,
    polarity: polarityCounts((polarity) => first.filter((fact) => fact.polarity === polarity).length),
    confidence: facts.reduce((highest, fact) => Math.max(highest, fact.confidence), 0),
  };
}

/** The same counts, from evidence that was written. */
export function writtenPolarity(context: Pick<LedgerContext, "sql">, relationship: string): PolarityCounts {
  const rows = context
    .sql("SELECT polarity, count(*) AS count FROM facts WHERE of_id = ? AND row_id IS NOT NULL GROUP BY polarity")
    .all(relationship) as { readonly polarity: Polarity; readonly count: number }[];
  return polarityCounts((polarity) => rows.find((row) => row.polarity === polarity)?.count ?? 0);
}

const samePlace = (a: SupportingFact, b: SupportingFact): boolean =>
  a.chunkNo === b.chunkNo && a.startOffset === b.startOffset && a.endOffset === b.endOffset;

function withdrawRepeat(context: LedgerContext, fact: SupportingFact): void {
  if (fact.rowId === null) return;
  withdrawFact(context, fact);
  context.sql("UPDATE facts SET row_id = NULL, hash = NULL WHERE no = ?").run(fact.no);
}

function writeEvidence(context: LedgerContext, fact: SupportingFact, place: ChunkPlace, relationship: string): void {
  const row = evidenceRow(place, fact, relationship);
  const after = lineHash(canonicalLine(row));
  if (fact.hash?.equals(after) === true) return;
  // It stood there otherwise before: that must not be because its chunk is damaged.
  if (fact.hash !== null) chunkPlace(context, place.no);
  const epoch = context.changes.record("evidence", row.id, fact.hash, after);
  context.sql("UPDATE facts SET row_id = ?, hash = ?, epoch = ? WHERE no = ?").run(row.id, after, epoch, fact.no);
}
