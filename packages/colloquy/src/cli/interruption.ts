/** What Ctrl-C, a polite kill and the end of a terminal do to a command that can end cleanly. */
export interface Interruption {
  /** Aborted by the first signal, with a reason that carries its exit code. */
  readonly signal: AbortSignal;
  /** 128 and the number of the signal, once one came; else null. */
  readonly exitCode: number | null;
  /** From now on a first signal ends cleanly, after `announce` told the user; without this every signal stops at once. */
  beGentle(announce: (message: string) => void): void;
}

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const STOPPED = "Stopped at once; what was done is kept, so run the same command again to go on.";

/**
 * Listens to the process's signals. `exit` ends the process at once, after it said the sentence that it is given; none where
 * the command had nothing to finish.
 */
export function listenForInterruption(
  signals: Pick<NodeJS.Process, "on">,
  exit: (exitCode: number, sentence: string | null) => void,
): Interruption {
  const controller = new AbortController();
  let announce: ((message: string) => void) | null = null;
  let exitCode: number | null = null;
  for (const name of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    signals.on(name, () => {
      if (announce === null) return exit(EXIT_CODES[name], null);
      if (exitCode !== null) return exit(exitCode, STOPPED);
      exitCode = EXIT_CODES[name];
      announce("Finishing what is running; press Ctrl-C again to stop now.");
      controller.abort(Object.assign(new DOMException(`${name} came.`, "AbortError"), { exitCode }));
    });
  }
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    beGentle: (listener) => {
      announce = listener;
    },
  };
}

/** Ends this process, after a sentence if there is one. */
export function exitAtOnce(exitCode: number, sentence: string | null): never {
  const { stderr } = process;
  // Bars may have hidden the cursor and turned line wrapping off.
  if (stderr.isTTY) stderr.write("\u001b[?25h\u001b[?7h");
  // Written before anything else ends: a thread in the middle of a long query holds the end of the process back.
  if (sentence !== null) stderr.write(`colloquy: ${sentence}\n`);
  process.exit(exitCode);
}
