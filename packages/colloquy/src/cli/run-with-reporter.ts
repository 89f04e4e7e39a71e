import type { Invocation } from "./context.ts";
import { isAbort } from "./failure.ts";
import type { RunEvent, RunOptions } from "./library.ts";
import { chooseReporter } from "./reporters/index.ts";

/** Runs something that tells what it does, and shows it; null when it was interrupted. */
export async function runWithReporter<Result>(
  invocation: Invocation,
  run: (hearing: Required<Pick<RunOptions, "signal" | "onEvent">>) => Promise<Result>,
  listen: (event: RunEvent) => void = () => undefined,
): Promise<Result | null> {
  const { interruption } = invocation;
  const reporter = chooseReporter(invocation);
  interruption.beGentle((message) => {
    reporter.stop();
    reporter.say(message);
  });
  let hasResult = false;
  try {
    const result = await run({
      signal: interruption.signal,
      onEvent: (event) => {
        listen(event);
        reporter.hear(event);
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

/** Says that a run was interrupted, and gives its exit code. */
export async function tellInterruption({ interruption, messages }: Invocation): Promise<number> {
  await messages.write("colloquy: Interrupted; what was done is kept, so run the same command again to go on.\n");
  return interruption.exitCode ?? 130;
}
