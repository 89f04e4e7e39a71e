import {
  CROSS_EPISODE,
  crossEpisodeRow,
  entityId,
  entityRow,
  hashOfRow,
  relationshipId,
} from "../../../../model/index.ts";
import type { ResolutionStore } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { derivationsChanged } from "./derivations.ts";

interface EntityRecord {
  readonly no: number;
  readonly id: string;
  readonly hash: Buffer | null;
}

/** The writes of resolution to entities. */
export function entities(context: LedgerContext): Pick<ResolutionStore, "putEntity" | "removeEntity" | "assignKey"> {
  const { sql, changes } = context;
  return {
    putEntity({ key, name, type, aliases, mentions, transcripts, recurrences }) {
      const id = entityId(key);
      const entity = sql(
        "INSERT INTO entities (id, key) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key RETURNING no, id, hash",
      ).get(id, key) as EntityRecord;
      const after = hashOfRow(entityRow({ id, name, type, aliases, mentions, transcripts }));
      if (entity.hash?.equals(after) !== true) {
        const epoch = changes.record("entity", id, entity.hash, after);
        sql(
          "UPDATE entities SET name = ?, type = ?, aliases = ?, mentions = ?, transcripts = ?, hash = ?, epoch = ? WHERE no = ?",
        ).run(name, type, JSON.stringify(aliases), mentions, transcripts, after, epoch, entity.no);
      }
      putCrossEpisodes(context, entity, recurrences);
      return entity.no;
    },
    removeEntity(no) {
      const entity = sql("SELECT no, id, hash FROM entities WHERE no = ?").get(no) as EntityRecord;
      putCrossEpisodes(context, entity, new Map());
      if (entity.hash !== null) changes.record("entity", entity.id, entity.hash, null);
      sql("UPDATE entities SET hash = NULL WHERE no = ?").run(no);
    },
    assignKey(key, entity) {
      sql("UPDATE keys SET entity_no = ?, sought_pending = 1 WHERE no = ?").run(entity, key);
      sql("UPDATE facts SET pending = 1 WHERE a = ? AND pending = 0").run(key);
      sql("UPDATE facts SET pending = 1 WHERE b = ? AND pending = 0").run(key);
      sql(
        "UPDATE facts SET pending = 1 WHERE pending = 0 AND no IN (SELECT fact_no FROM quote_topics WHERE key_no = ?)",
      ).run(key);
      derivationsChanged(context, key);
    },
  };
}

interface CrossEpisode {
  readonly id: string;
  readonly transcript: number;
  readonly count: number;
  readonly hash: Buffer;
}

/** CROSS_EPISODE from the entity to each transcript, with the number of its mentions there. */
function putCrossEpisodes(
  { sql, changes }: LedgerContext,
  entity: EntityRecord,
  counts: ReadonlyMap<number, number>,
): void {
  const stored = sql(
    "SELECT id, target_no AS transcript, count, hash FROM relationships WHERE source_no = ? AND type = ?",
  ).all(entity.no, CROSS_EPISODE) as CrossEpisode[];
  const remaining = new Map(stored.map((link) => [link.transcript, link]));
  for (const [transcript, count] of counts) {
    const known = remaining.get(transcript);
    remaining.delete(transcript);
    // Its other columns follow from its id.
    if (known?.count === count) continue;
    const target = (sql("SELECT id FROM transcripts WHERE no = ?").get(transcript) as { id: string }).id;
    const id = known?.id ?? relationshipId(entity.id, CROSS_EPISODE, target);
    const after = hashOfRow(crossEpisodeRow({ id, source: entity.id, target }, count));
    const epoch = changes.record("relationship", id, known?.hash ?? null, after);
    sql(
      `INSERT INTO relationships (id, source_no, type, target_no, confidence, count, dirty, hash, epoch) VALUES (?, ?, ?, ?, 1, ?, 0, ?, ?)
       ON CONFLICT (id) DO UPDATE SET count = excluded.count, hash = excluded.hash, epoch = excluded.epoch`,
    ).run(id, entity.no, CROSS_EPISODE, transcript, count, after, epoch);
  }
  for (const { id, hash } of remaining.values()) {
    changes.record("relationship", id, hash, null);
    sql("DELETE FROM relationships WHERE id = ?").run(id);
  }
}
