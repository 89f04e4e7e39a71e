import type { Alias, EntityRow } from "../../../model/index.ts";
import { key, pageOfRows } from "../cypher.ts";
import { typeLabels } from "../type-names.ts";
import { exactValue, numberValue, readNumber, readText, readTexts, type Stored, textValue } from "../values.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { nameKeys } from "./name-keys.ts";
import { removeNodes } from "./remove-nodes.ts";

export const ENTITY_PROPERTIES = [
  "name",
  "type",
  "aliases",
  "aliasReasons",
  "nameKeys",
  "mentions",
  "transcripts",
  "summary",
  "exact",
];

/**
 * Characters of a name in the property; `exact` holds the full name. A range index holds at most 8,167 bytes of
 * workspace and name, and the server refuses the whole transaction beyond that.
 */
const NAME_LENGTH = 2_000;

/** The name as stored in the property; lists are ordered by it. */
export function nameValue(name: string) {
  return textValue(name.slice(0, NAME_LENGTH));
}

/** The label of an entity's former type is ours; all other labels are foreign. */
const OLD_TYPE_LABELS = `CASE WHEN n.type IS NULL OR n.type = row.properties.type THEN []
  ELSE [label IN labels(n) WHERE label = n.type AND label =~ $typeName AND NOT label IN $structural] END`;

export const entityKind: Kind<EntityRow> = {
  write: [
    `UNWIND $rows AS row
MERGE ${key("n", "'entity'", "row.id")}
WITH n, row, ${OLD_TYPE_LABELS} AS old
REMOVE n:$(old)
SET n:Entity, n:$(row.labels), n += row.properties`,
  ],
  remove: removeNodes("entity", ENTITY_PROPERTIES),
  page: pageOfRows("entity", ", labels: labels(n)"),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    labels: typeLabels(row.type),
    properties: {
      name: nameValue(row.name),
      type: textValue(row.type),
      aliases: row.aliases.map((alias) => textValue(alias.name)),
      aliasReasons: row.aliases.map((alias) => textValue(alias.reason)),
      nameKeys: nameKeys(row),
      mentions: numberValue(row.mentions),
      transcripts: numberValue(row.transcripts),
      exact: exactValue(row, row.name.length > NAME_LENGTH),
    },
  }),
  decode: (stored) => ({
    kind: "entity",
    id: readText(stored["id"]),
    name: readText(stored["name"]),
    type: readText(stored["type"]),
    aliases: decodeAliases(stored),
    mentions: readNumber(stored["mentions"]),
    transcripts: readNumber(stored["transcripts"]),
  }),
  isAttached: (row, stored) => typeLabels(row.type).every((label) => readTexts(stored["labels"]).includes(label)),
};

function decodeAliases(stored: Stored): readonly Alias[] {
  const reasons = readTexts(stored["aliasReasons"]);
  return readTexts(stored["aliases"]).map((name, index) => ({ name, reason: reasons[index] ?? "" }));
}
