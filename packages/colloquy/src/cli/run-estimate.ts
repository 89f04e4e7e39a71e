import type { Invocation } from "./context.ts";
import { ingestOptions } from "./ingest-options.ts";
import { jsonLine } from "./json-line.ts";
import { loadLibrary } from "./library.ts";
import { runWithReporter } from "./run-with-reporter.ts";
import { renderEstimate } from "./views/estimate/estimate.ts";

/** Runs `colloquy estimate` and `colloquy ingest --dry-run`. Both print the same. */
export async function runEstimate(invocation: Invocation): Promise<number> {
  const { options, flags, output, messages, interruption } = invocation;
  const requested = ingestOptions(invocation);
  const { estimate } = await loadLibrary();
  // With --json, stdout contains only the result. Messages go to stderr.
  const shown = { ...invocation, options: { ...options, json: false } };
  const result = await runWithReporter(shown, (observer) => estimate({ ...requested, ...observer }));
  if (result === null) {
    await messages.write("colloquy: Interrupted; no model was called and nothing was changed.\n");
    return interruption.exitCode ?? 130;
  }
  if (options.json) await output.write(jsonLine(result));
  else await output.write(renderEstimate({ result, options, flags }, output));
  return interruption.exitCode ?? 0;
}
