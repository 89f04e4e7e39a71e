import {
  type LocatedChunk,
  evidenceRow,
  hashOfRow,
  type Polarity,
  type PolarityCounts,
  polarityCounts,
  relationshipRow,
  type Withdrawal,
} from "../../../../model/index.ts";
import type {
  EntityEnd,
  PendingRelation,
  ResolutionStore,
  StoredRelationship,
  SupportingFact,
} from "../../../../ports/index.ts";
import { isIntact } from "../checksums.ts";
import { WITHDRAWN } from "./withdrawn.ts";
import type { LedgerContext } from "../context.ts";
import { decodeRanges, encodeRanges, FACT_KINDS } from "./fact-records.ts";
import { IS_TRUSTED, requireTrusted, CLEAR } from "./projected-facts.ts";
import { locatedChunk, locatedRanges, uncheckedChunk, withLastChunk } from "./stored-rows.ts";

type Relationships = Pick<
  ResolutionStore,
  | "pendingRelations"
  | "tieRelation"
  | "dirtyRelationships"
  | "supportOf"
  | "putEvidence"
  | "putRelationship"
  | "removeRelationship"
>;

/** The reads and writes of resolution for relations and their relationships. */
export function relationships(context: LedgerContext): Relationships {
  const { sql, changes } = context;
  const removeRow = ({ row }: Pick<SupportingFact, "row">): void => {
    if (row !== null) changes.record("evidence", row.id, row.hash, null);
  };
  return {
    pendingRelations(limit) {
      const facts = sql(PENDING_RELATIONS).all(FACT_KINDS.relation, limit) as RelationColumns[];
      requireTrusted(context, facts);
      return facts.map(relationOf);
    },
    tieRelation(fact, relationship) {
      const before = fact.relationship;
      if (before !== null && before !== relationship?.id) {
        removeRow(fact);
        sql("UPDATE relationships SET dirty = 1 WHERE id = ?").run(before);
        sql(CLEAR).run(fact.no);
      }
      sql("UPDATE facts SET pending = 0, of_id = ? WHERE no = ?").run(relationship?.id ?? null, fact.no);
      if (relationship !== null) needRelationship(context, relationship);
    },
    dirtyRelationships: (limit) =>
      (
        sql(
          `SELECT r.id, s.id AS source, r.type, t.id AS target, r.withdrawn, r.hash FROM relationships r
           JOIN entities s ON s.no = r.source_no JOIN entities t ON t.no = r.target_no WHERE r.dirty = 1 ORDER BY r.id LIMIT ?`,
        ).all(limit) as DirtyColumns[]
      ).map(({ withdrawn, ...relationship }) => (withdrawn === null ? relationship : { ...relationship, withdrawn })),
    supportOf(relationship) {
      const facts = sql(SUPPORT).all(relationship) as SupportColumns[];
      requireTrusted(context, facts);
      return facts.map(({ rowId, hash, antecedents, ...fact }) => ({
        ...fact,
        antecedents: decodeRanges(antecedents),
        row: rowOf(rowId, hash),
      }));
    },
    putEvidence(relationship, facts, repeats) {
      for (const fact of repeats) {
        if (fact.row === null) continue;
        removeRow(fact);
        sql("UPDATE facts SET row_id = NULL, hash = NULL WHERE no = ?").run(fact.no);
      }
      const chunkOf = withLastChunk((no) => uncheckedChunk(context, no));
      for (const fact of facts) writeEvidence(context, fact, chunkOf(fact.chunk), relationship);
    },
    putRelationship(relationship, totals) {
      const { id, hash } = relationship;
      const after = hashOfRow(relationshipRow(relationship, totals));
      if (hash !== null && Buffer.compare(hash, after) === 0)
        return void sql("UPDATE relationships SET dirty = 0 WHERE id = ?").run(id);
      const epoch = changes.record("relationship", id, hash, after);
      sql("UPDATE relationships SET dirty = 0, confidence = ?, count = ?, hash = ?, epoch = ? WHERE id = ?").run(
        totals.confidence,
        totals.count,
        after,
        epoch,
        id,
      );
    },
    removeRelationship({ id, hash }) {
      if (hash !== null) changes.record("relationship", id, hash, null);
      sql("DELETE FROM relationships WHERE id = ?").run(id);
    },
  };
}

/** Creates a relationship if it does not exist, and marks it to be counted again. */
export function needRelationship(
  { sql }: Pick<LedgerContext, "sql">,
  { id, source, type, target, withdrawn }: NonNullable<Parameters<ResolutionStore["tieRelation"]>[1]>,
): void {
  sql(
    "INSERT INTO relationships (id, source_no, type, target_no, withdrawn) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET dirty = 1",
  ).run(id, source.no, type, target.no, withdrawn);
}

interface DirtyColumns extends Omit<StoredRelationship, "withdrawn"> {
  readonly withdrawn: Withdrawal | null;
}

const PENDING_RELATIONS = `SELECT f.no, f.type, ${WITHDRAWN} AS withdrawn, f.of_id AS relationship, f.row_id AS rowId, f.hash, ${IS_TRUSTED} AS trusted,
    s.no AS sourceNo, s.id AS sourceId, s.key AS sourceKey, t.no AS targetNo, t.id AS targetId, t.key AS targetKey
  FROM facts f LEFT JOIN keys a ON a.no = f.a LEFT JOIN entities s ON s.no = a.entity_no
    LEFT JOIN keys b ON b.no = f.b LEFT JOIN entities t ON t.no = b.entity_no
  WHERE f.kind = ? AND f.pending = 1 ORDER BY f.chunk_no LIMIT ?`;

interface RelationColumns extends Pick<PendingRelation, "no" | "type" | "withdrawn" | "relationship"> {
  readonly rowId: string | null;
  readonly hash: Buffer | null;
  readonly trusted: 0 | 1;
  readonly sourceNo: number | null;
  readonly sourceId: string;
  readonly sourceKey: string;
  readonly targetNo: number | null;
  readonly targetId: string;
  readonly targetKey: string;
}

function relationOf(fact: RelationColumns): PendingRelation {
  const { no, type, withdrawn, relationship, rowId, hash } = fact;
  return {
    no,
    type,
    withdrawn,
    relationship,
    row: rowOf(rowId, hash),
    source: endOf(fact.sourceNo, fact.sourceId, fact.sourceKey),
    target: endOf(fact.targetNo, fact.targetId, fact.targetKey),
  };
}

export function endOf(no: number | null, id: string, key: string): EntityEnd | null {
  return no === null ? null : { no, id, key };
}

function rowOf(id: string | null, hash: Buffer | null): SupportingFact["row"] {
  return id === null || hash === null ? null : { id, hash };
}

const SUPPORT = `SELECT no, chunk_no AS chunk, start_offset AS startOffset, end_offset AS endOffset, polarity, confidence, antecedents,
    row_id AS rowId, hash, ${isIntact("facts")} AS trusted
  FROM facts WHERE of_id = ?`;

interface SupportColumns extends Omit<SupportingFact, "row" | "antecedents"> {
  readonly antecedents: string;
  readonly rowId: string | null;
  readonly hash: Buffer | null;
  readonly trusted: 0 | 1;
}

function writeEvidence(context: LedgerContext, fact: SupportingFact, chunk: LocatedChunk, relationship: string): void {
  const row = evidenceRow(chunk, fact, relationship, locatedRanges(context, chunk, encodeRanges(fact.antecedents)));
  const after = hashOfRow(row);
  const before = fact.row?.hash ?? null;
  if (before !== null && Buffer.compare(before, after) === 0) return;
  // The row changes. A damaged chunk must not be the reason, so the chunk is checked.
  if (before !== null) locatedChunk(context, fact.chunk);
  const epoch = context.changes.record("evidence", row.id, before, after);
  context.sql("UPDATE facts SET row_id = ?, hash = ?, epoch = ? WHERE no = ?").run(row.id, after, epoch, fact.no);
}

/** The counts of the written evidence by polarity. */
export function writtenPolarity({ sql }: Pick<LedgerContext, "sql">, relationship: string): PolarityCounts {
  const rows = sql(
    "SELECT polarity, count(*) AS count FROM facts WHERE of_id = ? AND row_id IS NOT NULL GROUP BY polarity",
  ).all(relationship) as { readonly polarity: Polarity; readonly count: number }[];
  return polarityCounts((polarity) => rows.find((row) => row.polarity === polarity)?.count ?? 0);
}
