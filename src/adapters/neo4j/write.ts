import type { Transaction } from "neo4j-driver";
import type { GraphRow, GraphRowKind } from "../../model/index.ts";
import { KINDS } from "./kinds/index.ts";
import type { EncodedRow, Kind } from "./kinds/kind.ts";
import { STRUCTURAL_LABELS, TYPE_NAME_PATTERN } from "./type-names.ts";

/** Rows a statement takes: while the server works on one, the next is made and sent. */
const ROWS_A_STATEMENT = 1_000;
/** Characters of rows a statement takes, so that long texts do not make a message of hundreds of megabytes. */
const CHARACTERS_A_STATEMENT = 4_000_000;

const TYPES = { typeName: TYPE_NAME_PATTERN, structural: STRUCTURAL_LABELS };

/** Writes rows of one kind; of rows with one id the last. */
export async function writeRows(
  transaction: Transaction,
  workspace: string,
  kind: GraphRowKind,
  rows: readonly GraphRow[],
): Promise<void> {
  const table: Kind<GraphRow> = KINDS[kind];
  await Promise.all(
    slices(lastOfEachId(rows)).flatMap((slice) => {
      const encoded: readonly EncodedRow[] = slice.map((row) => table.encode(row));
      return table.write.map((statement) => transaction.run(statement, { ...TYPES, workspace, rows: encoded }));
    }),
  );
}

export async function removeRows(
  transaction: Transaction,
  workspace: string,
  kind: GraphRowKind,
  ids: readonly string[],
): Promise<void> {
  for (const statement of KINDS[kind].remove) await transaction.run(statement, { ...TYPES, workspace, ids });
}

function lastOfEachId(rows: readonly GraphRow[]): readonly GraphRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return byId.size === rows.length ? rows : [...byId.values()];
}

function slices(rows: readonly GraphRow[]): readonly (readonly GraphRow[])[] {
  const found: GraphRow[][] = [];
  let current: GraphRow[] = [];
  let characters = 0;
  for (const row of rows) {
    if (current.length >= ROWS_A_STATEMENT || characters >= CHARACTERS_A_STATEMENT) {
      found.push(current);
      [current, characters] = [[], 0];
    }
    current.push(row);
    characters += textLength(row);
  }
  return current.length === 0 ? found : [...found, current];
}

/** Characters of the texts that can be long. */
function textLength(row: GraphRow): number {
  if ("text" in row) return row.text.length;
  if ("evidence" in row) return row.evidence.text.length;
  return "name" in row ? row.name.length : 0;
}
