import type { Workspace } from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";

export interface SharedWorkspaceOptions {
  readonly open: () => Promise<Workspace>;
  /** Milliseconds after which a call opens the workspace anew if it was written. */
  readonly reopenAfterMs: number;
  /** Changes when the workspace is written. */
  readonly stamp: () => string;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** An open workspace with the number of calls that use it. */
interface Opened {
  readonly opening: Promise<Workspace>;
  readonly openedAt: number;
  /** From before it was opened. */
  readonly stamp: string;
  users: number;
}

/**
 * One open workspace for the calls of a server. What a run of another process writes is read at once, because stores read
 * their latest commit. A workspace is opened anew after a failure of its stores, and some time after it was written, so that
 * a replaced store, a new embedding model or a workspace that did not exist is noticed, too. To open it costs time, such as
 * that to load a local model.
 */
export class SharedWorkspace implements AsyncDisposable {
  readonly #options: SharedWorkspaceOptions;
  #current: Opened | null = null;

  constructor(options: SharedWorkspaceOptions) {
    this.#options = options;
  }

  /** @throws the errors of opening the workspace and of `read`. */
  async use<Result>(read: (workspace: Workspace) => Promise<Result>): Promise<Result> {
    const opened = this.#take();
    opened.users++;
    try {
      return await read(await opened.opening);
    } catch (error) {
      if (isOfStores(error)) this.#retire(opened);
      throw error;
    } finally {
      opened.users--;
      if (this.#current !== opened) await close(opened);
    }
  }

  #take(): Opened {
    const { open, now, stamp } = this.#options;
    const before = this.#current;
    if (before !== null && !this.#isOutdated(before)) return before;
    const opened: Opened = { stamp: stamp(), opening: open(), openedAt: now(), users: 0 };
    // A failure to open is reported to the calls that wait for it.
    opened.opening.catch(() => this.#retire(opened));
    this.#current = opened;
    // A store that cannot be closed must not end the server: its calls have succeeded.
    if (before !== null) close(before).catch(() => undefined);
    return opened;
  }

  #isOutdated({ openedAt, stamp: before }: Opened): boolean {
    const { now, reopenAfterMs, stamp } = this.#options;
    return now() - openedAt >= reopenAfterMs && stamp() !== before;
  }

  #retire(opened: Opened): void {
    if (this.#current === opened) this.#current = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = this.#current;
    this.#current = null;
    if (opened !== null) await close(opened);
  }
}

/** Closes a workspace unless a call uses it. The last call closes it. */
async function close({ opening, users }: Opened): Promise<void> {
  if (users > 0) return;
  const workspace = await opening.catch(() => null);
  await workspace?.[Symbol.asyncDispose]();
}

/**
 * Whether a failure can come from the open stores, so that opening the workspace anew may help. A wrong argument, a provider
 * that fails and an aborted call say nothing about them.
 */
function isOfStores(error: unknown): boolean {
  if (ColloquyError.isInstance(error)) return ["store", "ledger"].includes(error.code);
  return !(error instanceof Error && error.name === "AbortError");
}
