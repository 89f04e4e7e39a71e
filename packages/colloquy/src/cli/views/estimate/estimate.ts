import { printable } from "../../../model/index.ts";
import {
  counted,
  formatCount,
  formatDollars,
  formatDuration,
  formatExactDollars,
  formatRange,
  MODEL_STAGE_TERMS,
  wrap,
} from "../../../text/index.ts";
import type { EstimateResult } from "../../library.ts";
import type { Output } from "../../output.ts";
import { row } from "../status.ts";
import { renderStage } from "./stage.ts";
import { nextCalls } from "./next.ts";
import type { ShownEstimate } from "./shown-estimate.ts";

/** The estimate of a run, and suggested calls. */
export function renderEstimate(shown: ShownEstimate, output: Pick<Output, "colours" | "columns">): string {
  const { colours, columns } = output;
  const { result } = shown;
  const heading = `${colours.bold(`Estimate for workspace ${printable(result.workspace)}`)}  ${colours.dim("no call was made, nothing was changed")}`;
  const found = [row("files", filesText(result), output), row("chunks", chunksText(shown), output)];
  const modelStages = result.modelStages.map((stage) => renderStage(stage, output));
  const remark = budgetText(shown);
  return [
    [heading, ...found].join("\n"),
    ...modelStages,
    ...together(result, output),
    ...(remark === null ? [] : [colours.yellow(wrap(remark, Math.min(columns, 100)))]),
    [
      colours.bold("Next"),
      ...nextCalls(shown).map(({ remark: why, call }) => `  ${colours.dim(`# ${why}`)}\n  ${call}`),
      "",
    ].join("\n"),
  ].join("\n\n");
}

function filesText({ files }: EstimateResult): string {
  const skipped =
    files.skipped === 0 ? [] : [`${formatCount(files.skipped)} skipped (--verbose lists them with reasons)`];
  return [
    `${formatCount(files.new)} new`,
    `${formatCount(files.edited)} edited`,
    `${formatCount(files.unchanged)} unchanged`,
    ...skipped,
  ].join(", ");
}

function chunksText({ result, options }: ShownEstimate): string {
  const { total, extracted, embedded, pending } = result.chunks;
  const done = [
    extracted > 0 ? `${formatCount(extracted)} extracted` : "",
    embedded > 0 ? `${formatCount(embedded)} in the index` : "",
  ].filter((part) => part !== "");
  const now = `${counted(pending, "chunk")} to do${options.limit === undefined ? "" : ` with --limit ${formatCount(options.limit)}`}`;
  if (done.length === 0) return `${formatCount(total)}, none of them done: ${now}`;
  const free = options.force ? "repeated because of --force" : "free";
  return `${formatCount(total)}; done already and ${free}: ${done.join(", ")}; ${now}`;
}

/** The sum of all stages; empty unless several have work. */
function together(
  { modelStages, costUsd, seconds }: EstimateResult,
  output: Pick<Output, "colours" | "columns">,
): string[] {
  if (modelStages.filter(({ inputTokens }) => inputTokens.most > 0).length < 2) return [];
  const cost = costUsd === null ? "cost unknown, because a price is unknown" : formatRange(costUsd, formatDollars);
  const time = seconds === null ? "time unknown, because a limit is unknown" : formatRange(seconds, formatDuration);
  return [row("together", `${cost}; ${time}`, output)];
}

/** The effect of `--max-cost`; null if the run stays below it. */
function budgetText({ result: { costUsd, modelStages }, options: { maxCost } }: ShownEstimate): string | null {
  if (maxCost === undefined) return null;
  const limit = `--max-cost ${formatExactDollars(maxCost)}`;
  const paid = modelStages.filter(({ inputTokens }) => inputTokens.most > 0);
  const what = new Intl.ListFormat("en-GB").format(paid.map(({ stage }) => MODEL_STAGE_TERMS[stage]));
  if (costUsd === null) return `${limit} needs the price of every model: the run would be refused.`;
  const continuation = "the run stops there with exit code 4, and the same command continues";
  if (maxCost < costUsd.least) return `${limit} is less than the lowest estimated cost of ${what}: ${continuation}.`;
  if (maxCost < costUsd.most)
    return `${limit} is within the range of the cost of ${what}, so it may not be enough: then ${continuation}.`;
  return null;
}
