import { canonicalLine, CROSS_EPISODE, entityId, lineHash, relationshipId } from "../../../model/index.ts";
import type { NameVariant } from "../../../ports/index.ts";
import type { Cluster } from "./clusters.ts";
import type { LedgerContext } from "./context.ts";
import { ASSERTED, FACT_KINDS } from "./fact-records.ts";
import { entityRow, episodeRow } from "./row-builders.ts";

/** Decides anew what a cluster is: its entity, its name, and in which transcripts it recurs. */
export function resolveCluster(context: LedgerContext, cluster: Cluster): void {
  const keys = cluster.flatMap((no) => keyIfMentioned(context, no));
  const before = new Set(cluster.flatMap((no) => entityOf(context, no) ?? []));
  const entity = keys.length === 0 ? null : describe(context, keys);
  for (const no of cluster) {
    const after = entity !== null && keys.some((key) => key.no === no) ? entity : null;
    if (entityOf(context, no) !== after) moveKey(context, no, after);
  }
  for (const no of before) if (no !== entity) withdrawIfUnused(context, no);
}

interface MentionedKey {
  readonly no: number;
  readonly key: string;
}

function keyIfMentioned(context: LedgerContext, no: number): MentionedKey[] {
  const row = context
    .sql(
      `SELECT no, key FROM keys WHERE no = ? AND EXISTS (SELECT 1 FROM facts WHERE a = keys.no AND kind = ${FACT_KINDS.mention})`,
    )
    .get(no) as MentionedKey | undefined;
  return row === undefined ? [] : [row];
}

function entityOf(context: LedgerContext, keyNo: number): number | null {
  return (context.sql("SELECT entity_no AS entity FROM keys WHERE no = ?").get(keyNo) as { entity: number | null })
    .entity;
}

/** Every fact that names the key is to be projected anew. */
function moveKey(context: LedgerContext, no: number, entity: number | null): void {
  context.sql("UPDATE keys SET entity_no = ? WHERE no = ?").run(entity, no);
  context.sql("UPDATE facts SET pending = 1 WHERE a = ? AND pending = 0").run(no);
  context.sql("UPDATE facts SET pending = 1 WHERE b = ? AND pending = 0").run(no);
  context
    .sql("UPDATE facts SET pending = 1 WHERE pending = 0 AND no IN (SELECT fact_no FROM quote_topics WHERE key_no = ?)")
    .run(no);
}

interface EntityRecord {
  readonly no: number;
  readonly id: string;
  readonly hash: Buffer | null;
}

/** Writes the entity of some keys; its number, or null where they make none. */
function describe(context: LedgerContext, keys: readonly MentionedKey[]): number | null {
  const summary = context.resolver.summarise(keys.flatMap((key) => variantsOf(context, key)));
  if (summary === null) return null;
  const key = keys.map((mentioned) => mentioned.key).reduce((smallest, other) => (other < smallest ? other : smallest));
  const id = entityId(key);
  const perTranscript = mentionsByTranscript(context, keys);
  const mentions = [...perTranscript.values()].reduce((sum, count) => sum + count, 0);
  const entity = context
    .sql(
      "INSERT INTO entities (id, key) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key RETURNING no, id, hash",
    )
    .get(id, key) as EntityRecord;
  const columns = {
    id,
    name: summary.name,
    type: summary.type,
    aliases: JSON.stringify(summary.aliases),
    mentions,
    transcripts: perTranscript.size,
  };
  const after = lineHash(canonicalLine(entityRow(columns)));
  if (entity.hash?.equals(after) !== true) {
    const epoch = context.changes.record("entity", id, entity.hash, after);
    context
      .sql(
        "UPDATE entities SET name = ?, type = ?, aliases = ?, mentions = ?, transcripts = ?, hash = ?, epoch = ? WHERE no = ?",
      )
      .run(columns.name, columns.type, columns.aliases, mentions, perTranscript.size, after, epoch, entity.no);
  }
  linkEpisodes(context, entity, perTranscript.size > 1 ? perTranscript : new Map());
  return entity.no;
}

function variantsOf(context: LedgerContext, { no }: MentionedKey): NameVariant[] {
  return context
    .sql(
      `SELECT v.name, v.type, m.count, m.asserted
       FROM (SELECT variant, count(*) AS count, sum(flags & ${ASSERTED}) AS asserted
             FROM facts WHERE a = ? AND kind = ${FACT_KINDS.mention} GROUP BY variant) m
       CROSS JOIN variants v ON v.no = m.variant`,
    )
    .all(no) as NameVariant[];
}

function mentionsByTranscript(context: LedgerContext, keys: readonly MentionedKey[]): Map<number, number> {
  const counts = new Map<number, number>();
  const select = context.sql(
    `SELECT transcript_no AS transcript, count(*) AS count FROM facts WHERE a = ? AND kind = ${FACT_KINDS.mention} GROUP BY transcript_no`,
  );
  for (const { no } of keys) {
    for (const { transcript, count } of select.all(no) as { transcript: number; count: number }[])
      counts.set(transcript, (counts.get(transcript) ?? 0) + count);
  }
  return counts;
}

interface EpisodeLink {
  readonly id: string;
  readonly transcript: number;
  readonly count: number;
  readonly hash: Buffer;
}

/** CROSS_EPISODE from the entity to each transcript in which it recurs; the count is that of its mentions there. */
function linkEpisodes(context: LedgerContext, entity: EntityRecord, mentions: ReadonlyMap<number, number>): void {
  const stored = context
    .sql("SELECT id, target_no AS transcript, count, hash FROM relationships WHERE source_no = ? AND type = ?")
    .all(entity.no, CROSS_EPISODE) as EpisodeLink[];
  const remaining = new Map(stored.map((link) => [link.transcript, link]));
  for (const [transcript, count] of mentions) {
    const known = remaining.get(transcript);
    remaining.delete(transcript);
    // Its other columns follow from its id.
    if (known?.count === count) continue;
    const target = (context.sql("SELECT id FROM transcripts WHERE no = ?").get(transcript) as { id: string }).id;
    const id = known?.id ?? relationshipId(entity.id, CROSS_EPISODE, target);
    const after = lineHash(canonicalLine(episodeRow({ id, source: entity.id, target, count })));
    const epoch = context.changes.record("relationship", id, known?.hash ?? null, after);
    context
      .sql(
        `INSERT INTO relationships (id, source_no, type, target_no, confidence, count, dirty, hash, epoch) VALUES (?, ?, ?, ?, 1, ?, 0, ?, ?)
         ON CONFLICT (id) DO UPDATE SET count = excluded.count, hash = excluded.hash, epoch = excluded.epoch`,
      )
      .run(id, entity.no, CROSS_EPISODE, transcript, count, after, epoch);
  }
  for (const { id, hash } of remaining.values()) {
    context.changes.record("relationship", id, hash, null);
    context.sql("DELETE FROM relationships WHERE id = ?").run(id);
  }
}

function withdrawIfUnused(context: LedgerContext, no: number): void {
  if (context.sql("SELECT 1 FROM keys WHERE entity_no = ? LIMIT 1").get(no) !== undefined) return;
  const entity = context.sql("SELECT no, id, hash FROM entities WHERE no = ?").get(no) as EntityRecord;
  linkEpisodes(context, entity, new Map());
  if (entity.hash !== null) context.changes.record("entity", entity.id, entity.hash, null);
  context.sql("UPDATE entities SET hash = NULL WHERE no = ?").run(no);
}
