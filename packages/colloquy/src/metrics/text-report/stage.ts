import {
  counted,
  formatCount,
  formatDecimal,
  formatDollars,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  RESOURCE_TERMS,
  RESOURCES,
  UNKNOWN,
  countedItems,
  itemTerm,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";
import { numbers, words } from "../columns.ts";
import type { FailedCalls, StagePerformance } from "../reports/index.ts";
import { BOTTLENECK_TERMS } from "../terms.ts";
import { paragraph, table } from "./lines.ts";

const LABEL_WIDTH = 12;

/** The speed of a stage and its bottlenecks. A row without a text is left out. */
export function callsSection(stage: StagePerformance): readonly string[] {
  const rows = {
    [itemTerm(stage.stage, 2)]: chunksText(stage),
    calls: callsText(stage),
    "failed calls": failedCallsText(stage),
    failures: failuresText(stage.failures),
    ...(asksProvider(stage) ? providerTexts(stage) : {}),
  };
  return [
    ...paragraph(titleOf(stage)),
    ...Object.entries(rows).flatMap(([label, text]) => labelled(label, text)),
    ...timeLines(stage),
    ...(asksProvider(stage) ? limitLines(stage) : []),
  ];
}

/** False for a stage without a provider: it has no limits, and its waits are not measured. */
function asksProvider({ admitted, bottlenecks }: StagePerformance): boolean {
  return Object.keys(admitted).length > 0 || bottlenecks.length > 0;
}

function providerTexts(stage: StagePerformance): Readonly<Record<string, string>> {
  const { peakInFlight, rateLimited, pauses, silentSeconds } = stage;
  return {
    "in flight": `at most ${counted(peakInFlight, "call")} at once`,
    "turned away": `${counted(rateLimited, "attempt")} (429)`,
    pauses: pauses.count === 0 ? "" : `${formatCount(pauses.count)}, ${formatDuration(pauses.seconds)} in all`,
    silence: silentSeconds === 0 ? "" : `no reply for ${formatDuration(silentSeconds)}`,
    bottleneck: bottlenecksText(stage),
    replies: repliesText(stage),
  };
}

function titleOf({ stage, model, batchSize }: StagePerformance): string {
  const by = model === "" ? "" : ` by ${model}`;
  const size = batchSize === 0 ? "" : `, at most ${countedItems(stage, batchSize)} a call`;
  return `Speed of ${MODEL_STAGE_TERMS[stage]}${by}${size}`;
}

function labelled(label: string, text: string): readonly string[] {
  const indent = " ".repeat(LABEL_WIDTH + 4);
  return text === "" ? [] : paragraph(text, `  ${label.padEnd(LABEL_WIDTH)}  `, indent);
}

function chunksText({ chunks, seconds, chunksPerSecond, deadLetters }: StagePerformance): string {
  const dead = deadLetters === 0 ? "" : `; ${formatCount(deadLetters)} more to the dead letters`;
  const rate = chunks === 0 ? "" : `, ${formatDecimal(chunksPerSecond)}/s`;
  return `${formatCount(chunks)} in ${formatDuration(seconds)}${rate}${dead}`;
}

function callsText({ calls, attempts, retries }: StagePerformance): string {
  return `${formatCount(calls)} in ${counted(attempts, "attempt")}, ${counted(retries, "retry", "retries")}`;
}

function failuresText(failures: StagePerformance["failures"]): string {
  const kinds = Object.entries(failures).filter(([, number]) => number > 0);
  const most = kinds.toSorted((one, other) => other[1] - one[1]);
  return most.map(([kind, number]) => `${kind} ${formatCount(number)}`).join(", ") || "no attempt failed";
}

function failedCallsText({ calls, failedCalls }: StagePerformance): string {
  if (failedCalls.calls === 0) return "";
  return `${formatCount(failedCalls.calls)} of ${formatCount(calls)} (${formatPercent(failedCalls.calls / Math.max(1, calls))})${failedCallsTaken(failedCalls)}`;
}

/** The usage of the failed calls' replies. */
function failedCallsTaken({ replies, inputTokens, outputTokens, costUsd }: FailedCalls): string {
  if (replies === 0) return "";
  const tokens =
    inputTokens === null || outputTokens === null
      ? "an unknown number of tokens"
      : `${counted(inputTokens, "token")} read and ${formatCount(outputTokens)} written`;
  return `; their ${counted(replies, "reply", "replies")} took ${tokens}${costUsd === 0 ? "" : `, cost ${formatDollars(costUsd)}`}`;
}

/** The largest share first. */
function bottlenecksText({ bottlenecks, batchSize }: StagePerformance): string {
  // Only pings were sent.
  const neverBegan = batchSize === 0 && bottlenecks.every(({ by }) => by === "none");
  if (neverBegan) return "";
  const shown = bottlenecks.filter((each) => each.share > 0).toSorted((one, other) => other.share - one.share);
  return (
    shown.map((each) => `${BOTTLENECK_TERMS[each.by]} (${formatPercent(each.share)} of the time)`).join(", ") || UNKNOWN
  );
}

function repliesText({ outputTokensPerReply, maxOutputTokensPerCall, fullReplies }: StagePerformance): string {
  if (outputTokensPerReply === null || maxOutputTokensPerCall === null || maxOutputTokensPerCall === 0) return "";
  const used = formatPercent(outputTokensPerReply / maxOutputTokensPerCall);
  const full = fullReplies === 0 ? "" : `; ${formatCount(fullReplies)} took all of it`;
  return `${counted(Math.round(outputTokensPerReply), "token")} on average of the ${formatCount(maxOutputTokensPerCall)} that they may have (${used})${full}`;
}

function timeLines({ latencyMs, firstTokenMs, waitMs }: StagePerformance): readonly string[] {
  const rows = [
    { name: "latency", times: latencyMs },
    { name: "first token after", times: firstTokenMs },
    { name: "waited to be sent", times: waitMs },
  ].flatMap(({ name, times }) => (times === null ? [] : [{ name, ...times }]));
  if (rows.length === 0) return [];
  const time = (title: string, key: "mean" | "p50" | "p90" | "p99" | "max") =>
    numbers(title, (row: (typeof rows)[number]) => formatMilliseconds(row[key]));
  return [
    "",
    ...table(rows, [
      words("", ({ name }) => name),
      numbers("attempts", ({ count }) => formatCount(count)),
      time("mean", "mean"),
      time("p50", "p50"),
      time("p90", "p90"),
      time("p99", "p99"),
      time("most", "max"),
    ]),
  ];
}

function limitLines({ perMinute, admitted, utilisation }: StagePerformance): readonly string[] {
  const limits = RESOURCES.filter((resource) => perMinute[resource] !== undefined);
  if (limits.length === 0) return ["", "  No limit of the provider is known."];
  return [
    "",
    ...table(limits, [
      words("limit", (resource) => RESOURCE_TERMS[resource]),
      numbers("a minute", (resource) => known(perMinute[resource], formatCount)),
      numbers("taken in all", (resource) => known(admitted[resource], formatCount)),
      numbers("of what was granted", (resource) => known(utilisation[resource], formatPercent)),
    ]),
  ];
}

function known(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? UNKNOWN : format(value);
}
