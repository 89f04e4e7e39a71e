import {
  CROSS_EPISODE,
  type Derivation,
  POLARITIES,
  polarityCounts,
  type RelationshipRow,
  type Withdrawal,
} from "../../../model/index.ts";
import { isBare, key, WRITTEN } from "../cypher.ts";
import { NO_LINK, relationshipName } from "../type-names.ts";
import { exactValue, numberValue, readNumber, readText, textValue } from "../values.ts";
import { LINK_ENDS_OF_RELATIONSHIPS, RELATIONSHIP_IS_SUPPORTED } from "./derived-links.ts";
import type { EncodedRow, Kind } from "./kind.ts";
import { isOurs } from "./links.ts";

/** A relationship with the ids of its ends, as input of `decode`. */
export const RELATIONSHIP_ROW = "r {.*, source: source.id, target: target.id} AS row";

/** An index covers one type, and types come from an ontology, so each page scans every relationship. */
const PAGE_ROWS = 20_000;

/**
 * Every relationship of the workspace that holds a row; conditions may follow. Its source may be a placeholder, or a
 * transcript when someone reversed it.
 */
export const EVERY_RELATIONSHIP = `MATCH (source:Colloquy)-[r:${NO_LINK}]->(target:Colloquy)
WHERE source.workspace = $workspace AND source.kind IN ['entity', 'transcript'] AND source.id IS NOT NULL
  AND ${isOurs("r", "target")} AND r.type IS NOT NULL`;

const SOURCE = key("source", "'entity'", "row.source");
const TARGET = key("target", "row.targetKind", "row.target");

export const relationshipKind: Kind<RelationshipRow> = {
  write: [
    `UNWIND $rows AS row
MATCH ${SOURCE}
MATCH ${TARGET}
MERGE (source)-[r:$(row.name) {workspace: $workspace, id: row.id}]->(target)
SET r += row.properties
${WRITTEN}`,
  ],
  placeholders: `UNWIND $rows AS row MERGE ${SOURCE} MERGE ${TARGET}`,
  derived: {
    statements: [LINK_ENDS_OF_RELATIONSHIPS(SOURCE, TARGET)],
    parameters: (rows) => ({ rows: rows.map(endsOf) }),
  },
  remove: [
    `${EVERY_RELATIONSHIP} AND r.id IN $ids
DELETE r
WITH source, target UNWIND [source, target] AS end
WITH DISTINCT end AS end WHERE ${isBare("end")}
DELETE end`,
  ],
  page: `${EVERY_RELATIONSHIP} AND r.id > $after
WITH source, r, target ORDER BY r.id LIMIT $limit
RETURN r {.*, source: source.id, target: target.id, name: type(r), isSupported: ${RELATIONSHIP_IS_SUPPORTED}} AS row, r.id AS id
ORDER BY id`,
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    source: row.source,
    name: relationshipName(row.type),
    targetKind: row.type === CROSS_EPISODE ? "transcript" : "entity",
    target: row.target,
    properties: {
      type: textValue(row.type),
      confidence: row.confidence,
      count: numberValue(row.count),
      withdrawn: row.withdrawn ?? null,
      ...Object.fromEntries(POLARITIES.map((polarity) => [polarity, numberValue(row.polarity[polarity])])),
      ...derivationValues(row),
      exact: exactValue(row),
    },
  }),
  decode: (stored) => ({
    kind: "relationship",
    id: readText(stored["id"]),
    source: readText(stored["source"]),
    type: readText(stored["type"]),
    target: readText(stored["target"]),
    confidence: readNumber(stored["confidence"]),
    count: readNumber(stored["count"]),
    polarity: polarityCounts((polarity) => readNumber(stored[polarity])),
    ...(stored["derived"] === true ? { derived: readDerivation(stored["derivation"]) } : {}),
    ...(typeof stored["withdrawn"] === "string" ? { withdrawn: readText(stored["withdrawn"]) as Withdrawal } : {}),
  }),
  isAttached: (row, stored) => stored["name"] === relationshipName(row.type) && stored["isSupported"] === true,
};

/** The parameters of the patterns of the ends. */
function endsOf({ id, ...row }: EncodedRow): Readonly<Record<string, unknown>> {
  return { id, source: row["source"], target: row["target"], targetKind: row["targetKind"] };
}

/** Null for a relationship with evidence. */
function derivationValues({ derived }: RelationshipRow) {
  return {
    derived: derived === undefined ? null : true,
    derivation: derived === undefined ? null : textValue(JSON.stringify(derived)),
  };
}

/** Others may have changed the property, so a text that is no derivation is shown as an empty one. */
function readDerivation(stored: unknown): Derivation {
  try {
    return JSON.parse(readText(stored)) as Derivation;
  } catch {
    const nothing = { name: "", text: "", speaker: null, file: "" };
    return { judge: "", question: 0, source: nothing, target: nothing };
  }
}
