import type { Transaction } from "neo4j-driver";
import type { GraphRow, GraphRowKind } from "../../model/index.ts";
import { KINDS } from "./kinds/index.ts";
import type { EncodedRow, Kind } from "./kinds/kind.ts";
import type { Plans } from "./plans.ts";
import { slices } from "./slices.ts";
import { STRUCTURAL_LABELS, TYPE_NAME_PATTERN } from "./type-names.ts";
import { readNumber, type Stored } from "./values.ts";

const TYPES = { typeName: TYPE_NAME_PATTERN, structural: STRUCTURAL_LABELS };

/** Writes rows of one kind. No two rows have the same id. */
export async function writeRows(
  transaction: Transaction,
  plans: Plans,
  workspace: string,
  kind: GraphRowKind,
  rows: readonly GraphRow[],
): Promise<void> {
  const table: Kind<GraphRow> = KINDS[kind];
  // All statements are sent at once: the next is encoded while the server works on one.
  const written = await Promise.all(
    slices(rows).map(async (slice) => {
      const encoded = slice.map((row) => table.encode(row));
      await writeSlice(transaction, plans, table, { ...TYPES, workspace, rows: encoded });
      return encoded;
    }),
  );
  if (table.derived === undefined) return;
  const parameters = { ...table.derived.parameters(written.flat()), workspace };
  for (const statement of table.derived.statements) await transaction.run(plans.planned(statement), parameters);
}

interface WriteParameters {
  readonly workspace: string;
  readonly rows: readonly EncodedRow[];
  readonly [name: string]: unknown;
}

async function writeSlice(
  transaction: Transaction,
  plans: Plans,
  { write, tidy, placeholders }: Kind<GraphRow>,
  parameters: WriteParameters,
): Promise<void> {
  const runAll = async (): Promise<Stored> => {
    const results = await Promise.all(write.map((statement) => transaction.run(plans.planned(statement), parameters)));
    return results.at(-1)?.records[0]?.toObject() ?? {};
  };
  const { written, excess } = await runAll();
  const isUntidy = readNumber(excess) > 0;
  if (tidy !== undefined && isUntidy) await transaction.run(tidy, parameters);
  // Doubled links are counted twice and could hide a missing node.
  if (placeholders === undefined || (readNumber(written) === parameters.rows.length && !isUntidy)) return;
  await transaction.run(placeholders, parameters);
  await runAll();
}

export async function removeRows(
  transaction: Transaction,
  workspace: string,
  kind: GraphRowKind,
  ids: readonly string[],
): Promise<void> {
  let chunks: unknown = [];
  for (const statement of KINDS[kind].remove) {
    const { records } = await transaction.run<Stored>(statement, { ...TYPES, workspace, ids, chunks });
    const returned = records[0]?.toObject() ?? {};
    chunks = returned["chunks"] ?? chunks;
  }
}
