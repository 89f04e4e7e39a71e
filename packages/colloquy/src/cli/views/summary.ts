import type { OptionKey, Options } from "../../config/index.ts";
import { dataDirOption } from "../../files/index.ts";
import { printable, shellWord } from "../../model/index.ts";
import { counted, formatCount, formatDuration, formatExactDollars, wrap } from "../../text/index.ts";
import type { DeadLetterReason, EntityRow, IngestResult, StoreDescription } from "../library.ts";
import type { Output } from "../output.ts";
import type { FileTally } from "../file-tally.ts";
import { givenFlags } from "../given-flags.ts";
import { serverKeys, STORE_KEYS } from "../library-options.ts";
import { callRows, remainingText } from "./calls.ts";
import { type ReportSummary, reportRows, traceLines } from "./report-files.ts";
import { renderDeadLetters } from "./dead-letters.ts";
import { renderSkipped, row, statusRows } from "./status.ts";

export interface Summary extends ReportSummary {
  readonly result: IngestResult;
  readonly tally: FileTally;
  /** The most mentioned entities. */
  readonly best: readonly EntityRow[];
  /** The servers of graph and vectors; empty if both are files. */
  readonly stores: readonly StoreDescription[];
  readonly deadLetters: readonly DeadLetterReason[];
  /** Options from the command line. The suggested calls repeat them. */
  readonly flags: Partial<Options>;
  readonly options: {
    readonly workspace: string;
    readonly dataDir: string;
    readonly verbose: boolean;
    readonly model?: string;
    readonly embeddingModel?: string;
    readonly resolutionModel?: string;
    readonly maxCost?: number;
  };
}

const NAMES = 6;
const QUIET_TYPES = new Set(["Person", "Quote"]);

/** The result of a run, the contents of the workspace, and suggested calls. */
export function renderSummary(summary: Summary, output: Pick<Output, "colours" | "columns">): string {
  const { result, options } = summary;
  const heading = output.colours.bold(`Workspace ${printable(result.workspace)}`);
  const rows: (readonly [string, string])[] = [
    ["files", filesText(summary)],
    ...statusRows(result),
    ...summary.stores.map(({ holds, text }) => [`${holds} in`, printable(text)] as const),
    ...callRows(result, modelsOf(options)),
    ...highlights(summary.best),
    ...reportRows(summary),
  ];
  const lines = [...rows.map(([label, text]) => row(label, text, output)), ...traceLines(result.traces, output)];
  return [
    `\n${heading}  ${output.colours.dim(`done in ${formatDuration(result.seconds)}`)}`,
    ...lines,
    `${renderSkipped(result, options.verbose, output)}${renderDeadLetters(summary.deadLetters, options.verbose, output)}${remainingWork(summary, output)}`,
    renderNext(summary, output),
  ].join("\n");
}

function filesText({ tally, result }: Summary): string {
  const parts = [
    `${formatCount(tally.new)} new`,
    `${formatCount(tally.edited)} edited`,
    `${formatCount(tally.unchanged)} unchanged`,
  ];
  const skipped = result.transcripts.skipped.length;
  if (skipped > 0) parts.push(`${formatCount(skipped)} skipped`);
  if (tally.vanished > 0) parts.push(`${formatCount(tally.vanished)} no longer in the folder, kept`);
  return parts.join(", ");
}

function highlights(best: readonly EntityRow[]): (readonly [string, string])[] {
  const names = (entities: readonly EntityRow[]): string =>
    entities
      .slice(0, NAMES)
      .map((each) => printable(each.name))
      .join(", ");
  const people = best.filter((entity) => entity.type === "Person");
  // An idea in several transcripts is more important than an idea that one transcript repeats.
  const ideas = best
    .filter((entity) => !QUIET_TYPES.has(entity.type))
    .toSorted((one, other) => other.transcripts * other.mentions - one.transcripts * one.mentions);
  return [["top people", names(people)] as const, ["top ideas", names(ideas)] as const].filter(
    ([, text]) => text !== "",
  );
}

function modelsOf({ model, embeddingModel, resolutionModel }: Summary["options"]): readonly string[] {
  const named = [model, embeddingModel, resolutionModel].filter((name) => name !== undefined);
  return [...new Set(named)].map(printable);
}

const BUDGET_REACHED = 4;

function remainingWork(
  { result, deadLetters, options }: Summary,
  { colours, columns }: Pick<Output, "colours" | "columns">,
): string {
  const { chunks, remaining, exitCode } = result;
  const lines = [];
  if (exitCode === BUDGET_REACHED) lines.push(budgetText(chunks.pending, options), remainingText(remaining));
  else if (chunks.pending > 0)
    lines.push(
      `${counted(chunks.pending, "chunk")} still pending: run the same command again to continue.`,
      remainingText(remaining),
    );
  if (deadLetters.length > 0) lines.push("`colloquy retry-failed` processes only the dead letters again.");
  return lines
    .filter((line) => line !== "")
    .map((line) => `\n${colours.yellow(wrap(line, columns))}\n`)
    .join("");
}

/** Each run has its own budget, so the same budget also continues the work. */
function budgetText(pending: number, { maxCost }: Summary["options"]): string {
  const limit = maxCost === undefined ? "--max-cost" : `--max-cost ${formatExactDollars(maxCost)}`;
  if (pending === 0) return `Stopped at ${limit}: run the same command again to continue.`;
  const chunks = pending === 1 ? "1 chunk is" : `${formatCount(pending)} chunks are`;
  return `Stopped at ${limit}: ${chunks} still pending; run the same command again to continue, with a larger sum to process more of them.`;
}

function renderNext(
  { best, options, flags: given, reports = [] }: Summary,
  { colours }: Pick<Output, "colours">,
): string {
  const workspace = options.workspace === "default" ? "" : ` --workspace ${options.workspace}`;
  const usual = `${workspace}${dataDirOption(options.dataDir)}`;
  const idea = best.find((entity) => !QUIET_TYPES.has(entity.type));
  const shown = best.find((entity) => entity.type === "Person") ?? idea;
  const flags = (keys: readonly OptionKey[]): string => usual + givenFlags(given, keys);
  const subject = (idea ?? shown)?.name;
  const calls = [
    ...(subject === undefined
      ? [`colloquy search 'some words'${flags(STORE_KEYS)}`]
      : [`colloquy ask ${shellWord(`What is said about ${subject}?`)}${flags(STORE_KEYS)}`]),
    ...(shown === undefined ? [] : [`colloquy show ${shellWord(shown.name)}${flags(serverKeys("graph"))}`]),
    `colloquy export --format html --output graph.html${flags(STORE_KEYS)}`,
    ...(reports.length === 0 ? [] : [`colloquy report${workspace}${givenFlags(given, ["outputDir"])}`]),
  ];
  return `${colours.bold("Next")}\n${calls.map((call) => `  ${call}`).join("\n")}\n`;
}
