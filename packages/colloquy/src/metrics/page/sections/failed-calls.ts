import { counted, markup, type Markup, type Part } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { numberColumns, table, wordsColumn } from "../table.ts";
import { LANE_TERMS } from "../../terms.ts";
import type { LanePerformance, PerformanceReport } from "../../reports/index.ts";
import { longText } from "./long-text.ts";

const MOST_REASONS = 20;

/** Failed calls: what their replies took, and the reasons; null where there were none. */
export function failedCallsCard({ lanes }: PerformanceReport): Markup | null {
  const failed = lanes
    .map((lane, index) => ({ lane, path: `performance.lanes.${index}` }))
    .filter(({ lane }) => lane.failedCalls.calls > 0);
  if (failed.length === 0) return null;
  return markup`<div class="card reasons"><h3>Failed calls</h3><p class="facts">Their replies were of no use, or they had none. What they asked for was asked for again, where that might help.</p>
${failed.map(({ lane, path }) => [takenTable(lane, path), reasonTable(lane, path)])}</div>`;
}

function takenTable({ lane, calls, failedCalls }: LanePerformance, path: string): Markup {
  const numbers = numberColumns("Calls", "Of all calls", "Replies", "Input tokens", "Output tokens", "Cost");
  const cells: readonly Part[] = [
    LANE_TERMS[lane],
    figure(`${path}.failedCalls.calls`, failedCalls.calls, "count"),
    figure(`${path}.calls`, calls, "count"),
    figure(`${path}.failedCalls.replies`, failedCalls.replies, "count"),
    figure(`${path}.failedCalls.inputTokens`, failedCalls.inputTokens, "count"),
    figure(`${path}.failedCalls.outputTokens`, failedCalls.outputTokens, "count"),
    figure(`${path}.failedCalls.costUsd`, failedCalls.costUsd, "usd"),
  ];
  return table(`${LANE_TERMS[lane]}: what failed calls took`, [wordsColumn("Lane"), ...numbers], [cells]);
}

function reasonTable({ lane, failedCalls }: LanePerformance, path: string): Markup {
  const rows = failedCalls.reasons.map(({ reason, calls }, index): readonly Part[] => [
    longText(reason),
    figure(`${path}.failedCalls.reasons.${index}.calls`, calls, "count"),
  ]);
  const columns = [wordsColumn("Reason"), ...numberColumns("Calls")];
  const rest = rows.slice(MOST_REASONS);
  const title = `${LANE_TERMS[lane]}: why calls failed`;
  return markup`${table(title, columns, rows.slice(0, MOST_REASONS))}${rest.length === 0 ? null : numbersBehind(counted(rest.length, "more reason"), table(`${title}, other reasons`, columns, rest))}`;
}
