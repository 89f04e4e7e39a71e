import { FINISHED_WORK_IS_KEPT } from "../model/index.ts";

/** The signals of Ctrl-C, `kill` and a closed terminal, for a command that can end cleanly. */
export interface Interruption {
  /** Aborted by the first signal. The reason contains the exit code. */
  readonly signal: AbortSignal;
  /** 128 plus the number of the first signal; null before a signal. */
  readonly exitCode: number | null;
  /** After this call the first signal calls `announce` and ends cleanly. Before it, every signal stops at once. */
  endCleanly(announce: (message: string) => void): void;
}

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const STOPPED = `Stopped at once. ${FINISHED_WORK_IS_KEPT}`;

/**
 * Listens to the process's signals. `exit` writes its sentence, if any, and ends the process at once. The sentence is null if
 * the command has nothing to finish.
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
      announce("Finishing the work in flight; press Ctrl-C again to stop now.");
      controller.abort(Object.assign(new DOMException(`${name} was received.`, "AbortError"), { exitCode }));
    });
  }
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    endCleanly: (listener) => {
      announce = listener;
    },
  };
}

/** Writes the sentence, if any, and ends this process. */
export function exitAtOnce(exitCode: number, sentence: string | null): never {
  const { stderr } = process;
  // Progress bars may have hidden the cursor and disabled line wrapping.
  if (stderr.isTTY) stderr.write("\u001b[?25h\u001b[?7h");
  // The sentence is written first, because a thread with a long query delays the end of the process.
  if (sentence !== null) stderr.write(`colloquy: ${sentence}\n`);
  process.exit(exitCode);
}
