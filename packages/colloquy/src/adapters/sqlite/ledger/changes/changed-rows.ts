import {
  type LocatedChunk,
  CROSS_EPISODE,
  crossEpisodeRow,
  type Derivation,
  derivedTotals,
  evidenceRow,
  type GraphRow,
  type GraphRowKind,
  mentionRow,
  occurrenceRow,
  type Polarity,
  quoteRow,
  type RelationshipEnds,
  relationshipRow,
  type RelationshipTotals,
  type VectorRow,
  type Withdrawal,
} from "../../../../model/index.ts";
import type { ChangeCursor, ChangePage, ReadOptions } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { readMeta } from "../meta.ts";
import { derivationOf } from "../resolution/derivations.ts";
import { FACT_KINDS } from "../resolution/fact-records.ts";
import { topicsOf } from "../resolution/projected-facts.ts";
import { writtenPolarity } from "../resolution/relationships.ts";
import {
  locatedChunk,
  locatedRanges,
  type EntityColumns,
  storedChunkRow,
  storedEntityRow,
  storedTranscriptRow,
  storedVectorRow,
  withLastChunk,
} from "../resolution/stored-rows.ts";

/** A part of a table whose rows are listed by (epoch, key), each epoch in one scan of its index. */
interface Listing<Row> {
  /** Parameters: epoch. Returns the next epoch after it, or null. */
  readonly nextEpoch: string;
  /** Parameters: epoch, key, limit. Columns: `key` and the input of `build`. */
  readonly select: string;
  build(page: PageContext, columns: never): Row;
}

/** What the rows of one page are built with. */
interface PageContext extends LedgerContext {
  /** Caches the last chunk. */
  chunkOf(no: number): LocatedChunk;
}

interface Position {
  readonly listing: number;
  readonly epoch: number;
  readonly key: number | string | null;
}

/** The requested part of the changes. */
interface PageRequest extends ReadOptions {
  readonly after: number;
  readonly cursor: ChangeCursor | null;
  readonly limit: number;
}

function page<Row>(
  context: LedgerContext,
  listings: readonly Listing<Row>[],
  { after, cursor, limit, signal }: PageRequest,
): ChangePage<Row> {
  let position: Position | null =
    cursor === null ? start(context, listings, 0, after) : (JSON.parse(cursor) as Position);
  const pageContext = { ...context, chunkOf: withLastChunk((no) => locatedChunk(context, no)) };
  const rows: Row[] = [];
  while (position !== null && rows.length < limit) {
    const listing = listings[position.listing] as Listing<Row>;
    const wanted: number = limit - rows.length;
    const found = context.sql(listing.select).all(position.epoch, position.key ?? "", wanted) as {
      key: number | string;
    }[];
    for (const columns of found) {
      signal?.throwIfAborted();
      rows.push(listing.build(pageContext, columns as never));
    }
    if (found.length < wanted) position = start(context, listings, position.listing, position.epoch, after);
    else position = { ...position, key: (found.at(-1) as { key: number | string }).key };
  }
  return { rows, next: position === null ? null : JSON.stringify(position) };
}

/** The first epoch after `epoch` with rows in a listing. After the last epoch it continues with the next listing. */
function start<Row>(
  context: LedgerContext,
  listings: readonly Listing<Row>[],
  listing: number,
  epoch: number,
  restart = epoch,
): Position | null {
  for (let index = listing, from = epoch; index < listings.length; index++, from = restart) {
    const next = context.sql((listings[index] as Listing<Row>).nextEpoch).get(from) as { epoch: number | null };
    if (next.epoch !== null) return { listing: index, epoch: next.epoch, key: null };
  }
  return null;
}

function byNumber<Row>(
  table: string,
  condition: string,
  columns: string,
  build: Listing<Row>["build"],
  epoch = "epoch",
): Listing<Row> {
  return {
    nextEpoch: `SELECT min(${epoch}) AS epoch FROM ${table} x WHERE ${condition} AND ${epoch} > ?`,
    select: `SELECT ${columns} FROM ${table} x WHERE ${condition} AND ${epoch} = ? AND no > CAST(? AS INTEGER) ORDER BY no LIMIT ?`,
    build,
  };
}

interface FactColumns {
  readonly key: number;
  readonly chunkNo: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly polarity: Polarity;
  readonly ofId: string;
  readonly antecedents: string;
  readonly entity: string | null;
}

const FACT_COLUMNS = `x.no AS key, x.chunk_no AS chunkNo, x.start_offset AS startOffset, x.end_offset AS endOffset, x.polarity, x.of_id AS ofId, x.antecedents,
  (SELECT e.id FROM keys k JOIN entities e ON e.no = k.entity_no WHERE k.no = x.a) AS entity`;

function facts(
  kind: keyof typeof FACT_KINDS,
  build: (chunk: LocatedChunk, fact: FactColumns, context: LedgerContext) => GraphRow,
): Listing<GraphRow> {
  const condition = `kind = ${FACT_KINDS[kind]} AND row_id IS NOT NULL`;
  return byNumber("facts", condition, FACT_COLUMNS, (page: PageContext, fact: FactColumns) =>
    build(page.chunkOf(fact.chunkNo), fact, page),
  );
}

const HAS_ROW = "hash IS NOT NULL";
const NUMBER = "no AS key";
const ENTITY_COLUMNS = "no AS key, id, name, type, aliases, mentions, transcripts";
const OCCURRENCE_COLUMNS = `no AS key, x.chunk_no AS chunkNo, x.start_offset AS startOffset, x.end_offset AS endOffset,
  (SELECT e.id FROM entities e WHERE e.no = x.entity_no) AS entity`;
interface OccurrenceColumns extends Pick<FactColumns, "chunkNo" | "startOffset" | "endOffset"> {
  readonly entity: string;
}
interface Numbered {
  readonly key: number;
}

const LISTINGS: Readonly<Record<GraphRowKind, readonly Listing<GraphRow>[]>> = {
  transcript: [
    byNumber("transcripts", HAS_ROW, NUMBER, (page: PageContext, { key }: Numbered) => storedTranscriptRow(page, key)),
  ],
  chunk: [byNumber("chunks", HAS_ROW, NUMBER, (page: PageContext, { key }: Numbered) => storedChunkRow(page, key))],
  entity: [byNumber("entities", HAS_ROW, ENTITY_COLUMNS, (_, columns: EntityColumns) => storedEntityRow(columns))],
  mention: [
    facts("mention", (chunk, fact) => mentionRow(chunk, fact, fact.entity as string)),
    byNumber("occurrences", HAS_ROW, OCCURRENCE_COLUMNS, (page: PageContext, found: OccurrenceColumns) =>
      occurrenceRow(page.chunkOf(found.chunkNo), found, found.entity),
    ),
  ],
  relationship: [
    {
      nextEpoch: "SELECT min(epoch) AS epoch FROM relationships WHERE hash IS NOT NULL AND epoch > ?",
      select: `SELECT x.id AS key, s.id AS source, x.type, x.withdrawn, x.confidence, x.count,
          CASE x.type WHEN '${CROSS_EPISODE}' THEN (SELECT id FROM transcripts WHERE no = x.target_no) ELSE (SELECT id FROM entities WHERE no = x.target_no) END AS target
        FROM relationships x JOIN entities s ON s.no = x.source_no WHERE x.hash IS NOT NULL AND x.epoch = ? AND x.id > ? ORDER BY x.id LIMIT ?`,
      build: (page, { key: id, source, type, target, withdrawn, confidence, count }: RelationshipColumns) =>
        type === CROSS_EPISODE
          ? crossEpisodeRow({ id, source, target }, count)
          : relationshipRow(
              { id, source, type, target, ...(withdrawn === null ? {} : { withdrawn }) },
              count === 0
                ? derivedTotals(derivationOf(page, id) as Derivation)
                : { confidence, count, polarity: writtenPolarity(page, id) },
            ),
    },
  ],
  quote: [facts("quote", (chunk, fact, context) => quoteRow(chunk, fact, fact.entity, topicsOf(context, fact.key)))],
  evidence: [
    facts("relation", (chunk, fact, context) =>
      evidenceRow(chunk, fact, fact.ofId, locatedRanges(context, chunk, fact.antecedents)),
    ),
    facts("quote", (chunk, fact) => evidenceRow(chunk, fact, quoteRow(chunk, fact, null, []).id)),
  ],
};

interface RelationshipColumns
  extends Omit<RelationshipEnds, "id" | "withdrawn">, Pick<RelationshipTotals, "confidence" | "count"> {
  readonly key: string;
  readonly withdrawn: Withdrawal | null;
}

export function changedRows(context: LedgerContext, kind: GraphRowKind, request: PageRequest): ChangePage<GraphRow> {
  return page(context, LISTINGS[kind], request);
}

export function changedVectors(context: LedgerContext, request: PageRequest): ChangePage<VectorRow> {
  const profile = readMeta(context, "embedding_profile") ?? "";
  const build = (rows: PageContext, { key }: Numbered) => storedVectorRow(rows, key, profile) as VectorRow;
  return page(context, [byNumber("chunks", "vector_hash IS NOT NULL", NUMBER, build, "vector_epoch")], request);
}

export function removedRows(
  { sql }: LedgerContext,
  kind: GraphRowKind | "vector",
  { after, cursor, limit }: PageRequest,
): ChangePage<string> {
  const rows = sql("SELECT id FROM tombstones WHERE kind = ? AND epoch > ? AND id > ? ORDER BY id LIMIT ?").all(
    kind,
    after,
    cursor ?? "",
    limit,
  ) as { id: string }[];
  const ids = rows.map(({ id }) => id);
  return { rows: ids, next: ids.length < limit ? null : (ids.at(-1) as string) };
}
