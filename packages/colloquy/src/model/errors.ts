/** The kind of a failure; each kind has one exit code of the command line. */
export type ErrorCode =
  | "invalid-input"
  | "configuration"
  | "workspace-busy"
  | "interrupted"
  | "store"
  | "ledger"
  | "provider"
  | "not-found"
  | "network"
  | "disk";

const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  "invalid-input": 2,
  configuration: 2,
  "workspace-busy": 5,
  interrupted: 130,
  store: 1,
  ledger: 2,
  provider: 1,
  "not-found": 1,
  network: 1,
  disk: 1,
};

const MARKER = Symbol.for("colloquy.error");

/** A list of what a workspace has. */
export type WorkspaceList = "speakers" | "transcripts";

interface ColloquyErrorOptions extends ErrorOptions {
  /** The list that has the right names, if the message suggests none. */
  readonly list?: WorkspaceList;
  /** What to do next in a terminal, with its command: the end of the message. Views in a browser show `sentence`, without it. */
  readonly terminalHint?: string;
}

/** A failure that a user can act on: its message states what failed, on what, and what to do next. */
export class ColloquyError extends Error {
  readonly code: ErrorCode;
  /** The list that has the right names, in a failure about a wrong name; else null. */
  readonly list: WorkspaceList | null;
  /** The message without its hint for a terminal. */
  readonly sentence: string;
  readonly [MARKER] = true;

  constructor(code: ErrorCode, message: string, { list, terminalHint, ...options }: ColloquyErrorOptions = {}) {
    super(terminalHint === undefined ? message : `${message} ${terminalHint}`, options);
    this.name = "ColloquyError";
    this.code = code;
    this.list = list ?? null;
    this.sentence = message;
  }

  /** The exit code of a command that ends with this error. */
  get exitCode(): number {
    return EXIT_CODES[this.code];
  }

  /** True for errors of this class from any copy of the library. */
  static isInstance(value: unknown): value is ColloquyError {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}

/** The last sentence of a message after which the same command continues. */
export const FINISHED_WORK_IS_KEPT = "Finished work is kept: run the same command again to continue.";

/**
 * The exit code of a run that ended with an error. An `exitCode` of the abort reason has priority, because a kill has
 * another code than Ctrl-C.
 */
export function exitCodeOf(error: unknown, signal: AbortSignal | undefined): number {
  const requested =
    ColloquyError.isInstance(error) && error.code === "interrupted" && signal?.aborted === true
      ? codeIn(signal.reason)
      : null;
  return requested ?? codeIn(error) ?? 1;
}

function codeIn(carrier: unknown): number | null {
  const code = typeof carrier === "object" && carrier !== null && "exitCode" in carrier ? carrier.exitCode : null;
  return typeof code === "number" ? code : null;
}
