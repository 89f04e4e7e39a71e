import { optionsOf } from "../../config/index.ts";
import { counted } from "../../text/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary, type RetryFailedResult } from "../library.ts";
import { libraryOptions } from "../library-options.ts";
import { runWithReporter, reportInterruption } from "../run-with-reporter.ts";
import { callRows } from "../views/calls.ts";
import { renderDeadLetters } from "../views/dead-letters.ts";
import { traceLines } from "../views/report-files.ts";
import { row } from "../views/status.ts";

export const retryFailedCommand: CommandDefinition = {
  name: "retry-failed",
  summary: "process the dead letters again",
  description:
    "Processes only the chunks in the dead letters of a workspace again. A chunk that succeeds leaves the dead letters; a chunk that fails stays, with its new reason.",
  examples: ["colloquy retry-failed --workspace talks --model openai:gpt-4o-mini", "colloquy retry-failed --json"],
  needsConfiguration: true,
  run: async (invocation) => {
    const { retryFailed } = await loadLibrary();
    const result = await runWithReporter(invocation, (observer) =>
      retryFailed({ ...libraryOptions(invocation, optionsOf("retry-failed")), ...observer }),
    );
    if (result === null) return reportInterruption(invocation);
    await printResult(result, invocation);
    return invocation.interruption.exitCode ?? result.exitCode;
  },
};

async function printResult(result: RetryFailedResult, { options, output }: Invocation): Promise<void> {
  if (options.json) return output.write(jsonLine(result));
  if (options.quiet) return;
  const tried = { extract: !options.skipKg, embed: !options.skipEmbeddings };
  const left = result.deadLetterReasons.reduce((sum, { stage, chunks }) => sum + (tried[stage] ? chunks : 0), 0);
  const calls = callRows(result).map(([label, text]) => row(label, text, output));
  const lines = [...calls, ...traceLines(result.traces, output)].map((line) => `${line}\n`);
  await output.write(
    `\n${outcome(result.retried, left)}\n${lines.join("")}${renderDeadLetters(result.deadLetterReasons, options.verbose, output)}`,
  );
}

function outcome(retried: number, left: number): string {
  if (retried === 0) return "There are no dead letters: nothing was retried.";
  const tried = `${counted(retried, "chunk")} retried`;
  if (left === 0) return `${tried}: all succeeded.`;
  return `${tried}: ${retried - left} succeeded, ${left} failed again.`;
}
