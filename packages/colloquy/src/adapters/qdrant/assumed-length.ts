import type { WorkspaceRecords } from "./records.ts";

/** Of chunks that were written before a projection began: those of QMSum have 151 terms. */
const DEFAULT_LENGTH = 150;

/**
 * The average number of terms with which the keyword vectors of a workspace are made. It is that of the first chunks and
 * stays until the workspace is cleared, so that a chunk is the same point whatever is added later; the nearer it is to the
 * true average, the fewer chunks have to be scored again.
 */
export class AssumedLength {
  readonly #records: WorkspaceRecords;
  #known: number | null = null;

  constructor(records: WorkspaceRecords) {
    this.#records = records;
  }

  /** What is to stand in the state of a projection that begins: null where the first chunks are to tell. */
  async atBegin(hasChunks: () => Promise<boolean>): Promise<number | null> {
    this.#known = null;
    const state = await this.#records.state();
    if (state !== null) return state.assumedLength;
    return (await hasChunks()) ? DEFAULT_LENGTH : null;
  }

  /** For chunks of these lengths, which are about to be written. */
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
