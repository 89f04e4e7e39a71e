import { Option } from "commander";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { type IngestResult, loadLibrary, type RunEvent } from "../library.ts";
import { runEstimate } from "../run-estimate.ts";
import { runWithReporter, reportInterruption } from "../run-with-reporter.ts";
import { countFiles, type FileTally } from "../file-tally.ts";
import { renderSummary } from "../views/summary.ts";
import { jsonLine } from "../json-line.ts";
import { FOLDER_ARGUMENT, ingestOptions } from "../ingest-options.ts";
import { readingOptions } from "../reading-options.ts";
import { libraryOptions, STORE_KEYS } from "../library-options.ts";

export const ingestCommand: CommandDefinition = {
  name: "ingest",
  summary: "turn a folder of transcripts into a graph and an index",
  description:
    "Reads every transcript of a folder, extracts people, ideas, relations and quotes, and builds the graph and the index of a workspace. You can run it again at any time: finished work is not repeated.",
  ...FOLDER_ARGUMENT,
  own: [new Option("--dry-run", "call no model and change nothing: print an estimate, as `colloquy estimate` does")],
  examples: [
    "colloquy ingest ./transcripts",
    "colloquy ingest ./transcripts --workspace talks --include '**/*.vtt' --limit 20",
    "colloquy ingest ./transcripts --model openai:gpt-4o-mini --embedding-model openai:text-embedding-3-small",
    "colloquy ingest ./transcripts --model llama3.1:8b --base-url http://127.0.0.1:11434/v1",
    "colloquy ingest ./transcripts --neo4j-uri bolt://127.0.0.1:7687 --qdrant-url http://127.0.0.1:6333",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    if (invocation.own.dryRun === true) return runEstimate(invocation);
    const options = ingestOptions(invocation);
    const files = countFiles();
    let reported: Reported = { files: [], advice: [] };
    const listen = (event: RunEvent): void => {
      files.onEvent(event);
      if (event.event === "reports.written") reported = event;
    };
    const { ingest } = await loadLibrary();
    const result = await runWithReporter(invocation, (observer) => ingest({ ...options, ...observer }), listen);
    if (result === null) return reportInterruption(invocation);
    await printResult({ result, tally: files.tally(), reported }, invocation);
    return invocation.interruption.exitCode ?? result.exitCode;
  },
};

type Reported = Pick<Extract<RunEvent, { readonly event: "reports.written" }>, "files" | "advice">;

interface Done {
  readonly result: IngestResult;
  readonly tally: FileTally;
  readonly reported: Reported;
}

async function printResult({ result, tally, reported }: Done, invocation: Invocation): Promise<void> {
  const { options, flags, output } = invocation;
  if (options.json) return output.write(jsonLine(result));
  if (options.quiet) return;
  const { describeStores, open } = await loadLibrary();
  await using workspace = await open(options.workspace, readingOptions(invocation));
  const best = await workspace.entities({ limit: 200 });
  const deadLetters = await workspace.deadLetters();
  const stores = describeStores(options.workspace, libraryOptions(invocation, STORE_KEYS));
  const { files: reports, advice } = reported;
  const summary = { result, tally, best, stores, deadLetters, options, flags, reports, advice };
  await output.write(renderSummary(summary, output));
}
