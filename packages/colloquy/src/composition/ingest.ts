import { resolve } from "node:path";
import { removeFolders } from "../files/index.ts";
import { readMeasurements } from "../metrics/index.ts";
import { type Discovered, type IngestResult, nothingToRead, stopWhenOutOfFiles } from "../pipeline/index.ts";
import { expandPreset } from "../config/index.ts";
import { checkIngestOptions, type IngestOptions } from "./ingest-options.ts";
import { findModels } from "./models/find-models.ts";
import { ReadingPool } from "./reading-pool.ts";
import { discoverTranscripts } from "./discover-transcripts.ts";
import { logPlace } from "./log-place.ts";
import { findPricing, requirePrices } from "./pricing.ts";
import { openRecords, type RecordPlaces, recorded, type RunRecords } from "./recorded.ts";
import { reportFolder } from "./run-reports.ts";
import { runId, runWorkspace } from "./run-workspace.ts";
import { reachStores, storePlaces } from "./stores/index.ts";
import { THREADS } from "./threads.ts";
import { createWorkspaceFolder, type WorkspaceFolder, workspaceExists, workspaceFolder } from "./workspace-folder.ts";

/**
 * Turns a folder of transcripts into the graph and the vector index of a workspace: what `colloquy ingest` does.
 * What the workspace holds already is not done again.
 * @throws ColloquyError: `invalid-input` and `configuration` (nothing is made then), `workspace-busy`, `interrupted`, `store`,
 *   `ledger`, `provider`, `disk`; whatever was done until then is kept, and the next run goes on from there.
 */
export async function ingest(given: IngestOptions): Promise<IngestResult> {
  checkIngestOptions(given);
  const options = expandPreset(given);
  const dataDir = resolve(options.dataDir ?? ".colloquy");
  const folder = workspaceFolder(dataDir, options.workspace ?? "default");
  const logFile = logPlace(options, folder);
  const discovered = await discoverTranscripts(options.transcriptsDir, options.include, { dataDir, log: logFile });
  if (discovered.files.length === 0) throw nothingToRead(options.transcriptsDir, discovered.skipped, options.include);

  await using models = await findModels(options);
  const pricing = await findPricing(options);
  requirePrices(options, pricing);
  const places = storePlaces(folder, options, models.ontology);
  await using reader = new ReadingPool(THREADS);
  if (!workspaceExists(folder)) {
    await findSomethingToRead(reader, options, discovered);
    await reachStores(places, true);
  }
  const startedAt = new Date();
  const run = runId(startedAt);
  const reportsIn = reportFolder(options.outputDir, folder.name);
  const records = makeFilesOf({ folder, logFile, reportsIn, run, startedAt }, options);
  using _log = records.log;
  const files = { transcriptsDir: resolve(options.transcriptsDir), discovered };
  return await recorded(records, options, (recording, heard) =>
    runWorkspace(
      {
        folder,
        places,
        models,
        pricing,
        measurements: readMeasurements(reportsIn),
        run,
        startedAt,
        reportsIn,
        threads: reader,
        files,
        limit: options.limit ?? null,
        force: options.force ?? false,
        deadLettersOnly: false,
      },
      recording,
      heard,
    ),
  );
}

/** The workspace's folder, the log and the folder of the reports: all, or none. */
function makeFilesOf(
  { folder, ...where }: Omit<RecordPlaces, "workspace"> & { readonly folder: WorkspaceFolder },
  options: IngestOptions,
): RunRecords {
  const made = createWorkspaceFolder(folder);
  try {
    return openRecords({ ...where, workspace: folder.name }, options);
  } catch (error) {
    removeFolders(made);
    throw error;
  }
}

/** A workspace is not made for a folder in which nothing turns out to be a transcript. */
async function findSomethingToRead(
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
