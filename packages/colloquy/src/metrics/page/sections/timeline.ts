import { counted, markup, type Markup, type Part, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { foreign, nothingToShow, numberColumns, type Row, section, table } from "../elements.ts";
import { STAGE_TERMS } from "../../terms.ts";
import type { StageMoment, StagePerformance, RunReports } from "../../reports/index.ts";
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
    modelStages.map((stage, index) => stageTimeline(stage, index, end)),
    "All charts have the time axis of the whole run. Admitted amounts are those of the minute before; they can exceed the limit after a time of lower use, for example at the beginning.",
  );
}

function stageTimeline(stage: StagePerformance, index: number, seconds: number): Markup {
  const { timeline } = stage;
  const content =
    timeline.length === 0
      ? nothingToShow("The stage called no model, or was too short: there is no timeline.")
      : markup`<div class="charts">${timelineCharts(stage, seconds)}</div>
${numbersBehind("The timeline in numbers", timelineTable(stage, index))}`;
  return markup`<div class="card"><h3>${STAGE_TERMS[stage.stage]} <small>${foreign(stage.model)}</small></h3>${stageFacts(stage, index)}
${content}</div>
`;
}

function stageFacts(stage: StagePerformance, index: number): Markup {
  const { batchSize, calls, seconds, pauses, peakInFlight, silentSeconds, fullReplies } = stage;
  const path = `performance.modelStages.${index}`;
  const facts: readonly Part[] = [
    markup`${figure(`${path}.calls`, calls, "count")} calls${sizeWords(batchSize)}`,
    markup`in ${figure(`${path}.seconds`, seconds, "s")}`,
    peakInFlight > 0 ? markup`at most ${figure(`${path}.peakInFlight`, peakInFlight, "count")} at once` : null,
    pauses.count > 0
      ? markup`${counted(pauses.count, "pause")} of ${figure(`${path}.pauses.seconds`, pauses.seconds, "s")} in all`
      : null,
    silentSeconds > 0 ? markup`no reply for ${figure(`${path}.silentSeconds`, silentSeconds, "s")}` : null,
    fullReplies > 0
      ? markup`${figure(`${path}.fullReplies`, fullReplies, "count")} ${fullReplies === 1 ? "reply" : "replies"} as long as allowed`
      : null,
  ];
  return markup`<p class="facts">${facts.filter((fact) => fact !== null).map((fact) => markup`<span>${fact}</span> `)}</p>`;
}

function sizeWords(batchSize: number): string {
  // The calls were pings only.
  if (batchSize === 0) return "";
  return batchSize === 1 ? " of one chunk" : ` of up to ${counted(batchSize, "chunk")}`;
}

function timelineTable(stage: StagePerformance, index: number): Markup {
  const resources = RESOURCES.filter((resource) => isTelling(stage, resource));
  const columns = [
    ...numberColumns("At", "Settled", "Chunks a second", "In flight", "Concurrency limit"),
    ...resources.flatMap((resource) => numberColumns(`${RESOURCE_TERMS[resource]} a minute`, "limit")),
    ...numberColumns("Turned away", "Cost so far"),
  ];
  const row = (moment: StageMoment, at: number): Row => ({
    of: `performance.modelStages.${index}.timeline.${at}`,
    cells: [
      figure("atSeconds", moment.atSeconds, "s"),
      figure("done", moment.done, "count"),
      figure("chunksPerSecond", moment.chunksPerSecond, "rate"),
      figure("inFlight", moment.inFlight, "count"),
      figure("concurrencyLimit", moment.concurrencyLimit, "count"),
      ...resources.flatMap((resource) => [
        figure(`admittedPerMinute.${resource}`, moment.admittedPerMinute[resource], "count"),
        figure(`perMinute.${resource}`, moment.perMinute[resource], "count"),
      ]),
      figure("rateLimited", moment.rateLimited, "count"),
      figure("costUsd", moment.costUsd, "usd"),
    ],
  });
  return table(`${STAGE_TERMS[stage.stage]} over time`, columns, stage.timeline.map(row));
}
