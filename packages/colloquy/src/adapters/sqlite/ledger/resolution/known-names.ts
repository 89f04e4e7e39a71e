import type {
  KnownEntity,
  KnownKey,
  KnownNames,
  LedgerNames,
  NameInContext,
  ProvenVerdict,
  StoredKey,
  WrittenName,
} from "../../../../ports/index.ts";
import { isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import type { LedgerSession } from "../session.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { names } from "./names.ts";
import { quotationOf } from "./mentioned-names.ts";
import { locatedChunk } from "./stored-rows.ts";

export function ledgerNames({ context, read, conclude }: LedgerSession): LedgerNames {
  return {
    namesOf: async (of) => conclude(() => namesOf(context, of)),
    unmentioned: async (asked) =>
      read(() => context.sql(UNMENTIONED).all({ names: JSON.stringify(asked) }) as { key: string }[]).map(
        ({ key }) => key,
      ),
    typesOfNames: async () =>
      read(() => context.sql("SELECT DISTINCT type FROM variants ORDER BY type").all() as { type: string }[]).map(
        ({ type }) => type,
      ),
  };
}

const UNMENTIONED = `SELECT DISTINCT value ->> 'key' AS key FROM json_each(@names) n
  WHERE NOT EXISTS (SELECT 1 FROM keys k CROSS JOIN facts f ON f.a = k.no WHERE k.key = n.value ->> 'key' AND f.kind = ${FACT_KINDS.mention})
    AND (value ->> '$.inFile.file' IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM json_each(n.value, '$.written') w WHERE w.value IN (SELECT name FROM variants)))
    AND NOT EXISTS (SELECT 1 FROM transcripts t CROSS JOIN chunks c ON c.transcript_no = t.no
        CROSS JOIN facts f ON f.chunk_no = c.no CROSS JOIN keys k ON k.no = f.a CROSS JOIN variants v ON v.no = f.variant
      WHERE t.file = n.value ->> '$.inFile.file' AND f.kind = ${FACT_KINDS.mention}
        AND (k.key = n.value ->> '$.inFile.key' OR instr(k.key, (n.value ->> '$.inFile.key') || ' @') = 1
          OR v.name IN (SELECT value FROM json_each(n.value, '$.written'))))`;

const ENTITY = "SELECT no, id, name, type FROM entities WHERE hash IS NOT NULL AND";
type EntityRecord = KnownEntity & { readonly no: number };

function namesOf(context: LedgerContext, of: Parameters<LedgerNames["namesOf"]>[0]): KnownNames | null {
  const { sql } = context;
  const store = names(context);
  const own = "key" in of ? store.keyNamed(of.key) : null;
  if ("key" in of && own === null) return null;
  const entity = (
    own === null || "entity" in of
      ? sql(`${ENTITY} id = ?`).get("entity" in of ? of.entity : "")
      : sql(`${ENTITY} no = ?`).get(own.entity)
  ) as EntityRecord | undefined;
  const stored = entity === undefined ? (own === null ? [] : [own]) : store.keysOfEntity(entity.no);
  const keys = stored
    .map((each): KnownKey => ({
      key: each.key,
      written: writtenNames(context, each.no),
      correction: store.correctionOf(each.no),
    }))
    .filter(({ written }) => written.length > 0)
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  if (keys.length === 0) return null;
  const verdicts = verdictsOn(
    context,
    keys.map(({ key }) => key),
  );
  const decisions = decisionsAmong(
    context,
    stored.filter(({ key }) => keys.some((each) => each.key === key)),
  );
  const known = new Set(keys.map(({ key }) => key));
  const others = [...new Set([...decisions, ...verdicts].flatMap(({ first, second }) => [first, second]))].filter(
    (key) => !known.has(key),
  );
  return {
    entity: entity === undefined ? null : withoutNumber(entity),
    keys,
    definitions: stored.flatMap(({ no, key }) =>
      store.definitionsOf(no).map((other) => {
        const named = store.key(other).key;
        return key < named ? { first: key, second: named } : { first: named, second: key };
      }),
    ),
    decisions,
    verdicts,
    splits: splitsOf(context, stored),
    others: others.toSorted().flatMap((key) => otherName(context, store.keyNamed(key)) ?? []),
  };
}

function withoutNumber({ id, name, type }: EntityRecord): KnownEntity {
  return { id, name, type };
}

function otherName(context: LedgerContext, key: StoredKey | null): KnownNames["others"][number] | null {
  const [written] = key === null ? [] : writtenNames(context, key.no);
  if (key === null || written === undefined) return null;
  const { mentions: _mentions, ...name } = written;
  const entity = context.sql(`${ENTITY} no = ?`).get(key.entity) as EntityRecord | undefined;
  return { key: key.key, name, entity: entity === undefined ? null : withoutNumber(entity) };
}

const WRITTEN = `SELECT v.name, v.type, count(*) AS mentions, v.no FROM facts f CROSS JOIN variants v ON v.no = f.variant
  WHERE f.a = ? AND f.kind = ${FACT_KINDS.mention} GROUP BY v.no ORDER BY mentions DESC, v.name, v.type`;

const FIRST_MENTION = `SELECT f.chunk_no AS chunk, f.start_offset AS startOffset, f.end_offset AS endOffset
  FROM facts f CROSS JOIN chunks c ON c.no = f.chunk_no
    CROSS JOIN transcripts t ON t.no = c.transcript_no CROSS JOIN sources s ON s.no = t.source_no
  WHERE f.a = ? AND f.kind = ${FACT_KINDS.mention} AND f.variant = ?
  ORDER BY s.key, t.file, c.ordinal, f.start_offset, f.end_offset LIMIT 1`;

/** The names of a key, each once, with its most frequent type. */
function writtenNames(context: LedgerContext, key: number): readonly WrittenName[] {
  const variants = context.sql(WRITTEN).all(key) as (Pick<WrittenName, "name" | "type" | "mentions"> & {
    readonly no: number;
  })[];
  return [...Map.groupBy(variants, ({ name }) => name)].flatMap(([name, [first, ...others]]) => {
    if (first === undefined) return [];
    const at = context.sql(FIRST_MENTION).get(key, first.no) as {
      chunk: number;
      startOffset: number;
      endOffset: number;
    };
    const mentions = others.reduce((sum, other) => sum + other.mentions, first.mentions);
    return [{ name, type: first.type, mentions, ...quotationOf(locatedChunk(context, at.chunk), at, name) }];
  });
}

/** Each pair once. Of keys that the user makes one, neighbours are pairs. */
function decisionsAmong(context: LedgerContext, keys: readonly StoredKey[]): KnownNames["decisions"] {
  const { decisionsOf, key } = names(context);
  const decisions = keys.flatMap((own) =>
    decisionsOf(own.no).map(({ other, isSame, source }) => {
      const [first = "", second = ""] = [own.key, key(other).key].sort();
      return { first, second, isSame, source };
    }),
  );
  const byPair = new Map(decisions.map((each) => [`${each.first}\n${each.second}\n${each.source}`, each]));
  return [...byPair].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}

const VERDICTS = `SELECT content_key AS contentKey, first, second, round, version, shown, verdict, profile FROM judged_pairs
  WHERE (first IN (SELECT value FROM json_each(@keys)) OR second IN (SELECT value FROM json_each(@keys))) AND ${isIntact("judged_pairs")}
  ORDER BY first, second, version, round`;

type VerdictRecord = Omit<ProvenVerdict, "shown"> & { readonly shown: string };

function verdictsOn({ sql }: Pick<LedgerContext, "sql">, keys: readonly string[]): readonly ProvenVerdict[] {
  return (sql(VERDICTS).all({ keys: JSON.stringify(keys) }) as VerdictRecord[]).map(withShown);
}

function withShown(row: VerdictRecord): ProvenVerdict {
  return { ...row, shown: JSON.parse(row.shown) as readonly [NameInContext, NameInContext] };
}

/** Two chunks are parted when the judge twice calls the name different there: see `sensesOf`. */
const SPLITS = `SELECT content_key AS contentKey, first, second, round, version, shown, verdict, profile FROM judged_pairs j
  WHERE first > @stem || ' @@' AND first < @stem || ' @A' AND second > @stem || ' @@' AND second < @stem || ' @A'
    AND round = 1 AND verdict = 'different' AND ${isIntact("judged_pairs", "j")}
    AND version = (SELECT max(version) FROM judged_pairs WHERE first = j.first AND second = j.second)
    AND EXISTS (SELECT 1 FROM judged_pairs t WHERE t.first = j.first AND t.second = j.second AND t.version = j.version
      AND t.round = 2 AND t.verdict = 'different' AND ${isIntact("judged_pairs", "t")})
    AND EXISTS (SELECT 1 FROM name_senses WHERE stem = @stem AND source = 'verdict')
  ORDER BY first, second`;

function splitsOf({ sql }: Pick<LedgerContext, "sql">, keys: readonly StoredKey[]): readonly ProvenVerdict[] {
  const stems = new Set(keys.map(({ stem }) => stem.split(" @@", 1)[0]));
  return [...stems].flatMap((stem) => (sql(SPLITS).all({ stem }) as VerdictRecord[]).map(withShown));
}
