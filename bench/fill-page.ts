import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY, type Table } from "./report.ts";
import { markdownOf } from "./throughput/tables/markdown.ts";

const RESULTS = path.join(REPOSITORY, "bench", "results");
const PAGE = path.join(REPOSITORY, "docs", "benchmarks.md");

/**
 * Prints the results in `bench/results/{name}.json`, or in `{name}-*.json` for programs with one file for each tier, as the
 * Markdown of docs/benchmarks.md; with `--write` on the command line, puts it between the markers of the page.
 * @throws Error when the page has no markers for a name.
 */
export function fillPage(tables: Readonly<Record<string, (read: string) => Table>>): void {
  const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
  let page = readFileSync(PAGE, "utf8");
  for (const [name, toTable] of Object.entries(tables)) {
    const files = filesOf(name);
    if (files.length === 0) continue;
    const measured = files.map((file) => describe(file, toTable)).join("\n\n");
    console.log(`## ${name}\n\n${measured}\n`);
    page = replaced(page, name, measured);
  }
  if (values.write) writeFileSync(PAGE, page);
}

/** A program's table; `read` reads the program's result file. */
export function tableOf<Results>(toTable: (results: Results) => Table): (read: string) => Table {
  return (read) => toTable(JSON.parse(read) as Results);
}

function filesOf(name: string): string[] {
  if (!existsSync(RESULTS)) return [];
  const all = readdirSync(RESULTS).filter((file) => file.endsWith(".json"));
  if (all.includes(`${name}.json`)) return [`${name}.json`];
  return all.filter((file) => file.startsWith(`${name}-`)).toSorted();
}

function describe(file: string, toTable: (read: string) => Table): string {
  const read = readFileSync(path.join(RESULTS, file), "utf8");
  const { machine, command, tier, server } = JSON.parse(read) as {
    readonly machine: string;
    readonly command: string;
    readonly tier?: { readonly name: string };
    /** The measured software, with its version. */
    readonly server?: string;
  };
  const title = tier === undefined ? "" : `**${tier.name}** `;
  const against = server === undefined ? "" : `${server}; `;
  return `${title}(${machine}; ${against}\`${command}\`)\n\n${markdownOf(toTable(read))}`;
}

/** The page with the results between their markers. */
function replaced(text: string, name: string, measured: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no markers for ${name}: add ${begin} ${end}.`);
  return `${text.slice(0, from)}${begin}\n\n${measured}\n\n${text.slice(to)}`;
}
