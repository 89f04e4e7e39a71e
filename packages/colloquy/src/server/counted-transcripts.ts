export interface CountedTranscriptsOptions {
  readonly count: (workspace: string) => Promise<number>;
  /** Changes when a workspace is written. */
  readonly stamp: (workspace: string) => string;
  /** Receives the error of a workspace that cannot be read. */
  readonly onError: (error: unknown) => void;
}

/** The numbers of transcripts of workspaces. A workspace is counted again after it was written. */
export class CountedTranscripts {
  readonly #options: CountedTranscriptsOptions;
  readonly #known = new Map<string, { readonly stamp: string; readonly transcripts: Promise<number> }>();

  constructor(options: CountedTranscriptsOptions) {
    this.#options = options;
  }

  /** 0 for a workspace that cannot be read: it must not hide the others. */
  of(workspace: string): Promise<number> {
    const { count, stamp: stampOf, onError } = this.#options;
    const stamp = stampOf(workspace);
    const known = this.#known.get(workspace);
    if (known?.stamp === stamp) return known.transcripts;
    const transcripts = count(workspace).catch((error: unknown) => {
      onError(error);
      return 0;
    });
    this.#known.set(workspace, { stamp, transcripts });
    return transcripts;
  }
}
