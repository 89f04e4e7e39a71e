import type { EvidenceRow } from "../../../model/index.ts";
import { key, pageOfRows } from "../cypher.ts";
import { exactValue, readText, readTexts, textValue } from "../values.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_PROPERTIES } from "./evidence-properties.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { linkedId, mergeLinkedRows, readLinks, removeWrongLinks } from "./links.ts";
import { removeNodes } from "./remove-nodes.ts";

export const EVIDENCE_NODE_PROPERTIES = [...EVIDENCE_PROPERTIES, "text", "of", "chunk", "exact"];

const CHUNK = key("end", "'chunk'", "row.properties.chunk");

export const evidenceKind: Kind<EvidenceRow> = {
  write: [mergeLinkedRows("evidence", "FOUND_IN", CHUNK)],
  placeholders: `UNWIND $rows AS row MERGE ${CHUNK}`,
  tidy: removeWrongLinks("evidence", ["FOUND_IN"], "[row.properties.chunk]"),
  remove: removeNodes("evidence", EVIDENCE_NODE_PROPERTIES),
  page: pageOfRows("evidence", readLinks("FOUND_IN")),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    properties: {
      ...encodeEvidence(row.evidence),
      text: textValue(row.evidence.text),
      of: row.of,
      chunk: row.evidence.chunk,
      exact: exactValue(row),
    },
  }),
  decode: (stored) => ({
    kind: "evidence",
    id: readText(stored["id"]),
    of: readText(stored["of"]),
    evidence: decodeEvidence(stored, readText(stored["chunk"]), readText(stored["text"])),
  }),
  asAttached: (row, stored) => ({
    ...row,
    evidence: { ...row.evidence, chunk: linkedId(readTexts(stored["FOUND_IN"])) ?? "" },
  }),
};
