import type { QuoteRow } from "../../../model/index.ts";
import { key, mergeRows, pageOfRows } from "../cypher.ts";
import { exactValue, readText, readTextOrNull, readTexts, textValue } from "../values.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_PROPERTIES } from "./evidence-properties.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { LINK_SUPPORTS, QUOTE_IS_SUPPORTED } from "./derived-links.ts";
import { excessLinks, isLinkedTo, mergeLink, type OwnLink, readLinks, removeWrongLinks } from "./links.ts";
import { removeNodes } from "./remove-nodes.ts";

/** `words` are the words of the evidence when they differ from the quote's text. */
export const QUOTE_PROPERTIES = [...EVIDENCE_PROPERTIES, "text", "words", "saidBy", "about", "chunk", "exact"];

const LINKS = ["SAID", "ABOUT", "FOUND_IN"] as const;

function addLinks(type: OwnLink, ids: string, kind: string): string {
  return `UNWIND $rows AS row
UNWIND ${ids} AS id
MATCH ${key("n", "'quote'", "row.id")}
MERGE ${key("end", `'${kind}'`, "id")}
${mergeLink(type)}`;
}

export const quoteKind: Kind<QuoteRow> = {
  write: [
    mergeRows("quote"),
    addLinks("SAID", "row.saidBy", "entity"),
    addLinks("ABOUT", "row.about", "entity"),
    `${addLinks("FOUND_IN", "row.foundIn", "chunk")}
RETURN ${excessLinks(LINKS, "size(row.saidBy) + size(row.about) + size(row.foundIn)")}`,
  ],
  // Speaker and subjects may change with each resolution.
  tidy: removeWrongLinks(
    "quote",
    LINKS,
    "CASE type(link) WHEN 'SAID' THEN row.saidBy WHEN 'ABOUT' THEN row.about ELSE row.foundIn END",
  ),
  derived: { statements: [LINK_SUPPORTS], parameters: (rows) => ({ of: rows.map(({ id }) => id) }) },
  remove: removeNodes("quote", QUOTE_PROPERTIES),
  page: pageOfRows("quote", `${readLinks(...LINKS)}, isSupported: ${QUOTE_IS_SUPPORTED}`),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    saidBy: row.speaker === null ? [] : [row.speaker],
    about: [...new Set(row.about)],
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
  isAttached: ({ speaker, about, evidence }, stored) =>
    stored["isSupported"] === true &&
    isLinkedTo(speaker === null ? [] : [speaker], readTexts(stored["SAID"])) &&
    isLinkedTo(about, readTexts(stored["ABOUT"])) &&
    isLinkedTo([evidence.chunk], readTexts(stored["FOUND_IN"])),
};
