import { type Comparison, type ComparedGraph, compareGraphs } from "../comparison/index.ts";
import { ColloquyError, type GraphRow, isSymmetric } from "../model/index.ts";
import { normaliseName } from "../resolution/index.ts";
import { checkOptions, type Expectations } from "./check-options.ts";
import { Workspace } from "./workspace.ts";

export interface CompareOptions {
  /** The number of examples of each kind that only one workspace has. Default 5; 0 for none. */
  readonly examples?: number;
}

const DEFAULT_EXAMPLES = 5;
const OPTIONS: Expectations<CompareOptions> = {
  examples: {
    what: "a whole number of at least 0",
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  },
};

/**
 * Compares workspace `b` with workspace `a`, the reference: precision, recall, F1 and examples of differences for
 * entities, relations and quotes. `colloquy compare --json` prints the result. Names match when resolution normalises
 * them equally.
 * @throws ColloquyError `configuration` for a value that is no open workspace and for invalid options; `store` when a
 *   graph store does not hold its workspace.
 */
export async function compare(a: Workspace, b: Workspace, options: CompareOptions = {}): Promise<Comparison> {
  checkOptions("compare", options, OPTIONS);
  return compareGraphs(await comparedGraph(a), await comparedGraph(b), {
    nameKey: (name) => normaliseName(name).stem || name,
    isSymmetric,
    examples: options.examples ?? DEFAULT_EXAMPLES,
  });
}

async function comparedGraph(workspace: Workspace): Promise<ComparedGraph> {
  if (!(workspace instanceof Workspace))
    throw new ColloquyError("configuration", "Expected `compare` to be given two workspaces: open them with `open`.");
  await workspace.requireGraph();
  return {
    name: (await workspace.status()).workspace,
    rows: (kind) => batches(workspace.rows(kind)),
    firstEvidence: async (of) => (await workspace.evidence(of, { limit: 1 }))[0] ?? null,
  };
}

const ROWS_A_BATCH = 500;

async function* batches(rows: AsyncIterable<GraphRow>): AsyncIterable<readonly GraphRow[]> {
  let batch: GraphRow[] = [];
  for await (const row of rows) {
    if (batch.push(row) < ROWS_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
