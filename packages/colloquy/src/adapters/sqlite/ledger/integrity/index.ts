import type { ConclusionCheck, LedgerIntegrity } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import { ConclusionChecker } from "./check-conclusions.ts";
import { findDamage } from "./find-damage.ts";
import { repair } from "./repair.ts";

/** @param marker for the ledger after a repair. */
export function ledgerIntegrity({ context, read, write }: LedgerSession, marker: string): LedgerIntegrity & Disposable {
  let checker: ConclusionChecker | null = null;
  const endCheck = (): void => {
    checker?.[Symbol.dispose]();
    checker = null;
  };
  const check = (milliseconds: number, signal: AbortSignal | undefined): ConclusionCheck => {
    // A second connection cannot read a ledger in memory, and no disk can damage it.
    if (context.database.memory) return { finished: true, remaining: 0, tables: [] };
    checker ??= new ConclusionChecker(context);
    const progress = checker.proceed(milliseconds, signal);
    if (progress.finished) endCheck();
    return progress;
  };
  return {
    findDamage: async (options) => read(() => findDamage(context, options), options),
    async checkConclusions({ milliseconds, signal }) {
      try {
        return read(() => check(milliseconds, signal), { signal });
      } catch (error) {
        if (signal?.aborted === true) endCheck();
        throw error;
      }
    },
    repair: async () => write(() => repair(context, marker)),
    [Symbol.dispose]: endCheck,
  };
}
