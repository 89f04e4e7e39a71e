import picocolors from "picocolors";
import type { Environment } from "../options/index.ts";
import { describeSystemError } from "../model/index.ts";

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Stdout or stderr of the process, for commands. */
export interface Output {
  /** Resolves when the stream accepts more text. Does nothing after the reader has closed the stream (`| head`). */
  write(text: string): Promise<void>;
  /** True after the reader has closed the stream. A command that streams can stop. */
  readonly closed: boolean;
  /** Description of a write error, such as a full disk; null without an error, and if the reader closed the stream. */
  readonly failure: string | null;
  readonly isTerminal: boolean;
  /** Width in columns; 80 without a terminal. */
  readonly columns: number;
  readonly colours: Colours;
  /** The stream itself, for a renderer that moves the cursor. */
  readonly stream: TextStream;
  /** Resolves when all text has left the process. */
  flush(): Promise<void>;
}

/** The part of a Node stream that an output needs. */
export interface TextStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function createOutput(stream: TextStream, environment: Environment): Output {
  let closed = false;
  let failure: string | null = null;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    closed = true;
    // EPIPE: the reader has closed the stream. This is no failure.
    if (error.code !== "EPIPE") failure = describeSystemError(error);
  });
  const isTerminal = stream.isTTY === true;
  return {
    stream,
    write: async (text) => {
      if (closed || stream.write(text)) return;
      await drained(stream);
    },
    get closed() {
      return closed;
    },
    get failure() {
      return failure;
    },
    isTerminal,
    get columns() {
      return isTerminal ? Math.max(stream.columns || 80, 20) : 80;
    },
    colours: picocolors.createColors(wantsColours(isTerminal, environment)),
    flush: () => (closed ? Promise.resolve() : new Promise((resolve) => stream.write("", () => resolve()))),
  };
}

/** NO_COLOR (https://no-color.org) has precedence over FORCE_COLOR. Without both, only terminals get colours. */
function wantsColours(isTerminal: boolean, environment: Environment): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== "0";
  return isTerminal && environment.TERM !== "dumb";
}

function drained(stream: TextStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ["drain", "error", "close"]) stream.off(event, done);
      resolve();
    };
    for (const event of ["drain", "error", "close"]) stream.on(event, done);
  });
}
