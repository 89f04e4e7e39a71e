import { redact } from "../config/index.ts";
import type { RunLog } from "../metrics/index.ts";
import type { RunOptions } from "./run-options.ts";

/** Runs with a log, headed by what is done, that hears the events too, and the failure that ends it. */
export async function logged<Options extends Pick<RunOptions, "onEvent">, Result>(
  log: RunLog,
  heading: string,
  options: Options,
  run: (options: Options) => Promise<Result>,
): Promise<Result> {
  log.note(heading);
  try {
    return await run({
      ...options,
      onEvent: (event) => {
        log.record(event);
        options.onEvent?.(event);
      },
    });
  } catch (error) {
    log.note(redact(error instanceof Error ? error.message : String(error)));
    throw error;
  }
}
