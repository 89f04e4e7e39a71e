// What the programs for language models measured, as the Markdown of docs/benchmarks.md, from bench/results/:
// `node bench/throughput/report.ts [--write]`; with --write the tables there are replaced.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "../report.ts";
import { ceilingTable, inFlightTable, promptsTable } from "./tables/concurrency.ts";
import { contentFaultsTable, faultsTable } from "./tables/faults.ts";
import { corpusTable, extractionModelTable, peersTable } from "./tables/jobs.ts";
import { limitsChangedTable, throughputTable } from "./tables/limits.ts";
import { markdownOf, type Table } from "./tables/markdown.ts";

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const RESULTS = path.join(REPOSITORY, "bench", "results");
const PAGE = path.join(REPOSITORY, "docs", "benchmarks.md");

/** In the order of the page; `peers` stands for a file for each tier. */
const TABLES: Readonly<Record<string, (read: string) => Table>> = {
  throughput: tableOf(throughputTable),
  "limits-changed": tableOf(limitsChangedTable),
  faults: tableOf(faultsTable),
  "content-faults": tableOf(contentFaultsTable),
  ceiling: tableOf(ceilingTable),
  "in-flight": tableOf(inFlightTable),
  prompts: tableOf(promptsTable),
  corpus: tableOf(corpusTable),
  peers: tableOf(peersTable),
  "extraction-model": tableOf(extractionModelTable),
};

let page = readFileSync(PAGE, "utf8");
for (const [name, toTable] of Object.entries(TABLES)) {
  const files = name === "peers" ? filesFrom("peers-") : filesFrom(`${name}.json`);
  if (files.length === 0) continue;
  const measured = files.map((file) => describe(file, toTable)).join("\n\n");
  console.log(`## ${name}\n\n${measured}\n`);
  page = replaced(page, name, measured);
}
if (values.write) writeFileSync(PAGE, page);

/** A program's table; `read` is what it wrote, and it alone writes files of that name. */
function tableOf<Results>(toTable: (results: Results) => Table): (read: string) => Table {
  return (read) => toTable(JSON.parse(read) as Results);
}

function filesFrom(prefix: string): string[] {
  if (!existsSync(RESULTS)) return [];
  return readdirSync(RESULTS)
    .filter((file) => file.startsWith(prefix) && file.endsWith(".json"))
    .toSorted();
}

function describe(file: string, toTable: (read: string) => Table): string {
  const read = readFileSync(path.join(RESULTS, file), "utf8");
  const { machine, command, tier } = JSON.parse(read) as {
    readonly machine: string;
    readonly command: string;
    readonly tier?: { readonly name: string };
  };
  const title = tier === undefined ? "" : `**${tier.name}** `;
  return `${title}(${machine}; \`${command}\`)\n\n${markdownOf(toTable(read))}`;
}

/** The page with what was measured in the place that is marked for it. */
function replaced(text: string, name: string, measured: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no place for ${name}: mark it ${begin} ${end}.`);
  return `${text.slice(0, from)}${begin}\n\n${measured}\n\n${text.slice(to)}`;
}
