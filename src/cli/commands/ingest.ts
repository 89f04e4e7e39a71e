import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { type IngestOptions, type IngestResult, loadLibrary } from "../library.ts";
import { MODEL_OPTIONS, runModelOptions } from "../model-options.ts";
import { runWithReporter, tellInterruption } from "../run-with-reporter.ts";
import { countFiles, type FileTally } from "../file-tally.ts";
import { renderSummary } from "../views/summary.ts";
import { jsonLine } from "../json-line.ts";
import { readingOptions } from "../reading-options.ts";
import { STORE_OPTIONS, storeOptions } from "../store-options.ts";

export const ingestCommand: CommandDefinition = {
  name: "ingest",
  summary: "turn a folder of transcripts into a graph and an index",
  description:
    "Reads every transcript of a folder, extracts people, ideas, relations and quotes, and builds the graph and the index of a workspace. Run it again at any time: what is done already is not done twice.",
  configured: [
    "transcriptsDir",
    "include",
    "workspace",
    "dataDir",
    "outputDir",
    "logFile",
    ...MODEL_OPTIONS,
    ...STORE_OPTIONS,
    "limit",
    "force",
    "skipKg",
    "skipEmbeddings",
    "json",
    "quiet",
    "verbose",
  ],
  examples: [
    "colloquy ingest --transcripts-dir ./transcripts",
    "colloquy ingest --transcripts-dir ./transcripts --workspace talks --include '**/*.vtt' --limit 20",
    "colloquy ingest --transcripts-dir ./transcripts --model openai:gpt-4o-mini --embedding-model openai:text-embedding-3-small",
    "colloquy ingest --transcripts-dir ./transcripts --model llama3.1:8b --base-url http://127.0.0.1:11434/v1",
    "colloquy ingest --transcripts-dir ./transcripts --neo4j-uri bolt://127.0.0.1:7687 --qdrant-url http://127.0.0.1:6333",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const options = ingestOptions(invocation);
    const files = countFiles();
    const { ingest } = await loadLibrary();
    const result = await runWithReporter(invocation, (hearing) => ingest({ ...options, ...hearing }), files.hear);
    if (result === null) return tellInterruption(invocation);
    await tellResult(result, files.tally(), invocation);
    return invocation.interruption.exitCode ?? result.exitCode;
  },
};

/** @throws ColloquyError `invalid-input` when no folder is named. */
function ingestOptions(invocation: Invocation): IngestOptions {
  const { options } = invocation;
  if (options.transcriptsDir === undefined) {
    throw new ColloquyError(
      "invalid-input",
      "No transcripts were named; give their folder with --transcripts-dir, or run `colloquy init` and set transcripts-dir.",
    );
  }
  const { workspace, force, skipKg, skipEmbeddings } = options;
  return {
    ...runModelOptions(invocation),
    ...storeOptions(invocation),
    transcriptsDir: options.transcriptsDir,
    dataDir: options.dataDir,
    outputDir: options.outputDir,
    workspace,
    force,
    skipKg,
    skipEmbeddings,
    ...(options.include === undefined ? {} : { include: options.include }),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  };
}

async function tellResult(result: IngestResult, tally: FileTally, invocation: Invocation): Promise<void> {
  const { options, flags, output } = invocation;
  if (options.json) return output.write(jsonLine(result));
  if (options.quiet) return;
  const { describeStores, open } = await loadLibrary();
  await using workspace = await open(options.workspace, readingOptions(invocation));
  const best = await workspace.entities({ limit: 200 });
  const deadLetters = await workspace.deadLetters();
  const stores = describeStores(options.workspace, storeOptions(invocation));
  await output.write(renderSummary({ result, tally, best, stores, deadLetters, options, flags }, output));
}
