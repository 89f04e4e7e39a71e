import type { EvidenceRow } from "../../../model/index.ts";
import { key, mergeRows, pageOfRows, WRITTEN } from "../cypher.ts";
import { exactValue, readText, textValue } from "../values.ts";
import { decodeEvidence, encodeEvidence, EVIDENCE_PROPERTIES } from "./evidence-properties.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { removeNodes } from "./remove-nodes.ts";

export const EVIDENCE_NODE_PROPERTIES = [...EVIDENCE_PROPERTIES, "text", "of", "chunk", "exact"];

const CHUNK = key("chunk", "'chunk'", "row.properties.chunk");

export const evidenceKind: Kind<EvidenceRow> = {
  write: [
    `${mergeRows("evidence")}
WITH n, row
MATCH ${CHUNK}
MERGE (n)-[:FOUND_IN {workspace: $workspace}]->(chunk)
${WRITTEN}`,
  ],
  placeholders: `UNWIND $rows AS row MERGE ${CHUNK}`,
  remove: removeNodes("evidence", EVIDENCE_NODE_PROPERTIES),
  page: pageOfRows("evidence"),
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
};
