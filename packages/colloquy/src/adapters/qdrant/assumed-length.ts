import type { WorkspaceRecords } from "./records.ts";

/** For chunks from before a projection began. Chunks of QMSum have 151 terms. */
const DEFAULT_LENGTH = 150;

/**
 * The average number of terms that the keyword vectors of a workspace assume. It is the average of the first chunks,
 * and stays until the workspace is cleared, so later chunks do not change the points of earlier ones. The closer it is
 * to the true average, the fewer chunks must be scored again.
 */
export class AssumedLength {
  readonly #records: WorkspaceRecords;
  #known: number | null = null;

  constructor(records: WorkspaceRecords) {
    this.#records = records;
  }

  /** The value for the state of a new projection: null when the first chunks decide. */
  async atBegin(hasChunks: () => Promise<boolean>): Promise<number | null> {
    this.#known = null;
    const state = await this.#records.state();
    if (state !== null) return state.assumedLength;
    return (await hasChunks()) ? DEFAULT_LENGTH : null;
  }

  /** The value for chunks of these lengths, which are written next. */
  async forWriting(lengths: readonly number[]): Promise<number> {
    if (this.#known !== null) return this.#known;
    const state = await this.#records.state();
    if (state !== null && state.assumedLength === null && lengths.length > 0) {
      const assumedLength = Math.max(1, Math.round(lengths.reduce((sum, one) => sum + one, 0) / lengths.length));
      await this.#records.writeState({ ...state, assumedLength });
      this.#known = assumedLength;
    } else {
      this.#known = state?.assumedLength ?? DEFAULT_LENGTH;
    }
    return this.#known;
  }

  async read(): Promise<number> {
    return (await this.#records.state())?.assumedLength ?? DEFAULT_LENGTH;
  }

  /** The workspace has no chunks any more. */
  forget(): void {
    this.#known = null;
  }
}
