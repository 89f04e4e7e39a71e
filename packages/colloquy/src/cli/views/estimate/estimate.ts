import { printable } from "../../../model/index.ts";
import {
  counted,
  formatCount,
  formatDollars,
  formatDuration,
  formatExactDollars,
  formatRange,
  wrap,
} from "../../../text/index.ts";
import type { EstimateResult } from "../../library.ts";
import type { Output } from "../../output.ts";
import { row } from "../status.ts";
import { renderStage } from "./stage.ts";
import { nextCalls } from "./next.ts";
import type { ShownEstimate } from "./shown-estimate.ts";

/** What a run would find and take, and what to type next. */
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
  const skipped = files.skipped === 0 ? [] : [`${formatCount(files.skipped)} skipped (--verbose says which, and why)`];
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
  const free = options.force ? "done again because of --force" : "free";
  return `${formatCount(total)}; done already and ${free}: ${done.join(", ")}; ${now}`;
}

/** Where more than one stage takes anything. */
function together(
  { modelStages, costUsd, seconds }: EstimateResult,
  output: Pick<Output, "colours" | "columns">,
): string[] {
  if (modelStages.filter(({ inputTokens }) => inputTokens.most > 0).length < 2) return [];
  const cost = costUsd === null ? "cost unknown, because a price is" : formatRange(costUsd, formatDollars);
  const time = seconds === null ? "time unknown, because a limit is" : formatRange(seconds, formatDuration);
  return [row("together", `${cost}; ${time}`, output)];
}

/** What becomes of `--max-cost`; null where it is not in the way. */
function budgetText({ result: { costUsd }, options: { maxCost } }: ShownEstimate): string | null {
  if (maxCost === undefined) return null;
  const limit = `--max-cost ${formatExactDollars(maxCost)}`;
  if (costUsd === null) return `${limit} cannot be kept without knowing every price: the run would be refused.`;
  const goesOn = "it stops there with exit code 4, and the same command goes on";
  if (maxCost < costUsd.least) return `${limit} is less than the least that it costs: ${goesOn}.`;
  if (maxCost < costUsd.most)
    return `${limit} lies within the range of the cost, so it may not be enough: then ${goesOn}.`;
  return null;
}
