import { count, counted, decimal, dollars, duration, milliseconds, percent } from "../page/format.ts";
import type { CallsInVain, Distribution, LanePerformance } from "../reports.ts";
import { table, wrap } from "./layout.ts";
import { HELD_BACK_BY, RESOURCES, UNKNOWN } from "./words.ts";

const LABEL_WIDTH = 12;

/** How fast a lane was, and what it waited for. */
export function laneSection(lane: LanePerformance): string[] {
  return [
    ...wrap(titleOf(lane)),
    ...labelled("passages", passagesText(lane)),
    ...labelled("calls", callsText(lane)),
    ...labelled("in vain", inVainText(lane)),
    ...labelled("failures", failuresText(lane.failures)),
    ...(asksProvider(lane) ? providerLines(lane) : []),
    ...timeLines(lane),
    ...(asksProvider(lane) ? limitLines(lane) : []),
  ];
}

/** False for what runs on this machine: nothing limits it, and nobody watches what it waits for. */
function asksProvider({ admitted, heldBack }: LanePerformance): boolean {
  return Object.keys(admitted).length > 0 || heldBack.length > 0;
}

function providerLines(lane: LanePerformance): string[] {
  const { peakInFlight, rateLimited, pauses, silentSeconds } = lane;
  const paused = pauses.count === 0 ? "" : `${count(pauses.count)}, ${duration(pauses.seconds)} in all`;
  return [
    ...labelled("in flight", `at most ${counted(peakInFlight, "call")} at once`),
    ...labelled("turned away", `${counted(rateLimited, "attempt")} (429)`),
    ...labelled("pauses", paused),
    ...labelled("silence", silentSeconds === 0 ? "" : `nobody was answered for ${duration(silentSeconds)}`),
    ...labelled("held back by", heldBackText(lane)),
    ...labelled("replies", repliesText(lane)),
  ];
}

function titleOf({ lane, model, batchSize }: LanePerformance): string {
  const by = model === "" ? "" : ` by ${model}`;
  const size = batchSize === 0 ? "" : `, at most ${counted(batchSize, "passage")} a call`;
  return `Speed of ${lane}${by}${size}`;
}

function labelled(label: string, text: string): string[] {
  const indent = " ".repeat(LABEL_WIDTH + 4);
  return text === "" ? [] : wrap(text, `  ${label.padEnd(LABEL_WIDTH)}  `, indent);
}

function passagesText({ chunks, seconds, chunksPerSecond, deadLetters }: LanePerformance): string {
  const dead = deadLetters === 0 ? "" : `; ${count(deadLetters)} more to the dead letters`;
  const rate = chunks === 0 ? "" : `, ${decimal(chunksPerSecond)}/s`;
  return `${count(chunks)} in ${duration(seconds)}${rate}${dead}`;
}

function callsText({ calls, attempts, retries }: LanePerformance): string {
  return `${count(calls)} in ${counted(attempts, "attempt")}, ${counted(retries, "retry", "retries")}`;
}

function failuresText(failures: LanePerformance["failures"]): string {
  const kinds = Object.entries(failures).filter(([, number]) => number > 0);
  const most = kinds.toSorted((one, other) => other[1] - one[1]);
  return most.map(([kind, number]) => `${kind} ${count(number)}`).join(", ") || "no attempt failed";
}

function inVainText({ calls, inVain }: LanePerformance): string {
  if (inVain.calls === 0) return "";
  return `${count(inVain.calls)} of ${counted(calls, "call")} gave nothing (${percent(inVain.calls / Math.max(1, calls))})${inVainTaken(inVain)}`;
}

/** What their replies took. */
function inVainTaken({ replies, inputTokens, outputTokens, costUsd }: CallsInVain): string {
  if (replies === 0) return "";
  const tokens =
    inputTokens === null || outputTokens === null
      ? "tokens that are unknown"
      : `${counted(inputTokens, "token")} read and ${count(outputTokens)} written`;
  return `; their ${counted(replies, "reply", "replies")} took ${tokens}${costUsd === 0 ? "" : `, cost ${dollars(costUsd)}`}`;
}

/** What held it back for the longest time first. */
function heldBackText({ heldBack, batchSize }: LanePerformance): string {
  // It only asked whether its model answers.
  const neverBegan = batchSize === 0 && heldBack.every(({ by }) => by === "none");
  if (neverBegan) return "";
  const shown = heldBack.filter((each) => each.share > 0).toSorted((one, other) => other.share - one.share);
  return shown.map((each) => `${HELD_BACK_BY[each.by]} (${percent(each.share)} of the time)`).join(", ") || UNKNOWN;
}

function repliesText({ outputTokensPerReply, maxOutputTokensPerCall, fullReplies }: LanePerformance): string {
  if (outputTokensPerReply === null || maxOutputTokensPerCall === null || maxOutputTokensPerCall === 0) return "";
  const used = percent(outputTokensPerReply / maxOutputTokensPerCall);
  const full = fullReplies === 0 ? "" : `; ${count(fullReplies)} took all of it`;
  return `${counted(Math.round(outputTokensPerReply), "token")} on average of the ${count(maxOutputTokensPerCall)} that they may have (${used})${full}`;
}

function timeLines({ latencyMs, firstTokenMs, waitMs }: LanePerformance): string[] {
  const rows = [
    ["latency", latencyMs] as const,
    ["first token after", firstTokenMs] as const,
    ["waited to be sent", waitMs] as const,
  ].flatMap(([label, times]) => (times === null ? [] : [[label, ...timeCells(times)]]));
  if (rows.length === 0) return [];
  const times = ["attempts", "mean", "p50", "p90", "p99", "most"];
  return [
    "",
    ...table([{ title: "", align: "left" }, ...times.map((title) => ({ title, align: "right" as const }))], rows),
  ];
}

function timeCells({ count: attempts, mean, p50, p90, p99, max }: Distribution): string[] {
  return [count(attempts), ...[mean, p50, p90, p99, max].map(milliseconds)];
}

function limitLines({ perMinute, admitted, utilisation }: LanePerformance): string[] {
  const limits = RESOURCES.filter(([resource]) => perMinute[resource] !== undefined);
  if (limits.length === 0) return ["", "  No limit of the provider's is known."];
  const rows = limits.map(([resource, words]) => [
    words,
    known(perMinute[resource], count),
    known(admitted[resource], count),
    known(utilisation[resource], percent),
  ]);
  return [
    "",
    ...table(
      [
        { title: "limit", align: "left" },
        { title: "a minute", align: "right" },
        { title: "taken in all", align: "right" },
        { title: "of what was granted", align: "right" },
      ],
      rows,
    ),
  ];
}

function known(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? UNKNOWN : format(value);
}
