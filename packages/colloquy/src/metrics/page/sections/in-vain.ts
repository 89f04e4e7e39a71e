import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { counted } from "../format.ts";
import { markup, type Markup, type Part } from "../markup.ts";
import { numberColumns, table, wordsColumn } from "../table.ts";
import { LANE_WORDS } from "../words.ts";
import type { LanePerformance, PerformanceReport } from "../../reports.ts";
import { longText } from "./long-text.ts";

const MOST_REASONS = 20;

/** Calls that gave nothing: what their replies took, and why they were of no use; null where there were none. */
export function callsInVain({ lanes }: PerformanceReport): Markup | null {
  const told = lanes
    .map((lane, index) => ({ lane, path: `performance.lanes.${index}` }))
    .filter(({ lane }) => lane.inVain.calls > 0);
  if (told.length === 0) return null;
  return markup`<div class="card reasons"><h3>Calls that gave nothing</h3><p class="facts">Their replies were of no use, or they had none. What they asked for was asked for again, where that might help.</p>
${told.map(({ lane, path }) => [takenTable(lane, path), reasonTable(lane, path)])}</div>`;
}

function takenTable({ lane, calls, inVain }: LanePerformance, path: string): Markup {
  const numbers = numberColumns("Calls", "Of all calls", "Replies", "Input tokens", "Output tokens", "Cost");
  const cells: readonly Part[] = [
    LANE_WORDS[lane],
    figure(`${path}.inVain.calls`, inVain.calls, "count"),
    figure(`${path}.calls`, calls, "count"),
    figure(`${path}.inVain.replies`, inVain.replies, "count"),
    figure(`${path}.inVain.inputTokens`, inVain.inputTokens, "count"),
    figure(`${path}.inVain.outputTokens`, inVain.outputTokens, "count"),
    figure(`${path}.inVain.costUsd`, inVain.costUsd, "usd"),
  ];
  return table(`${LANE_WORDS[lane]}: what calls took that gave nothing`, [wordsColumn("Lane"), ...numbers], [cells]);
}

function reasonTable({ lane, inVain }: LanePerformance, path: string): Markup {
  const rows = inVain.reasons.map(({ reason, calls }, index): readonly Part[] => [
    longText(reason),
    figure(`${path}.inVain.reasons.${index}.calls`, calls, "count"),
  ]);
  const columns = [wordsColumn("Reason"), ...numberColumns("Calls")];
  const rest = rows.slice(MOST_REASONS);
  const title = `${LANE_WORDS[lane]}: why calls gave nothing`;
  return markup`${table(title, columns, rows.slice(0, MOST_REASONS))}${rest.length === 0 ? null : numbersBehind(counted(rest.length, "more reason"), table(`${title}, other reasons`, columns, rest))}`;
}
