import { CROSS_EPISODE } from "../../../../model/index.ts";
import type { ChangedRows, GraphChanges, ReadOptions, RunEpochs } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { FACT_KINDS } from "../resolution/fact-records.ts";
import { type EntityColumns, storedEntityRow } from "../resolution/stored-rows.ts";

const CHANGED = {
  transcript: "SELECT count(*) AS count FROM transcripts WHERE hash IS NOT NULL AND epoch > @after AND epoch <= @until",
  entity: "SELECT count(*) AS count FROM entities WHERE hash IS NOT NULL AND epoch > @after AND epoch <= @until",
  relationship: `SELECT count(*) AS count FROM relationships WHERE hash IS NOT NULL AND epoch > @after AND epoch <= @until AND type <> '${CROSS_EPISODE}'`,
  quote: `SELECT count(*) AS count FROM facts WHERE kind = ${FACT_KINDS.quote} AND row_id IS NOT NULL AND epoch > @after AND epoch <= @until`,
} as const;

/** Counts by the indexes of epochs. */
export function changesIn(
  context: LedgerContext,
  epochs: RunEpochs,
  { limit, signal }: ReadOptions & { readonly limit: number },
): GraphChanges {
  const count = (sql: string, of: { readonly kind?: string } = {}): number => {
    signal?.throwIfAborted();
    return (context.sql(sql).get({ ...epochs, ...of }) as { count: number }).count;
  };
  const rows = (kind: keyof typeof CHANGED): ChangedRows => ({
    changed: count(CHANGED[kind]),
    removed: count(
      "SELECT count(*) AS count FROM tombstones WHERE kind = @kind AND epoch > @after AND epoch <= @until",
      { kind },
    ),
  });
  const files = context
    .sql(
      `SELECT DISTINCT t.file FROM chunks c JOIN transcripts t ON t.no = c.transcript_no
       WHERE c.hash IS NOT NULL AND c.epoch > @after AND c.epoch <= @until ORDER BY t.file LIMIT @limit`,
    )
    .all({ ...epochs, limit }) as { file: string }[];
  signal?.throwIfAborted();
  const entities = context
    .sql(
      `SELECT id, name, type, aliases, mentions, transcripts FROM entities WHERE hash IS NOT NULL AND epoch > @after AND epoch <= @until
       ORDER BY mentions DESC, name, id LIMIT @limit`,
    )
    .all({ ...epochs, limit }) as EntityColumns[];
  return {
    rows: {
      transcript: rows("transcript"),
      entity: rows("entity"),
      relationship: rows("relationship"),
      quote: rows("quote"),
    },
    files: files.map(({ file }) => file),
    entities: entities.map(storedEntityRow),
  };
}
