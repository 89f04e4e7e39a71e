import { resolve } from "node:path";
import { expandPreset } from "../config/index.ts";
import { type Discovered, type IngestResult, nothingToRead, stopWhenOutOfFiles } from "../pipeline/index.ts";
import { discoverTranscripts } from "./discover-transcripts.ts";
import { checkIngestOptions, type IngestOptions } from "./ingest-options.ts";
import { logPlace } from "./log-place.ts";
import { findModels } from "./models/find-models.ts";
import { findPricing, requirePrices } from "./pricing.ts";
import { ReadingPool } from "./reading-pool.ts";
import { createRunId, RunEvents } from "./run-events.ts";
import { runWorkspace } from "./run-workspace.ts";
import { reachStores, storePlaces } from "../stores/index.ts";
import { THREADS } from "./threads.ts";
import { workspaceExists, workspaceFolder } from "./workspace-folder.ts";

/**
 * Extracts and embeds a folder of transcripts into the graph and the vector index of a workspace, as `colloquy ingest`
 * does. Settled chunks are not sent again.
 * @throws ColloquyError: `invalid-input` and `configuration` before anything is created; `workspace-busy`,
 *   `interrupted`, `store`, `ledger`, `provider`, `disk`. Results until then are kept, and the next run continues.
 */
export async function ingest(given: IngestOptions): Promise<IngestResult> {
  checkIngestOptions(given);
  const options = expandPreset(given);
  const dataDir = resolve(options.dataDir ?? ".colloquy");
  const folder = workspaceFolder(dataDir, options.workspace ?? "default");
  const log = logPlace(options, folder);
  const discovered = await discoverTranscripts(options.transcriptsDir, options.include, { dataDir, log });
  if (discovered.files.length === 0) throw nothingToRead(options.transcriptsDir, discovered.skipped, options.include);

  const events = new RunEvents(createRunId(new Date()), options.onEvent);
  await using models = await findModels(options, events.warn);
  const pricing = await findPricing(options);
  requirePrices(options, pricing);
  const places = storePlaces(folder, options, models.ontology);
  await using reader = new ReadingPool(THREADS);
  if (!workspaceExists(folder)) {
    await requireTranscript(reader, options, discovered);
    await reachStores(places, true);
  }
  const files = { transcriptsDir: resolve(options.transcriptsDir), discovered };
  return await runWorkspace({ events, folder, places, models, pricing, threads: reader, files }, options);
}

/** Ensures that at least one file is a transcript before a workspace is created. */
async function requireTranscript(
  reader: ReadingPool,
  { transcriptsDir, include }: IngestOptions,
  discovered: Discovered,
): Promise<void> {
  const skipped = [...discovered.skipped];
  for (const found of discovered.files) {
    const outcome = await reader.read(found);
    if ("record" in outcome) return;
    skipped.push({ path: found.file, reason: outcome.skipped });
  }
  stopWhenOutOfFiles(skipped);
  throw nothingToRead(transcriptsDir, skipped, include);
}
