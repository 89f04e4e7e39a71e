import { resolve } from "node:path";
import { expandPreset } from "../config/index.ts";
import { readMeasurements } from "../metrics/index.ts";
import { NEVER_ABORTED, UNTRACED } from "../calls/index.ts";
import { nothingToRead, readTranscripts, type RunListener } from "../pipeline/index.ts";
import { stopWhenInterrupted } from "../projection/index.ts";
import { discoverTranscripts } from "./discover-transcripts.ts";
import { type EstimateResult, estimateResult, FileCounts } from "./estimate-result.ts";
import { estimateStages } from "./estimate-stages.ts";
import { checkIngestOptions, type IngestOptions } from "./ingest-options.ts";
import { logPlace } from "./log-place.ts";
import { findModels } from "./models/find-models.ts";
import { withIndexedModel } from "./models/indexed-model.ts";
import { openLedgerCopy } from "./ledger-copy.ts";
import { findPricing, priceCaveats } from "./pricing.ts";
import { ReadingPool } from "./reading-pool.ts";
import { createRunId, RunEvents } from "./run-events.ts";
import { reportFolder } from "./run-reports.ts";
import { THREADS } from "./threads.ts";
import { workspaceFolder } from "./workspace-folder.ts";

/**
 * Estimates the calls, costs and time of `ingest` with the same options, as `colloquy estimate` does. It reads the
 * folder, sends no call, and changes no workspace, log or store.
 * @throws ColloquyError `invalid-input` and `configuration` as `ingest` does; `workspace-busy` while a run uses the
 *   workspace; `interrupted`; `ledger`; `disk` when there is no space for a copy of the ledger.
 */
export async function estimate(given: IngestOptions): Promise<EstimateResult> {
  checkIngestOptions(given, "estimate");
  const options = expandPreset(given);
  const dataDir = resolve(options.dataDir ?? ".colloquy");
  const folder = workspaceFolder(dataDir, options.workspace ?? "default");
  const reportsIn = reportFolder(options.outputDir, folder.name);
  const log = logPlace(options, folder);
  const discovered = await discoverTranscripts(options.transcriptsDir, options.include, { dataDir, log });
  if (discovered.files.length === 0) throw nothingToRead(options.transcriptsDir, discovered.skipped, options.include);

  const events = new RunEvents(createRunId(new Date()), options.onEvent);
  await using models = await findModels(options, events.warn, { isCalled: false });
  const pricing = await findPricing(options);
  const { signal = NEVER_ABORTED } = options;
  priceCaveats(options, pricing).forEach(events.warn);
  const files = new FileCounts(discovered.files.length + discovered.skipped.length);
  await using copy = await openLedgerCopy(folder);
  const { ledger } = copy;
  {
    await using reader = new ReadingPool(THREADS);
    const emit: RunListener = (event) => {
      files.listen(event);
      events.emit(event);
    };
    const transcriptsDir = resolve(options.transcriptsDir);
    await readTranscripts({ emit, stop: signal, span: UNTRACED }, ledger, reader, { transcriptsDir, discovered });
  }
  stopWhenInterrupted(signal);
  const known = { pricing, measurements: readMeasurements(reportsIn) };
  const parts = await withIndexedModel({ ledger, models, ...known }, ledger, options);
  const modelStages = await estimateStages(parts, options);
  return estimateResult(folder.name, files.counts, (await ledger.counts()).chunks, modelStages);
}
