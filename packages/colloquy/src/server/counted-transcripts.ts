import { Gate } from "./security/gate.ts";

export interface CountedTranscriptsOptions {
  readonly count: (workspace: string) => Promise<number>;
  /** Changes when a workspace is written. */
  readonly stamp: (workspace: string) => string;
  /** Receives the error of a workspace that cannot be read. */
  readonly onError: (error: unknown) => void;
  /** Is aborted when the server ends. */
  readonly signal: AbortSignal;
}

/** Workspaces that are counted at once. Each is opened, so others wait, as long as it takes. */
const COUNTS = { most: 4, mostWaiting: 10_000, longestWaitMs: 600_000 };

/** The numbers of transcripts of workspaces. A workspace is counted again after it was written, or after a failure. */
export class CountedTranscripts {
  readonly #options: CountedTranscriptsOptions;
  readonly #gate = new Gate(COUNTS);
  readonly #known = new Map<string, { readonly stamp: string; readonly transcripts: Promise<number> }>();

  constructor(options: CountedTranscriptsOptions) {
    this.#options = options;
  }

  /** 0 for a workspace that cannot be read: it must not hide the others. */
  of(workspace: string): Promise<number> {
    const { count, stamp: stampOf, onError, signal } = this.#options;
    const stamp = stampOf(workspace);
    const known = this.#known.get(workspace);
    if (known?.stamp === stamp) return known.transcripts;
    const transcripts = this.#gate
      .run(() => count(workspace), signal)
      .catch((error: unknown) => {
        if (this.#known.get(workspace) === counted) this.#known.delete(workspace);
        if (!signal.aborted) onError(error);
        return 0;
      });
    const counted = { stamp, transcripts };
    this.#known.set(workspace, counted);
    return transcripts;
  }
}
