import type { RunEpochs } from "../../../ports/index.ts";
import type { LedgerContext } from "./context.ts";
import { readMeta, writeMeta } from "./meta.ts";
import type { Statements } from "./statements.ts";

const KEY = "run_epochs";

interface Recorded {
  /** The last epoch before the run that began last; null after its end. */
  readonly begun: number | null;
  /** Those of the last run that ended, or crashed, and changed rows. */
  readonly last: RunEpochs | null;
}

/** Corrections of names, and `project`, make epochs too, but are no runs. */
export function epochsOfLastRun(context: LedgerContext): RunEpochs | null {
  const { begun, last } = read(context);
  const until = context.changes.epoch.number;
  return begun !== null && until > begun ? { after: begun, until } : last;
}

export function recordRunBegin(context: LedgerContext): void {
  write(context, { begun: context.changes.epoch.number, last: epochsOfLastRun(context) });
}

export function recordRunEnd(context: LedgerContext): void {
  write(context, { begun: null, last: epochsOfLastRun(context) });
}

/** The numbers of epochs begin again. */
export function forgetRunEpochs({ sql }: Pick<Statements, "sql">): void {
  sql("DELETE FROM meta WHERE key = ?").run(KEY);
}

function read(context: LedgerContext): Recorded {
  return JSON.parse(readMeta(context, KEY) ?? '{"begun":null,"last":null}') as Recorded;
}

function write(context: LedgerContext, recorded: Recorded): void {
  writeMeta(context, KEY, JSON.stringify(recorded));
}
