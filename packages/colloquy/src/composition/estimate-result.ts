import { type StageEstimate, longestOfRanges, type Range, sumOfRanges } from "../estimation/index.ts";
import type { RunEvent } from "../pipeline/index.ts";
import { CHUNK_STAGES, type LedgerCounts, type ModelStage } from "../ports/index.ts";

/** The estimate of a run: files, chunks, calls, costs and time. `colloquy estimate --json` prints it. */
export interface EstimateResult {
  readonly workspace: string;
  readonly files: {
    /** All files of the folder, including skipped files. */
    readonly found: number;
    readonly skipped: number;
    readonly new: number;
    readonly edited: number;
    readonly unchanged: number;
  };
  /** Chunks of the workspace after all files are read. Chunks that are already extracted or embedded cost nothing. */
  readonly chunks: {
    readonly total: number;
    readonly extracted: number;
    readonly embedded: number;
    /** Chunks with different content keys that this run would send, in the stage that has more of them. */
    readonly pending: number;
  };
  /** The model stages of the run. A free stage costs 0. */
  readonly modelStages: readonly StageEstimate[];
  /** US dollars of all stages; null when a price is unknown. */
  readonly costUsd: Range | null;
  /** Time for the calls at the rate that the limits allow; null when a limit is unknown or no call is sent. */
  readonly seconds: Range | null;
}

/** Counts files by the events that reading them emits. */
export class FileCounts {
  #new = 0;
  #edited = 0;
  #skipped = 0;
  readonly #found: number;

  /** @param found the number of files in the folder. */
  constructor(found: number) {
    this.#found = found;
  }

  listen(event: RunEvent): void {
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

/** Combines the estimates of the stages. */
export function estimateResult(
  workspace: string,
  files: EstimateResult["files"],
  { total, extracted, embedded }: LedgerCounts["chunks"],
  modelStages: readonly StageEstimate[],
): EstimateResult {
  const [ofChunks, ofQuestions] = [true, false].map((isOfChunks) =>
    modelStages.filter(({ stage }) => (CHUNK_STAGES as readonly ModelStage[]).includes(stage) === isOfChunks),
  ) as [StageEstimate[], StageEstimate[]];
  const pending = Math.max(0, ...ofChunks.map(({ chunks }) => chunks));
  const costs = modelStages.map(({ costUsd }) => costUsd);
  const known = costs.filter((cost) => cost !== null);
  const sending = modelStages.filter(({ inputTokens }) => inputTokens.most > 0);
  const isTimed = sending.length > 0 && sending.every(({ seconds }) => seconds !== null);
  const timesOf = (stages: readonly StageEstimate[]): readonly Range[] =>
    stages.flatMap(({ seconds }) => seconds ?? []);
  return {
    workspace,
    files,
    chunks: { total, extracted, embedded, pending },
    modelStages,
    costUsd: known.length < costs.length ? null : sumOfRanges(known),
    // Questions follow the extraction, one stage after the other.
    seconds: isTimed ? sumOfRanges([longestOfRanges(timesOf(ofChunks)), ...timesOf(ofQuestions)]) : null,
  };
}
