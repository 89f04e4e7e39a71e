import { ColloquyError, type ProjectedRow } from "../model/index.ts";
import type { ProjectionOptions } from "./options.ts";
import type { Projection } from "./projection.ts";
import { type LedgerEpochs, syncStatusOf } from "./sync-status.ts";
import type { StoreVerification } from "./verification.ts";
import { compareRows, type StoreComparison, type LedgerCensuses } from "./verify-compare.ts";
import { describeComparison, digestOf } from "./verify-describe.ts";
import { repairRows } from "./verify-repair.ts";

export interface VerifyStoreOptions<Kind> extends ProjectionOptions {
  /** The rows of each kind as the ledger has them. */
  readonly ledger: LedgerCensuses<Kind>;
  readonly epochs: LedgerEpochs;
  readonly repair: boolean;
}

/**
 * Compares a prepared store with the ledger, and repairs it if `repair` is set: a store that is not current is
 * projected to; other differences are written and removed row by row.
 * @throws ColloquyError `interrupted` between two batches; `store` if the store's rows cannot be read.
 */
export async function verifyStore<Row extends ProjectedRow>(
  given: Projection<Row>,
  options: VerifyStoreOptions<Row["kind"]>,
): Promise<StoreVerification> {
  const { ledger, epochs, repair } = options;
  const projection = withReadableRows(given);
  const status = async () => syncStatusOf(await projection.state(), projection.marker, epochs);
  const state = await status();
  const found = await compareRows(projection, ledger, options);
  const { store, holds } = projection;
  const described = describeComparison(found);
  const equal = state === "current" && found.damage.size === 0;
  if (equal || !repair) return { store, holds, ok: equal, state, repaired: 0, ...described };

  let repaired = 0;
  let left = found;
  if (state !== "current") {
    repaired += await projection.bringUpToDate(options);
    left = await compareRows(projection, ledger, options);
  }
  // A store that was behind may also be damaged.
  if (left.damage.size > 0) {
    repaired += await mendRows(projection, left, options);
    left = await compareRows(projection, ledger, options);
  }
  const ok = left.damage.size === 0 && (await status()) === "current";
  return { store, holds, ok, state, repaired, ...described, digest: digestOf(left) };
}

/** Writes and removes the rows that differ. If they are too many to be listed, the store is filled again. */
async function mendRows<Row extends ProjectedRow>(
  projection: Projection<Row>,
  { damage }: StoreComparison<Row>,
  options: VerifyStoreOptions<Row["kind"]>,
): Promise<number> {
  if ([...damage.values()].every(({ isWhole }) => isWhole))
    return repairRows(projection, damage, { ...options, epoch: await options.epochs.epoch() });
  await projection.clear();
  return projection.bringUpToDate(options);
}

/** Reports rows that the adapter cannot read as an error of the store. */
function withReadableRows<Row extends ProjectedRow>(projection: Projection<Row>): Projection<Row> {
  const { store, holds } = projection;
  return {
    ...projection,
    async *storeRows(kind) {
      try {
        yield* projection.storeRows(kind);
      } catch (cause) {
        if (ColloquyError.isInstance(cause)) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ColloquyError(
          "store",
          `The ${store} store of the ${holds} has rows of kind ${kind} that cannot be read (${reason}): fill it again with \`colloquy project --to ${store}\`.`,
          { cause },
        );
      }
    },
  };
}
