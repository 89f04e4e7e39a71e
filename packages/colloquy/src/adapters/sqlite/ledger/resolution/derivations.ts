import type { Derivation } from "../../../../model/index.ts";
import type { DerivedRelation, NameInContext, ResolutionStore, StoredDerivation } from "../../../../ports/index.ts";
import { insertChecked, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { damaged } from "../damage.ts";
import { endOf, needRelationship } from "./relationships.ts";

/** The reads and writes of resolution for relations that follow from verdicts. */
export function derivations(
  context: LedgerContext,
): Pick<ResolutionStore, "derivations" | "keptApart" | "tieDerivations" | "derivationOf"> {
  const { sql } = context;
  return {
    derivations() {
      if (sql("SELECT 1 FROM derived_relations WHERE pending = 1 LIMIT 1").get() === undefined) return [];
      return (sql(DERIVATIONS).all() as DerivationColumns[]).map(
        ({ no, type, sourceNo, sourceId, sourceKey, targetNo, targetId, targetKey }) => ({
          no,
          type,
          source: endOf(sourceNo, sourceId, sourceKey),
          target: endOf(targetNo, targetId, targetKey),
        }),
      );
    },
    keptApart: () =>
      (sql(KEPT_APART).all() as { one: number; other: number }[]).map(({ one, other }) => [one, other] as const),
    tieDerivations(relationships) {
      for (const [no, relationship] of relationships) {
        const { before } = sql("SELECT of_id AS before FROM derived_relations WHERE no = ?").get(no) as {
          before: string | null;
        };
        const after = relationship?.id ?? null;
        sql("UPDATE derived_relations SET pending = 0, of_id = ? WHERE no = ?").run(after, no);
        if (before === after) continue;
        if (before !== null) sql(COUNT_AGAIN).run(before);
        if (relationship !== null) needRelationship(context, relationship);
      }
    },
    derivationOf: (relationship) => derivationOf(context, relationship),
  };
}

const COUNT_AGAIN = "UPDATE relationships SET dirty = 1 WHERE id = ?";

const DERIVATIONS = `SELECT d.no, d.type, s.no AS sourceNo, s.id AS sourceId, s.key AS sourceKey, t.no AS targetNo, t.id AS targetId, t.key AS targetKey
  FROM derived_relations d LEFT JOIN keys a ON a.key = d.source LEFT JOIN entities s ON s.no = a.entity_no
    LEFT JOIN keys b ON b.key = d.target LEFT JOIN entities t ON t.no = b.entity_no
  ORDER BY d.source, d.target`;

interface DerivationColumns extends Pick<StoredDerivation, "no" | "type"> {
  readonly sourceNo: number | null;
  readonly sourceId: string;
  readonly sourceKey: string;
  readonly targetNo: number | null;
  readonly targetId: string;
  readonly targetKey: string;
}

const KEPT_APART = `SELECT a.entity_no AS one, b.entity_no AS other FROM key_decisions d
    CROSS JOIN keys a ON a.key = d.first CROSS JOIN keys b ON b.key = d.second
  WHERE d.source = 'user' AND d.same = 0 AND a.entity_no IS NOT NULL AND b.entity_no IS NOT NULL`;

/** Marks the relations that depend on the entity of a key: those of the key, and all if the user parts it from another key. */
export function derivationsChanged({ sql }: Pick<LedgerContext, "sql">, no: number): void {
  const { key } = sql("SELECT key FROM keys WHERE no = ?").get(no) as { readonly key: string };
  sql("UPDATE derived_relations SET pending = 1 WHERE source = @key OR target = @key").run({ key });
  const isParted = sql(
    "SELECT 1 FROM key_decisions WHERE source = 'user' AND same = 0 AND (first = @key OR second = @key) LIMIT 1",
  ).get({ key });
  if (isParted !== undefined) sql("UPDATE derived_relations SET pending = 1").run();
}

/** @throws ColloquyError `ledger` if the derivation is damaged. */
export function derivationOf(context: LedgerContext, relationship: string): Derivation | null {
  const found = context
    .sql(
      `SELECT derivation, ${isIntact("derived_relations")} AS intact FROM derived_relations WHERE of_id = ? ORDER BY source, target LIMIT 1`,
    )
    .get(relationship) as { readonly derivation: string; readonly intact: 0 | 1 } | undefined;
  if (found === undefined) return null;
  if (found.intact === 0) throw damaged(context, "a relation that follows from a verdict");
  return JSON.parse(found.derivation) as Derivation;
}

const INSERT = insertChecked("derived_relations");

interface StoredRelation {
  readonly no: number;
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly derivation: string;
  readonly relationship: string | null;
}

/** Replaces the relations that follow from verdicts. If any changes, all are tied again, because cycles depend on all of them. */
export function replaceDerivations({ sql }: LedgerContext, relations: readonly DerivedRelation[]): void {
  const wanted = new Map(
    relations.flatMap((relation) => {
      const derivation = verdictOf({ sql }, relation);
      return derivation === null
        ? []
        : [[contentOf({ ...relation, derivation }), { ...relation, derivation }] as const];
    }),
  );
  const stored = sql(
    "SELECT no, source, type, target, derivation, of_id AS relationship FROM derived_relations",
  ).all() as StoredRelation[];
  const gone = stored.filter((relation) => !wanted.delete(contentOf(relation)));
  for (const { no, relationship } of gone) {
    sql("DELETE FROM derived_relations WHERE no = ?").run(no);
    if (relationship !== null) sql(COUNT_AGAIN).run(relationship);
  }
  for (const { source, type, target, derivation } of wanted.values())
    sql(INSERT).run({ source, type, target, derivation });
  if (gone.length + wanted.size > 0) sql("UPDATE derived_relations SET pending = 1").run();
}

function contentOf({ source, type, target, derivation }: Omit<StoredRelation, "no" | "relationship">): string {
  return JSON.stringify([source, type, target, derivation]);
}

/** What the judge was shown in the first round, as JSON of a `Derivation`; null without a verdict. */
function verdictOf({ sql }: Pick<LedgerContext, "sql">, { source, target, version }: DerivedRelation): string | null {
  const isTurned = target < source;
  const [first, second] = isTurned ? [target, source] : [source, target];
  const asked = sql(
    `SELECT shown, profile FROM judged_pairs WHERE first = ? AND second = ? AND version = ? AND round = 1 AND ${isIntact("judged_pairs")}`,
  ).get(first, second, version) as { readonly shown: string; readonly profile: string } | undefined;
  if (asked === undefined) return null;
  const [one, other] = (JSON.parse(asked.shown) as NameInContext[]).map(({ name, evidence, speaker, file }) => ({
    name,
    text: evidence,
    speaker,
    file,
  }));
  const ends = isTurned ? { source: other, target: one } : { source: one, target: other };
  return JSON.stringify({ judge: asked.profile, question: version, ...ends });
}
