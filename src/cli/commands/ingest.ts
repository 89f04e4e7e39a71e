import { ColloquyError } from "../../model/index.ts";
import type { ResolvedOptions } from "../../config/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { isAbort } from "../failure.ts";
import { type IngestOptions, type IngestResult, loadLibrary, type RunEvent } from "../library.ts";
import { chooseReporter, type Reporter } from "../reporters/index.ts";
import { countFiles, type RunTally } from "../run-tally.ts";
import { renderSummary } from "../views/summary.ts";
import { jsonLine } from "../json-line.ts";

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
    "batchSize",
    "maxConcurrent",
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
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const options = ingestOptions(invocation.options);
    const reporter = chooseReporter(invocation);
    invocation.interruption.beGentle(reporter.say);
    const files = countFiles();
    const result = await runWith(reporter, options, invocation, files.hear);
    if (result === null) return tellInterruption(invocation);
    await tellResult(result, files.tally(), invocation);
    return invocation.interruption.exitCode ?? result.exitCode;
  },
};

/** @throws ColloquyError `invalid-input` when no folder is named. */
function ingestOptions(options: ResolvedOptions): IngestOptions {
  if (options.transcriptsDir === undefined) {
    throw new ColloquyError(
      "invalid-input",
      "No transcripts were named; give their folder with --transcripts-dir, or run `colloquy init` and set transcripts-dir.",
    );
  }
  const { workspace, batchSize, maxConcurrent, force, skipKg, skipEmbeddings } = options;
  return {
    transcriptsDir: options.transcriptsDir,
    dataDir: options.dataDir,
    outputDir: options.outputDir,
    workspace,
    batchSize,
    maxConcurrent,
    force,
    skipKg,
    skipEmbeddings,
    ...(options.include === undefined ? {} : { include: options.include }),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  };
}

/** Null when the run was interrupted. */
async function runWith(
  reporter: Reporter,
  options: IngestOptions,
  { interruption }: Invocation,
  listen: (event: RunEvent) => void,
): Promise<IngestResult | null> {
  try {
    const { ingest } = await loadLibrary();
    return await ingest({
      ...options,
      signal: interruption.signal,
      onEvent: (event) => {
        listen(event);
        reporter.hear(event);
      },
    });
  } catch (error) {
    if (interruption.signal.aborted && isAbort(error)) return null;
    throw error;
  } finally {
    reporter.finish();
  }
}

async function tellInterruption({ interruption, messages }: Invocation): Promise<number> {
  await messages.write("colloquy: Interrupted; what was done is kept, so run the same command again to go on.\n");
  return interruption.exitCode ?? 130;
}

async function tellResult(result: IngestResult, tally: RunTally, { options, output }: Invocation): Promise<void> {
  if (options.json) return output.write(jsonLine(result));
  if (options.quiet) return;
  const { open } = await loadLibrary();
  await using workspace = await open(options.workspace, { dataDir: options.dataDir });
  const best = await workspace.entities({ limit: 200 });
  await output.write(renderSummary({ result, tally, best, options }, output));
}
