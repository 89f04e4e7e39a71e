import { DigestSum, type GraphRow, type VectorRow } from "../model/index.ts";
import type { Ledger, LedgerChanges } from "../ports/index.ts";
import type { ProjectionOptions } from "./options.ts";
import type { Projection } from "./projection.ts";
import type { ProjectionVerification } from "./verification.ts";
import { ledgerCensuses } from "./verify-compare.ts";
import { verifyStore } from "./verify-store.ts";

export interface VerifiedParts {
  readonly ledger: LedgerChanges & Pick<Ledger, "counts">;
  readonly graph: Projection<GraphRow>;
  readonly vectors: Projection<VectorRow>;
}

/**
 * Compares graph and vectors with the ledger, and the ledger's digest with its rows; repairs the stores if `repair` is
 * set and the ledger agrees with its own digest (otherwise the stores may be right).
 * @throws ColloquyError `interrupted` between two batches; the same call then starts from the beginning.
 */
export async function verifyProjections(
  { ledger, graph, vectors }: VerifiedParts,
  { repair, ...options }: ProjectionOptions & { readonly repair: boolean },
): Promise<ProjectionVerification> {
  const graphRows = await ledgerCensuses(graph, options);
  const vectorRows = await ledgerCensuses(vectors, options);
  const counted = new DigestSum();
  for (const census of [...graphRows.values(), ...vectorRows.values()]) counted.merge(census.digest);
  const { digest, unwritten } = await ledger.counts();
  const agrees = counted.toHex() === digest;
  const storeOptions = { ...options, repair: repair && agrees, epochs: ledger };
  const stores = [
    await verifyStore(graph, { ...storeOptions, ledger: graphRows }),
    await verifyStore(vectors, { ...storeOptions, ledger: vectorRows }),
  ];
  return {
    ok: agrees && stores.every(({ ok }) => ok),
    digest,
    ledger: { ok: agrees, digest: counted.toHex(), unwritten },
    stores,
  };
}
