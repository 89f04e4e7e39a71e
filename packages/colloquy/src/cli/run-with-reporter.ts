import { FINISHED_WORK_IS_KEPT } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import { isAbort } from "./failure.ts";
import type { RunEvent, RunOptions } from "./library.ts";
import { chooseReporter } from "./reporters/index.ts";

/** Runs an operation of the library and shows its events. Resolves with null if it was interrupted. */
export async function runWithReporter<Result>(
  invocation: Invocation,
  run: (observer: Required<Pick<RunOptions, "signal" | "onEvent">>) => Promise<Result>,
  listen: (event: RunEvent) => void = () => undefined,
): Promise<Result | null> {
  const { interruption } = invocation;
  const reporter = chooseReporter(invocation);
  interruption.endCleanly((message) => {
    reporter.stop();
    reporter.say(message);
  });
  let hasResult = false;
  try {
    const result = await run({
      signal: interruption.signal,
      onEvent: (event) => {
        listen(event);
        reporter.onEvent(event);
      },
    });
    hasResult = true;
    return result;
  } catch (error) {
    if (interruption.signal.aborted && isAbort(error)) return null;
    throw error;
  } finally {
    reporter.finish(hasResult);
  }
}

/** Prints that a run was interrupted. Returns its exit code. */
export async function reportInterruption({ interruption, messages }: Invocation): Promise<number> {
  await messages.write(`colloquy: Interrupted. ${FINISHED_WORK_IS_KEPT}\n`);
  return interruption.exitCode ?? 130;
}
