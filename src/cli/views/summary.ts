import { printable } from "../../model/index.ts";
import { counted, formatCount, formatDuration } from "../format.ts";
import type { EntityRow, IngestResult } from "../library.ts";
import type { Output } from "../output.ts";
import type { RunTally } from "../run-tally.ts";
import { renderSkipped, row, statusRows } from "./status.ts";

export interface Summary {
  readonly result: IngestResult;
  readonly tally: RunTally;
  /** The most mentioned entities. */
  readonly best: readonly EntityRow[];
  readonly options: { readonly workspace: string; readonly dataDir: string; readonly verbose: boolean };
}

const NAMES = 6;
const QUIET_TYPES = new Set(["Person", "Quote"]);

/** What a run did, what the workspace holds now, and what to try next. */
export function renderSummary(summary: Summary, output: Pick<Output, "colours" | "columns">): string {
  const { result, options } = summary;
  const heading = output.colours.bold(`Workspace ${printable(result.workspace)}`);
  const rows: (readonly [string, string])[] = [
    ["files", filesText(summary)],
    ...statusRows(result),
    ...highlights(summary.best),
  ];
  const lines = rows.map(([label, text]) => row(label, text, output));
  return [
    `\n${heading}  ${output.colours.dim(`done in ${formatDuration(result.seconds)}`)}`,
    ...lines,
    `${renderSkipped(result, options.verbose, output)}${advice(result, output)}`,
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
  // What recurs in several conversations says more about them than what one goes on about.
  const ideas = best
    .filter((entity) => !QUIET_TYPES.has(entity.type))
    .toSorted((one, other) => other.transcripts * other.mentions - one.transcripts * one.mentions);
  return [["top people", names(people)] as const, ["top ideas", names(ideas)] as const].filter(
    ([, text]) => text !== "",
  );
}

function advice({ chunks }: IngestResult, { colours }: Pick<Output, "colours">): string {
  const lines = [];
  if (chunks.pending > 0)
    lines.push(`${counted(chunks.pending, "passage")} still pending: run the same command again to go on.`);
  if (chunks.deadLetters > 0)
    lines.push(
      `${counted(chunks.deadLetters, "passage")} could not be read and lie in the dead letters; the log says why.`,
    );
  if (chunks.embeddingDeadLetters > 0)
    lines.push(
      `${counted(chunks.embeddingDeadLetters, "passage")} could not be embedded and lie in the dead letters; the log says why.`,
    );
  return lines.map((line) => `\n${colours.yellow(line)}\n`).join("");
}

function renderNext({ best, options }: Summary, { colours }: Pick<Output, "colours">): string {
  const flags = [
    options.workspace === "default" ? "" : ` --workspace ${options.workspace}`,
    options.dataDir === ".colloquy" ? "" : ` --data-dir ${quoted(options.dataDir)}`,
  ].join("");
  const idea = best.find((entity) => !QUIET_TYPES.has(entity.type));
  const shown = best.find((entity) => entity.type === "Person") ?? idea;
  const calls = [
    `colloquy search ${quoted((idea ?? shown)?.name ?? "some words")}${flags}`,
    ...(shown === undefined ? [] : [`colloquy show ${quoted(shown.name)}${flags}`]),
    `colloquy export --format html --output graph.html${flags}`,
  ];
  return `${colours.bold("Next")}\n${calls.map((call) => `  ${call}`).join("\n")}\n`;
}

/** A word of a shell, quoted so that nothing in it acts. */
function quoted(text: string): string {
  const safe = printable(text);
  return /^[\p{L}\p{N}_./-]+$/u.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
