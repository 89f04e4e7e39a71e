// The results of the programs for language models as Markdown for docs/benchmarks.md, from bench/results/:
// `node bench/throughput/report.ts [--write]`; with --write the tables there are replaced.
import { fillPage, tableOf } from "../fill-page.ts";
import { ablationTable } from "./tables/ablation.ts";
import { concurrencyLimitTable, inFlightTable, promptsTable } from "./tables/concurrency.ts";
import { contentFaultsTable, faultsTable } from "./tables/faults.ts";
import { corpusTable, extractionModelTable, peersTable } from "./tables/jobs.ts";
import { limitsChangedTable, throughputTable } from "./tables/limits.ts";

// `peers` stands for a file for each tier.
fillPage({
  throughput: tableOf(throughputTable),
  "limits-changed": tableOf(limitsChangedTable),
  ablation: tableOf(ablationTable),
  faults: tableOf(faultsTable),
  "content-faults": tableOf(contentFaultsTable),
  "concurrency-limit": tableOf(concurrencyLimitTable),
  "in-flight": tableOf(inFlightTable),
  prompts: tableOf(promptsTable),
  corpus: tableOf(corpusTable),
  peers: tableOf(peersTable),
  "extraction-model": tableOf(extractionModelTable),
});
