import type { Transaction } from "neo4j-driver";
import type { SubjectSummary } from "../../ports/index.ts";
import { everyRow, type NodeKind, rowById } from "./cypher.ts";
import { textValue } from "./values.ts";

const KINDS = ["entity", "transcript"] as const satisfies readonly NodeKind[];

/** Sets the property `summary` of the listed nodes, and removes it from all others of their kinds. */
export async function writeSummaries(
  transaction: Transaction,
  workspace: string,
  summaries: readonly SubjectSummary[],
): Promise<void> {
  for (const kind of KINDS) {
    const rows = summaries.filter((each) => each.kind === kind).map(({ id, text }) => ({ id, text: textValue(text) }));
    await transaction.run(`${everyRow(kind)} AND n.summary IS NOT NULL AND NOT n.id IN $ids\nREMOVE n.summary`, {
      workspace,
      ids: rows.map(({ id }) => id),
    });
    await transaction.run(`UNWIND $rows AS row\n${rowById(kind, "row.id")}\nSET n.summary = row.text`, {
      workspace,
      rows,
    });
  }
}
