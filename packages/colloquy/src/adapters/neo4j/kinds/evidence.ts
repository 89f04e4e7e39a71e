import type { Antecedent, Evidence, EvidenceRow } from "../../../model/index.ts";
import { key, pageOfRows } from "../cypher.ts";
import { exactValue, type Properties, readText, readTexts, type Stored, textValue, textValues } from "../values.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_PROPERTIES } from "./evidence-properties.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { EVIDENCE_IS_SAID, LINK_ENDS_OF_EVIDENCE, LINK_SAID_OF_EVIDENCE, LINK_SUPPORTS } from "./derived-links.ts";
import { isLinkedTo, mergeLinkedRows, readLinks, removeWrongLinks } from "./links.ts";
import { EVERY_RELATIONSHIP } from "./relationship.ts";
import { removeNodes } from "./remove-nodes.ts";

export const EVIDENCE_NODE_PROPERTIES = [
  ...EVIDENCE_PROPERTIES,
  "text",
  "antecedents",
  "antecedentPositions",
  "of",
  "chunk",
  "exact",
];

const CHUNK = key("end", "'chunk'", "row.properties.chunk");

export const evidenceKind: Kind<EvidenceRow> = {
  write: [mergeLinkedRows("evidence", "FOUND_IN", CHUNK)],
  placeholders: `UNWIND $rows AS row MERGE ${CHUNK}`,
  tidy: removeWrongLinks("evidence", ["FOUND_IN"], "[row.properties.chunk]"),
  derived: {
    statements: [LINK_ENDS_OF_EVIDENCE(EVERY_RELATIONSHIP), LINK_SUPPORTS, LINK_SAID_OF_EVIDENCE],
    parameters: (rows) => ({
      ids: rows.map(({ id }) => id),
      of: [...new Set(rows.map((row) => row.properties["of"]))],
    }),
  },
  remove: removeNodes("evidence", EVIDENCE_NODE_PROPERTIES),
  page: pageOfRows("evidence", `${readLinks("FOUND_IN")}, isSaid: ${EVIDENCE_IS_SAID.isSo}`, EVIDENCE_IS_SAID.values),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    properties: {
      ...encodeEvidence(row.evidence),
      text: textValue(row.evidence.text),
      ...encodeAntecedents(row.evidence.antecedents),
      of: row.of,
      chunk: row.evidence.chunk,
      exact: exactValue(row),
    },
  }),
  decode: (stored) => ({
    kind: "evidence",
    id: readText(stored["id"]),
    of: readText(stored["of"]),
    evidence: {
      ...decodeEvidence(stored, readText(stored["chunk"]), readText(stored["text"])),
      ...decodeAntecedents(stored),
    },
  }),
  isAttached: (row, stored) =>
    stored["isSaid"] === true && isLinkedTo([row.evidence.chunk], readTexts(stored["FOUND_IN"])),
};

/** The words as a list, and their positions as JSON in the same order. */
function encodeAntecedents(antecedents: Evidence["antecedents"]): Properties {
  if (antecedents === undefined) return { antecedents: null, antecedentPositions: null };
  return {
    antecedents: textValues(antecedents.map(({ text }) => text)),
    antecedentPositions: JSON.stringify(antecedents.map(({ text: _text, ...position }) => position)),
  };
}

/** None if someone changed the properties so that they do not fit together. */
function decodeAntecedents(stored: Stored): Pick<Evidence, "antecedents"> {
  const texts = readTexts(stored["antecedents"]);
  try {
    const positions = JSON.parse(readText(stored["antecedentPositions"])) as Omit<Antecedent, "text">[];
    const fits = Array.isArray(positions) && positions.length === texts.length && texts.length > 0;
    return fits ? { antecedents: positions.map((position, at) => ({ ...position, text: texts[at] ?? "" })) } : {};
  } catch {
    return {};
  }
}
