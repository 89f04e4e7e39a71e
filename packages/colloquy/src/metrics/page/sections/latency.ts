import { markup, type Markup } from "../../../text/index.ts";
import type { Distribution, StagePerformance, RunReports } from "../../reports/index.ts";
import { STAGE_TITLES } from "../../terms.ts";
import { histogram } from "../charts/histogram.ts";
import { words } from "../../columns.ts";
import { figures, foreign, nothingToShow, numbersBehind, section, table } from "../elements.ts";
import { placed, type Placed } from "../figure.ts";

const KINDS = [
  { key: "latencyMs", title: "From sending to the whole reply", short: "whole reply", colour: "latency" },
  { key: "firstTokenMs", title: "From sending to the first token", short: "first token", colour: "first-token" },
  { key: "waitMs", title: "Waiting to be sent", short: "waiting", colour: "wait" },
] as const;

/** The latency of calls, and their waiting time before that. */
export function latency({ performance: { modelStages } }: RunReports): Markup {
  const cards = placed("performance.modelStages", modelStages)
    .map(stageLatency)
    .filter((card) => card !== null);
  if (cards.length === 0)
    return section("latency", "How long calls took", nothingToShow("No call had a reply: there are no times to show."));
  return section(
    "latency",
    "How long calls took",
    cards,
    "The number of calls by duration, on a logarithmic axis. p90: nine of ten calls were not longer.",
  );
}

type Times = (typeof KINDS)[number] & Placed<Distribution>;

function stageLatency({ path, item: { stage, model, ...of } }: Placed<StagePerformance>): Markup | null {
  const known = KINDS.flatMap((kind): readonly Times[] => {
    const item = of[kind.key];
    return item === null || item.count === 0 ? [] : [{ ...kind, path: `${path}.${kind.key}`, item }];
  });
  if (known.length === 0) return null;
  const charts = known
    // When nothing waited, the chart has a single bar and the table is enough.
    .filter(({ item }) => item.max > 0 && item.histogram.length > 0)
    .map(({ key, title, colour, item }) => histogram(`${stage}-${key}`, title, colour, item));
  const times = table(`${STAGE_TITLES[stage]}: how long calls took`, known, [
    words("Time", ({ short }) => short),
    ...figures({ Calls: "count", Mean: "mean", p50: "p50", p90: "p90", p99: "p99", Longest: "max" }),
  ]);
  return markup`<div class="card"><h3>${STAGE_TITLES[stage]} <small>${foreign(model)}</small></h3><div class="charts three">${charts}<div class="times">${times}</div></div>
${numbersBehind("The bars in numbers", known.map(bars))}</div>
`;
}

function bars({ title, path, item: { histogram: bins } }: Times): Markup | null {
  if (bins.length === 0) return null;
  return table(title, placed(`${path}.histogram`, bins), [...figures({ From: "fromMs", To: "toMs", Calls: "count" })]);
}
