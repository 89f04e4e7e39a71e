/** What Ctrl-C and a polite kill do to a command that can end cleanly. */
export interface Interruption {
  /** Aborted by the first signal, with a reason that carries its exit code. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came, else null. */
  readonly exitCode: number | null;
  /** From now on a first signal ends cleanly, after `announce` told the user; without this every signal stops at once. */
  beGentle(announce: (message: string) => void): void;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Listens to the process's signals. `exit` ends the process at once. */
export function listenForInterruption(
  signals: Pick<NodeJS.Process, "on">,
  exit: (exitCode: number) => void,
): Interruption {
  const controller = new AbortController();
  let announce: ((message: string) => void) | null = null;
  let exitCode: number | null = null;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    signals.on(name, () => {
      if (announce === null || exitCode !== null) return exit(exitCode ?? EXIT_CODES[name]);
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
