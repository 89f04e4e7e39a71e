import type { Invocation } from "./context.ts";
import { ingestOptions } from "./ingest-options.ts";
import { jsonLine } from "./json-line.ts";
import { loadLibrary } from "./library.ts";
import { runWithReporter } from "./run-with-reporter.ts";
import { renderEstimate } from "./views/estimate/estimate.ts";

/** `colloquy estimate`, and `colloquy ingest --dry-run`: they print the same. */
export async function runEstimate(invocation: Invocation): Promise<number> {
  const { options, flags, output, messages, interruption } = invocation;
  const asked = ingestOptions(invocation);
  const { estimate } = await loadLibrary();
  // Its events are none of its result: what there is to say goes to stderr with --json as well.
  const shown = { ...invocation, options: { ...options, json: false } };
  const result = await runWithReporter(shown, (hearing) => estimate({ ...asked, ...hearing }));
  if (result === null) {
    await messages.write("colloquy: Interrupted; nothing was asked or changed.\n");
    return interruption.exitCode ?? 130;
  }
  if (options.json) await output.write(jsonLine(result));
  else await output.write(renderEstimate({ result, options, flags }, output));
  return interruption.exitCode ?? 0;
}
