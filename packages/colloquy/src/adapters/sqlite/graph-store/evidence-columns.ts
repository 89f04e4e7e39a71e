import type { Antecedent, Evidence, Polarity } from "../../../model/index.ts";
import { decodeApproximate, decodeText, encodeApproximate, encodeText, type SqlValue } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import type { GraphContext } from "./context.ts";

/**
 * Columns of an Evidence. The text is stored, not cut from the chunk when it is read: for mentions it is a name, so the
 * copies are a small part of the file, and the store returns the row unchanged even if the chunk changes.
 */
export const EVIDENCE_COLUMNS = [
  "file",
  "chunk",
  "speaker",
  "start_ms",
  "end_ms",
  "start_offset",
  "end_offset",
  "text",
  "polarity",
  "approximate",
  "antecedents",
] as const;

export function encodeEvidence({ labels, nodes }: GraphContext, evidence: Evidence): Columns {
  return [
    labels.intern(evidence.file),
    nodes.intern(evidence.chunk),
    labels.internNullable(evidence.speaker),
    evidence.startMs,
    evidence.endMs,
    evidence.startOffset,
    evidence.endOffset,
    encodeText(evidence.text),
    labels.intern(evidence.polarity),
    encodeApproximate(evidence),
    evidence.antecedents === undefined ? null : JSON.stringify(evidence.antecedents),
  ];
}

/** Reads the columns from position `at` on. */
export function decodeEvidence({ labels, nodes }: GraphContext, columns: readonly SqlValue[], at: number): Evidence {
  const antecedents = columns[at + 10] as string | null;
  return {
    file: labels.value(columns[at]),
    chunk: nodes.value(columns[at + 1]),
    speaker: labels.valueOrNull(columns[at + 2]),
    startMs: columns[at + 3] as number | null,
    ...decodeApproximate(columns[at + 9]),
    endMs: columns[at + 4] as number | null,
    startOffset: columns[at + 5] as number,
    endOffset: columns[at + 6] as number,
    text: decodeText(columns[at + 7]),
    polarity: labels.value(columns[at + 8]) as Polarity,
    ...(antecedents === null ? {} : { antecedents: JSON.parse(antecedents) as Antecedent[] }),
  };
}
