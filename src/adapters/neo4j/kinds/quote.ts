import type { QuoteRow } from "../../../model/index.ts";
import { key, mergeRows, pageOfRows } from "../cypher.ts";
import { exactValue, readText, readTextOrNull, readTexts, textValue } from "../values.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_PROPERTIES } from "./evidence-properties.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { removeNodes } from "./remove-nodes.ts";

/** `words` are those of the evidence, where they are not the quote's own text. */
export const QUOTE_PROPERTIES = [...EVIDENCE_PROPERTIES, "text", "words", "saidBy", "about", "chunk", "exact"];

/** Who said it and what it is about may change with each resolution, so links that are old go. */
const REMOVE_OLD_LINKS = `UNWIND $rows AS row
MATCH ${key("n", "'quote'", "row.id")}-[link:SAID_BY|ABOUT|FOUND_IN]->(end)
WHERE link.workspace = $workspace
  AND NOT end.id IN CASE type(link) WHEN 'SAID_BY' THEN row.saidBy WHEN 'ABOUT' THEN row.about ELSE row.foundIn END
DELETE link`;

function addLinks(type: string, ids: string, kind: string): string {
  return `UNWIND $rows AS row
UNWIND ${ids} AS id
MATCH ${key("n", "'quote'", "row.id")}
MERGE ${key("end", `'${kind}'`, "id")}
MERGE (n)-[:${type} {workspace: $workspace}]->(end)`;
}

export const quoteKind: Kind<QuoteRow> = {
  write: [
    mergeRows("quote"),
    REMOVE_OLD_LINKS,
    addLinks("SAID_BY", "row.saidBy", "entity"),
    addLinks("ABOUT", "row.about", "entity"),
    addLinks("FOUND_IN", "row.foundIn", "chunk"),
  ],
  remove: removeNodes("quote", QUOTE_PROPERTIES),
  page: pageOfRows("quote"),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    saidBy: row.speaker === null ? [] : [row.speaker],
    about: row.about,
    foundIn: [row.evidence.chunk],
    properties: {
      ...encodeEvidence(row.evidence),
      text: textValue(row.text),
      words: row.evidence.text === row.text ? null : textValue(row.evidence.text),
      saidBy: row.speaker,
      about: row.about,
      chunk: row.evidence.chunk,
      exact: exactValue(row),
    },
  }),
  decode: (stored) => {
    const text = readText(stored["text"]);
    const words = readTextOrNull(stored["words"]) ?? text;
    return {
      kind: "quote",
      id: readText(stored["id"]),
      speaker: readTextOrNull(stored["saidBy"]),
      about: readTexts(stored["about"]),
      text,
      evidence: decodeEvidence(stored, readText(stored["chunk"]), words),
    };
  },
};
