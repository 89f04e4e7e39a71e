import { key, NODE_LABELS } from "../cypher.ts";
import { isOurs } from "./links.ts";

/**
 * Links that follow from several rows: who spoke in a chunk, who said the words of an evidence, what an evidence is
 * about. They are updated whenever one of these rows is written or removed, so the order of writes does not matter.
 * `verify` reads the same conditions.
 */

/** Parameters are lists of ids, or encoded rows. */
export interface Derived<Row> {
  /** Create the links that follow from the written rows, after all of them are written. */
  readonly statements: readonly string[];
  readonly parameters: (rows: readonly Row[]) => Readonly<Record<string, unknown>>;
}

/**
 * The people who speak in chunk `n`, with their labels. The label is the first mention whose words are its own speaker;
 * a later mention may be another person who says the same word.
 */
const SPEAKERS = `COLLECT {
  MATCH (n)<-[m:MENTIONED_IN]-(p:Colloquy) WHERE ${isOurs("m", "p")} AND m.text = m.speaker
  WITH m.speaker AS speaker, p, m ORDER BY m.startOffset, m.id
  WITH speaker, collect(p)[0] AS person
  RETURN {speaker: speaker, person: person}
}`;

const LAID_SPOKE_IN = `[(n)<-[l:SPOKE_IN]-(p:Colloquy) WHERE ${isOurs("l", "p")} | l]`;

function isSpokenIn(laid: string, expected: string): string {
  return `size(${laid}) = size(${expected}) AND all(one IN ${expected}
    WHERE any(l IN ${laid} WHERE startNode(l) = one.person AND l.speaker = one.speaker))`;
}

/** Whether chunk `n` is linked to its speakers: an expression, and the values that it uses. */
export const CHUNK_IS_SPOKEN = {
  isSo: isSpokenIn("laid", "speakers"),
  values: [`${LAID_SPOKE_IN} AS laid`, `${SPEAKERS} AS speakers`],
};

/** The people who said the words of evidence `n`; an implied relation has no speaker. */
const SAYERS = `COLLECT {
  MATCH (n)-[f:FOUND_IN]->(c:Colloquy)<-[s:SPOKE_IN]-(p:Colloquy)
  WHERE ${isOurs("f", "c")} AND ${isOurs("s", "p")} AND s.speaker = n.speaker AND n.polarity <> 'implied'
  RETURN DISTINCT p
}`;

const LAID_SAID = `[(n)<-[l:SAID]-(p:Colloquy) WHERE ${isOurs("l", "p")} | l]`;

function isSaidBy(laid: string, expected: string): string {
  return `size(${laid}) = size(${expected}) AND all(p IN ${expected} WHERE any(l IN ${laid} WHERE startNode(l) = p))`;
}

/** Whether evidence `n` is linked to the people who said its words. */
export const EVIDENCE_IS_SAID = {
  isSo: isSaidBy("laid", "sayers"),
  values: [`${LAID_SAID} AS laid`, `${SAYERS} AS sayers`],
};

const LINK_SAID = `WITH ${["n", ...EVIDENCE_IS_SAID.values].join(", ")}
WHERE NOT (${EVIDENCE_IS_SAID.isSo})
FOREACH (l IN laid | DELETE l)
FOREACH (p IN sayers | CREATE (p)-[:SAID {workspace: $workspace}]->(n))`;

/** Links the chunks of `$chunks`, and the evidence in them, to their speakers. */
export const LINK_SPEECH: readonly string[] = [
  `UNWIND $chunks AS id
MATCH ${key("n", "'chunk'", "id")}
WITH ${["n", ...CHUNK_IS_SPOKEN.values].join(", ")}
WHERE NOT (${CHUNK_IS_SPOKEN.isSo})
FOREACH (l IN laid | DELETE l)
FOREACH (one IN speakers | FOREACH (p IN [one.person] |
  CREATE (p)-[:SPOKE_IN {workspace: $workspace, speaker: one.speaker}]->(n)))`,
  `UNWIND $chunks AS id
MATCH ${key("c", "'chunk'", "id")}<-[f:FOUND_IN]-(n:Colloquy:${NODE_LABELS.evidence})
WHERE ${isOurs("f", "n")}
${LINK_SAID}`,
];

const evidenceOf = (id: string) => `(e:Colloquy:${NODE_LABELS.evidence} {workspace: $workspace, of: ${id}})`;

const laidFrom = (type: string) => `[(e)-[l:${type}]->(x:Colloquy) WHERE ${isOurs("l", "x")} | l] AS laid`;

/** Whether evidence is linked to `source` and `target` of the relationship that it supports, and to no other node. */
const IS_ABOUT_ENDS = `size(laid) = 2
  AND any(l IN laid WHERE l.role = 'source' AND endNode(l) = source)
  AND any(l IN laid WHERE l.role = 'target' AND endNode(l) = target)`;

/** Whether all evidence of relationship `r` is linked to its ends. */
export const RELATIONSHIP_IS_SUPPORTED = `NOT EXISTS {
  MATCH ${evidenceOf("r.id")}
  WITH source, target, ${laidFrom("ABOUT")} WHERE NOT (${IS_ABOUT_ENDS})
  RETURN laid
}`;

const LINK_ABOUT = `WITH e, source, target, ${laidFrom("ABOUT")} WHERE NOT (${IS_ABOUT_ENDS})
FOREACH (l IN laid | DELETE l)
CREATE (e)-[:ABOUT {workspace: $workspace, role: 'source'}]->(source)
CREATE (e)-[:ABOUT {workspace: $workspace, role: 'target'}]->(target)`;

/**
 * Links the evidence of relationships to their ends. `$rows` hold the values of the patterns `source` and `target`.
 * While a workspace is filled, relationships are written before evidence, and a new relationship has no evidence:
 * collecting evidence first avoids the lookup of ends.
 */
export const LINK_ENDS_OF_RELATIONSHIPS = (
  source: string,
  target: string,
) => `MATCH (some:Colloquy:${NODE_LABELS.evidence})
WHERE some.workspace = $workspace AND some.kind = 'evidence' AND some.id IS NOT NULL
WITH some LIMIT 1
UNWIND $rows AS row
MATCH ${evidenceOf("row.id")}
WITH row, collect(e) AS supporting
MATCH ${source} MATCH ${target}
UNWIND supporting AS e
${LINK_ABOUT}`;

/** Links the evidence of `$ids` to the ends of the relationships of `$of`, which `everyRelationship` matches. */
export const LINK_ENDS_OF_EVIDENCE = (everyRelationship: string) => `${everyRelationship} AND r.id IN $of
WITH source, r.id AS of, target
MATCH ${evidenceOf("of")} WHERE e.id IN $ids
${LINK_ABOUT}`;

const IS_SUPPORT_OF_QUOTE = "size(laid) = 1 AND all(l IN laid WHERE endNode(l) = n)";

/** Whether all evidence of quote `n` is linked to it. */
export const QUOTE_IS_SUPPORTED = `NOT EXISTS {
  MATCH ${evidenceOf("n.id")}
  WITH n, ${laidFrom("SUPPORTS")} WHERE NOT (${IS_SUPPORT_OF_QUOTE})
  RETURN laid
}`;

/** Links the evidence of the quotes of `$of` to the quotes. */
export const LINK_SUPPORTS = `UNWIND $of AS id
MATCH (n:Colloquy:${NODE_LABELS.quote} {workspace: $workspace, kind: 'quote', id: id})
MATCH ${evidenceOf("id")}
WITH n, e, ${laidFrom("SUPPORTS")} WHERE NOT (${IS_SUPPORT_OF_QUOTE})
FOREACH (l IN laid | DELETE l)
CREATE (e)-[:SUPPORTS {workspace: $workspace}]->(n)`;

/** Links the evidence of `$ids` to the people who said it. */
export const LINK_SAID_OF_EVIDENCE = `UNWIND $ids AS id
MATCH ${key("n", "'evidence'", "id")}
${LINK_SAID}`;
