import { type StageEstimate, longestOfRanges, type Range, sumOfRanges } from "../estimation/index.ts";
import type { RunEvent } from "../pipeline/index.ts";
import type { LedgerCounts } from "../ports/index.ts";

/** What a run would find and take: what `colloquy estimate --json` prints. */
export interface EstimateResult {
  readonly workspace: string;
  readonly files: {
    /** In the folder; those that are skipped are among them. */
    readonly found: number;
    readonly skipped: number;
    readonly new: number;
    readonly edited: number;
    readonly unchanged: number;
  };
  /** Chunks of the workspace as they would be when all is read; what is done of them is free. */
  readonly chunks: {
    readonly total: number;
    readonly extracted: number;
    readonly embedded: number;
    /** To be asked about in this run, by the stage that has more of them; of different content. */
    readonly pending: number;
  };
  /** Only those that the run would have; one that costs nothing has a price of 0. */
  readonly modelStages: readonly StageEstimate[];
  /** US dollars of all stages; null where a price is not known. */
  readonly costUsd: Range | null;
  /** Of asking models, as fast as the limits allow; null where a limit is not known, or nobody is asked. */
  readonly seconds: Range | null;
}

/** Counts the files by what reading them told. */
export class FileCounts {
  #new = 0;
  #edited = 0;
  #skipped = 0;
  readonly #found: number;

  /** @param found all files of the folder. */
  constructor(found: number) {
    this.#found = found;
  }

  hear(event: RunEvent): void {
    if (event.event === "file.skipped") this.#skipped += 1;
    if (event.event !== "file.read") return;
    if (event.change === "new") this.#new += 1;
    else this.#edited += 1;
  }

  get counts(): EstimateResult["files"] {
    const read = this.#new + this.#edited;
    return {
      found: this.#found,
      skipped: this.#skipped,
      new: this.#new,
      edited: this.#edited,
      unchanged: this.#found - read - this.#skipped,
    };
  }
}

/** Both stages in one. */
export function estimateResult(
  workspace: string,
  files: EstimateResult["files"],
  { total, extracted, embedded }: LedgerCounts["chunks"],
  modelStages: readonly StageEstimate[],
): EstimateResult {
  const pending = Math.max(0, ...modelStages.map(({ chunks }) => chunks));
  const costs = modelStages.map(({ costUsd }) => costUsd);
  const known = costs.filter((cost) => cost !== null);
  const asked = modelStages.filter(({ inputTokens }) => inputTokens.most > 0).map(({ seconds }) => seconds);
  const timed = asked.filter((seconds) => seconds !== null);
  return {
    workspace,
    files,
    chunks: { total, extracted, embedded, pending },
    modelStages,
    costUsd: known.length < costs.length ? null : sumOfRanges(known),
    seconds: timed.length === 0 || timed.length < asked.length ? null : longestOfRanges(timed),
  };
}
