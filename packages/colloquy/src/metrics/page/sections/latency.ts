import { numbersBehind } from "../charts/chart.ts";
import { histogram } from "../charts/histogram.ts";
import { figure } from "../figure.ts";
import { markup, type Markup, type Part } from "../../../text/index.ts";
import { foreign, nothingToShow, numberColumns, section, table, wordsColumn } from "../elements.ts";
import { STAGE_TERMS } from "../../terms.ts";
import type { Distribution, StagePerformance, RunReports } from "../../reports/index.ts";

const KINDS = [
  { key: "latencyMs", title: "From sending to the whole reply", short: "whole reply", colour: "latency" },
  { key: "firstTokenMs", title: "From sending to the first token", short: "first token", colour: "first-token" },
  { key: "waitMs", title: "Waiting to be sent", short: "waiting", colour: "wait" },
] as const;

/** The latency of calls, and their waiting time before that. */
export function latency({ performance: { modelStages } }: RunReports): Markup {
  const cards = modelStages.map((stage, index) => stageLatency(stage, index)).filter((card) => card !== null);
  const content = cards.length > 0 ? cards : nothingToShow("No call had a reply: there are no times to show.");
  return section(
    "latency",
    "How long calls took",
    content,
    cards.length > 0
      ? "The number of calls by duration, on a logarithmic axis. p90: nine of ten calls were not longer."
      : null,
  );
}

function stageLatency(stage: StagePerformance, index: number): Markup | null {
  const known = KINDS.flatMap((kind) => {
    const of = stage[kind.key];
    return of === null || of.count === 0 ? [] : [{ ...kind, of }];
  });
  if (known.length === 0) return null;
  const charts = known
    // When nothing waited, the chart has a single bar and the table is enough.
    .filter(({ of }) => of.max > 0 && of.histogram.length > 0)
    .map(({ key, title, colour, of }) => histogram({ id: `${stage.stage}-${key}`, title, colour, of }));
  const rows = known.map(({ key, short, of }) => row(short, `performance.modelStages.${index}.${key}`, of));
  const columns = [wordsColumn("Time"), ...numberColumns("Calls", "Mean", "p50", "p90", "p99", "Longest")];
  return markup`<div class="card"><h3>${STAGE_TERMS[stage.stage]} <small>${foreign(stage.model)}</small></h3><div class="charts three">${charts}<div class="times">${table(`${STAGE_TERMS[stage.stage]}: how long calls took`, columns, rows)}</div></div>
${numbersBehind("The bars in numbers", [known.map(({ key, title, of }) => bars(title, `performance.modelStages.${index}.${key}.histogram`, of))])}</div>
`;
}

function row(name: string, path: string, of: Distribution): readonly Part[] {
  const times = ["mean", "p50", "p90", "p99", "max"] as const;
  return [
    name,
    figure(`${path}.count`, of.count, "count"),
    ...times.map((key) => figure(`${path}.${key}`, of[key], "ms")),
  ];
}

function bars(title: string, path: string, { histogram: bins }: Distribution): Markup | null {
  if (bins.length === 0) return null;
  const columns = numberColumns("From", "To", "Calls");
  const rows = bins.map((bin, index) => [
    figure(`${path}.${index}.fromMs`, bin.fromMs, "ms"),
    figure(`${path}.${index}.toMs`, bin.toMs, "ms"),
    figure(`${path}.${index}.count`, bin.count, "count"),
  ]);
  return table(title, columns, rows);
}
