import { ColloquyError } from "../model/index.ts";
import type { DamagedTable, EmbeddingProfile, Ledger, LedgerDamage } from "../ports/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { type ProjectionParts, resolveSettled } from "./project.ts";
import { type StageContext, runStage } from "./run-types.ts";

/** The result of checking the ledger itself. */
export interface VerifiedLedger {
  /** Null if the ledger is undamaged. */
  readonly damage: LedgerDamage | null;
  readonly repaired: boolean;
  /** The profile of the vectors that stores must hold. Null if the ledger stays damaged and cannot be compared. */
  readonly embedding: EmbeddingProfile | null;
}

/** Milliseconds of one check, after which interruptions are noticed. */
const CHECK_MS = 500;

/**
 * Checks the ledger: first its file and its written rows, then, after resolution, the rows derived from them. With `repair`, a
 * damaged ledger is repaired and checked again.
 */
export async function verifyLedger(
  context: StageContext,
  parts: ProjectionParts,
  repair: boolean,
): Promise<VerifiedLedger> {
  const checked = await check(context, parts);
  if (checked.damage === null || !repair) return { ...checked, repaired: false };
  await parts.ledger.repair();
  const after = await check(context, parts);
  return { damage: checked.damage, repaired: after.damage === null, embedding: after.embedding };
}

type Checked = Omit<VerifiedLedger, "repaired">;

async function check(context: StageContext, parts: ProjectionParts): Promise<Checked> {
  const { ledger } = parts;
  const damage = await ledger.findDamage();
  if (damage.file.length > 0 || damage.tables.length > 0) return { damage, embedding: null };
  let embedding: EmbeddingProfile | null = null;
  let failure: ColloquyError | null = null;
  try {
    embedding = await resolveSettled(context, parts);
  } catch (error) {
    if (!ColloquyError.isInstance(error) || error.code !== "ledger") throw error;
    failure = error;
  }
  const tables = await runStage(context, "verify", null, () => checkConclusions(context, ledger));
  if (tables.length > 0) return { damage: { ...damage, tables }, embedding: null };
  if (failure !== null) throw failure;
  return { damage: null, embedding };
}

async function checkConclusions(context: StageContext, ledger: Ledger): Promise<readonly DamagedTable[]> {
  let most = 0;
  for (;;) {
    stopWhenInterrupted(context.stop);
    const { finished, remaining, tables } = await ledger.checkConclusions({ milliseconds: CHECK_MS });
    most = Math.max(most, remaining);
    context.emit({ event: "stage.progress", stage: "verify", done: most - remaining, total: null });
    if (finished) return tables;
  }
}
