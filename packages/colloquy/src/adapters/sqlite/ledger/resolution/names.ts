import type { KeyDecision, NameVariant, ResolutionStore, StoredKey } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { ACRONYM, ASSERTED, FACT_KINDS } from "./fact-records.ts";

/** The reads of names by resolution. */
type Names = Pick<
  ResolutionStore,
  | "dirtyKeys"
  | "keyDecided"
  | "key"
  | "keyNamed"
  | "keysOfStem"
  | "keysOfForm"
  | "keysOfInitials"
  | "keysOfEntity"
  | "decisionsOf"
  | "correctionOf"
  | "definitionsOf"
  | "isMentioned"
  | "isAcronym"
  | "shareTranscript"
  | "variantsOf"
  | "mentionsOf"
>;

const KEY = "SELECT no, key, stem, initials, entity_no AS entity FROM keys";
/** Without "same" of the user: see `userPeers`. */
const DECISIONS = `
  SELECT o.no AS other, d.same, d.source FROM keys k
    CROSS JOIN key_decisions d ON d.first = k.key CROSS JOIN keys o ON o.key = d.second
  WHERE k.no = @key AND NOT (d.source = 'user' AND d.same = 1)
  UNION ALL
  SELECT o.no AS other, d.same, d.source FROM keys k
    CROSS JOIN key_decisions d ON d.second = k.key CROSS JOIN keys o ON o.key = d.first
  WHERE k.no = @key AND NOT (d.source = 'user' AND d.same = 1)`;
const MENTION = `kind = ${FACT_KINDS.mention}`;
const ALIAS = `kind = ${FACT_KINDS.alias}`;

export function names({ sql }: Pick<LedgerContext, "sql">): Names {
  const numbers = (text: string, parameter: number): number[] =>
    (sql(text).all(parameter) as { no: number }[]).map(({ no }) => no);
  const isFound = (text: string, ...parameters: readonly number[]): boolean =>
    sql(text).get(...parameters) !== undefined;
  return {
    dirtyKeys: (limit) => numbers("SELECT no FROM keys WHERE dirty = 1 ORDER BY no LIMIT ?", limit),
    keyDecided: (key) => void sql("UPDATE keys SET dirty = 0 WHERE no = ?").run(key),
    key: (no) => sql(`${KEY} WHERE no = ?`).get(no) as StoredKey,
    keyNamed: (key) => (sql(`${KEY} WHERE key = ?`).get(key) as StoredKey | undefined) ?? null,
    keysOfStem: (stem) => sql(`${KEY} WHERE stem = ?`).all(stem) as StoredKey[],
    keysOfForm: (form) =>
      sql(`${KEY} WHERE no IN (SELECT key_no FROM key_forms WHERE form = ?)`).all(form) as StoredKey[],
    keysOfInitials: (initials) => sql(`${KEY} WHERE initials = ? AND initials <> ''`).all(initials) as StoredKey[],
    keysOfEntity: (entity) => sql(`${KEY} WHERE entity_no = ?`).all(entity) as StoredKey[],
    decisionsOf(key) {
      // Most workspaces have no decisions.
      if (!isFound("SELECT 1 FROM key_decisions LIMIT 1")) return [];
      const decided = sql(DECISIONS).all({ key }) as { other: number; same: 0 | 1; source: KeyDecision["source"] }[];
      return [
        ...userPeers({ sql }, key).map((other) => ({ other, source: "user", isSame: true }) as const),
        ...decided.map(({ other, same, source }) => ({ other, source, isSame: same === 1 })),
      ];
    },
    correctionOf: (key) => {
      if (!isFound("SELECT 1 FROM corrections LIMIT 1")) return null;
      const row = sql(
        "SELECT c.name, c.type, c.hidden FROM keys k CROSS JOIN corrections c ON c.key = k.key WHERE k.no = ?",
      ).get(key) as { name: string | null; type: string | null; hidden: 0 | 1 } | undefined;
      return row === undefined ? null : { name: row.name, type: row.type, hidden: row.hidden === 1 };
    },
    definitionsOf: (key) => [
      ...numbers(`SELECT b AS no FROM facts WHERE a = ? AND ${ALIAS}`, key),
      ...numbers(`SELECT a AS no FROM facts WHERE b = ? AND ${ALIAS}`, key),
    ],
    isMentioned: (key) => isFound(`SELECT 1 FROM facts WHERE a = ? AND ${MENTION} LIMIT 1`, key),
    isAcronym: (key) => isFound(`SELECT 1 FROM facts WHERE a = ? AND ${MENTION} AND flags & ${ACRONYM} LIMIT 1`, key),
    shareTranscript: (first, second) =>
      isFound(
        `SELECT 1 FROM facts x WHERE x.a = ? AND x.${MENTION}
         AND EXISTS (SELECT 1 FROM facts y WHERE y.a = ? AND y.${MENTION} AND y.transcript_no = x.transcript_no) LIMIT 1`,
        first,
        second,
      ),
    variantsOf: (key) =>
      sql(
        `SELECT v.name, v.type, m.count, m.asserted, m.confidence
         FROM (SELECT variant, count(*) AS count, sum(flags & ${ASSERTED}) AS asserted,
                 sum(CAST(round(confidence * 1000) AS INTEGER)) AS confidence
               FROM facts WHERE a = ? AND ${MENTION} GROUP BY variant) m
         CROSS JOIN variants v ON v.no = m.variant`,
      ).all(key) as NameVariant[],
    mentionsOf: (key) => {
      const rows = sql(
        `SELECT transcript_no AS transcript, count(*) AS count FROM facts WHERE a = ? AND ${MENTION} GROUP BY transcript_no`,
      ).all(key) as { transcript: number; count: number }[];
      return new Map(rows.map(({ transcript, count }) => [transcript, count]));
    },
  };
}

const FIRST_OF_SET = `SELECT first FROM key_decisions WHERE source = 'user' AND same = 1 AND second = @key
  UNION ALL SELECT first FROM key_decisions WHERE source = 'user' AND same = 1 AND first = @key LIMIT 1`;
const IS_MENTIONED = `EXISTS (SELECT 1 FROM facts f WHERE f.a = o.no AND f.${MENTION})`;
const OTHERS_OF_SET = `SELECT o.no FROM key_decisions d CROSS JOIN keys o ON o.key = d.second
  WHERE d.first = @first AND d.source = 'user' AND d.same = 1 AND ${IS_MENTIONED}`;
const FIRST = `SELECT o.no FROM keys o WHERE o.key = @first AND ${IS_MENTIONED}`;

/**
 * The mentioned keys before and after a key in the set of keys that the user makes one. Its first key, which need not be
 * mentioned, has a pair with each other key. Neighbours connect the mentioned keys of a set with few decisions.
 */
function userPeers({ sql }: Pick<LedgerContext, "sql">, no: number): readonly number[] {
  const { key } = sql("SELECT key FROM keys WHERE no = ?").get(no) as { readonly key: string };
  const set = sql(FIRST_OF_SET).get({ key }) as { readonly first: string } | undefined;
  if (set === undefined) return [];
  const find = (text: string, parameters: object): number | undefined =>
    (sql(text).get(parameters) as { readonly no: number } | undefined)?.no;
  const { first } = set;
  const before =
    key === first
      ? undefined
      : (find(`${OTHERS_OF_SET} AND d.second < @key ORDER BY d.second DESC LIMIT 1`, { first, key }) ??
        find(FIRST, { first }));
  const after = find(`${OTHERS_OF_SET} AND d.second > @key ORDER BY d.second LIMIT 1`, { first, key });
  return [before, after].filter((peer) => peer !== undefined);
}
