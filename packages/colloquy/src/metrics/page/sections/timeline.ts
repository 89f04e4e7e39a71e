import { counted, markup, type Markup, type Part, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { foreign, nothingToShow, numberColumns, type Row, section, table } from "../elements.ts";
import { STAGE_TERMS } from "../../terms.ts";
import type { StageMoment, StagePerformance, RunReports } from "../../reports/index.ts";
import { timelineCharts, isTelling } from "./timeline-charts.ts";

/** How the stages went over the time of the run, beside their limits. */
export function timeline({ performance: { modelStages, seconds } }: RunReports): Markup {
  if (modelStages.length === 0) {
    return section("timeline", "Over time", nothingToShow("No chunk was worked on in this run."));
  }
  const end = Math.max(seconds ?? 0, ...modelStages.flatMap(({ timeline }) => timeline.map(({ atSeconds }) => atSeconds)));
  return section(
    "timeline",
    "Over time",
    modelStages.map((stage, index) => stageTimeline(stage, index, end)),
    "Every chart has the same time axis: that of the whole run. What was admitted is that of the minute before; it may pass the limit after a time in which less was used, as at the beginning.",
  );
}

function stageTimeline(stage: StagePerformance, index: number, seconds: number): Markup {
  const { timeline } = stage;
  const content =
    timeline.length === 0
      ? nothingToShow("It asked no model that tells how it goes, or was too short for it: there is no timeline to draw.")
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
    silentSeconds > 0 ? markup`no answer for ${figure(`${path}.silentSeconds`, silentSeconds, "s")}` : null,
    fullReplies > 0
      ? markup`${figure(`${path}.fullReplies`, fullReplies, "count")} ${fullReplies === 1 ? "reply" : "replies"} as long as allowed`
      : null,
  ];
  return markup`<p class="facts">${facts.filter((fact) => fact !== null).map((fact) => markup`<span>${fact}</span> `)}</p>`;
}

function sizeWords(batchSize: number): string {
  // Those that only made sure of the model.
  if (batchSize === 0) return "";
  return batchSize === 1 ? " of one chunk" : ` of up to ${counted(batchSize, "chunk")}`;
}

function timelineTable(stage: StagePerformance, index: number): Markup {
  const resources = RESOURCES.filter((resource) => isTelling(stage, resource));
  const columns = [
    ...numberColumns("At", "Settled", "Chunks a second", "In flight", "Ceiling"),
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
      figure("ceiling", moment.ceiling, "count"),
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
