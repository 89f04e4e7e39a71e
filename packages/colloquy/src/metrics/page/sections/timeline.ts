import { counted, markup, type Markup, type Part, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import type { StageMoment, StagePerformance, RunReports } from "../../reports/index.ts";
import { STAGE_TITLES } from "../../terms.ts";
import { numbers } from "../../columns.ts";
import { figures, foreign, nothingToShow, numbersBehind, section, table } from "../elements.ts";
import { figure, placed, type Placed, within } from "../figure.ts";
import { timelineCharts, isTelling } from "./timeline-charts.ts";

/** The timeline of the stages, with their limits. */
export function timeline({ performance: { modelStages, seconds } }: RunReports): Markup {
  if (modelStages.length === 0) {
    return section("timeline", "Over time", nothingToShow("No chunk was processed in this run."));
  }
  const end = Math.max(
    seconds ?? 0,
    ...modelStages.flatMap(({ timeline }) => timeline.map(({ atSeconds }) => atSeconds)),
  );
  return section(
    "timeline",
    "Over time",
    placed("performance.modelStages", modelStages).map((stage) => stageTimeline(stage, end)),
    "All charts have the time axis of the whole run. Admitted amounts are those of the minute before; they can exceed the limit after a time of lower use, for example at the beginning.",
  );
}

function stageTimeline(stage: Placed<StagePerformance>, seconds: number): Markup {
  const { stage: name, model, timeline } = stage.item;
  const content =
    timeline.length === 0
      ? nothingToShow("The stage called no model, or was too short: there is no timeline.")
      : markup`<div class="charts">${timelineCharts(stage.item, seconds)}</div>
${numbersBehind("The timeline in numbers", timelineTable(stage))}`;
  return markup`<div class="card"><h3>${STAGE_TITLES[name]} <small>${foreign(model)}</small></h3>${stageFacts(stage)}
${content}</div>
`;
}

function stageFacts(stage: Placed<StagePerformance>): Markup {
  const { batchSize, pauses, peakInFlight, silentSeconds, fullReplies } = stage.item;
  const facts: readonly Part[] = [
    markup`${figure(stage, "calls")} calls${sizeWords(batchSize)}`,
    markup`in ${figure(stage, "seconds")}`,
    peakInFlight > 0 ? markup`at most ${figure(stage, "peakInFlight")} at once` : null,
    pauses.count > 0
      ? markup`${counted(pauses.count, "pause")} of ${figure(within(stage, "pauses"), "seconds")} in all`
      : null,
    silentSeconds > 0 ? markup`no reply for ${figure(stage, "silentSeconds")}` : null,
    fullReplies > 0
      ? markup`${figure(stage, "fullReplies")} ${fullReplies === 1 ? "reply" : "replies"} as long as allowed`
      : null,
  ];
  return markup`<p class="facts">${facts.filter((fact) => fact !== null).map((fact) => markup`<span>${fact}</span> `)}</p>`;
}

function sizeWords(batchSize: number): string {
  // The calls were pings only.
  if (batchSize === 0) return "";
  return batchSize === 1 ? " of one chunk" : ` of up to ${counted(batchSize, "chunk")}`;
}

function timelineTable({ path, item }: Placed<StagePerformance>): Markup {
  type Moment = Placed<StageMoment>;
  // The row has the position, because a table may have hundreds of rows.
  const moments = item.timeline.map((moment): Moment => ({ path: "", item: moment }));
  const limits = RESOURCES.filter((resource) => isTelling(item, resource)).flatMap((resource) => [
    numbers(`${RESOURCE_TERMS[resource]} a minute`, ({ item: { admittedPerMinute } }: Moment) =>
      figure({ path: "admittedPerMinute", item: admittedPerMinute }, resource),
    ),
    numbers("limit", ({ item: { perMinute } }: Moment) => figure({ path: "perMinute", item: perMinute }, resource)),
  ]);
  return table(
    `${STAGE_TITLES[item.stage]} over time`,
    moments,
    [
      ...figures({
        At: "atSeconds",
        Settled: "done",
        "Chunks a second": "chunksPerSecond",
        "In flight": "inFlight",
        "Concurrency limit": "concurrencyLimit",
      }),
      ...limits,
      ...figures({ "Turned away": "rateLimited", "Cost so far": "costUsd" }),
    ],
    (_, index) => `${path}.timeline.${index}`,
  );
}
