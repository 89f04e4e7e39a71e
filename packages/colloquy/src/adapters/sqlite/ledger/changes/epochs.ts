import { type Epoch, FIRST_EPOCH } from "../../../../model/index.ts";
import { readMeta } from "../meta.ts";
import type { Statements } from "../statements.ts";

/** Whether this ledger completed the epoch itself. */
export function hasEpoch({ sql }: Statements, { number, identity }: Epoch): boolean {
  if (number === FIRST_EPOCH.number) return identity === FIRST_EPOCH.identity;
  return sql("SELECT 1 FROM epochs WHERE number = ? AND identity = ?").get(number, identity) !== undefined;
}

/** Epochs that this ledger completed before it concluded everything again. */
export function supersededEpochs(statements: Statements): readonly Epoch[] {
  return JSON.parse(readMeta(statements, "superseded") ?? "[]") as readonly Epoch[];
}

/** Whether this ledger completed the epoch before it concluded everything again. */
export function hadEpoch(statements: Statements, { number, identity }: Epoch): boolean {
  return supersededEpochs(statements).some((epoch) => epoch.number === number && epoch.identity === identity);
}
