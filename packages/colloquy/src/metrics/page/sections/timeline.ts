import { counted, markup, type Markup, type Part, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { foreign, nothingToShow, numberColumns, type Row, section, table } from "../elements.ts";
import { LANE_TERMS } from "../../terms.ts";
import type { LaneMoment, LanePerformance, RunReports } from "../../reports/index.ts";
import { timelineCharts, isTelling } from "./timeline-charts.ts";

/** How the lanes went over the time of the run, beside their limits. */
export function timeline({ performance: { lanes, seconds } }: RunReports): Markup {
  if (lanes.length === 0) {
    return section("timeline", "Over time", nothingToShow("No passage was worked on in this run."));
  }
  const end = Math.max(seconds ?? 0, ...lanes.flatMap(({ timeline }) => timeline.map(({ atSeconds }) => atSeconds)));
  return section(
    "timeline",
    "Over time",
    lanes.map((lane, index) => laneTimeline(lane, index, end)),
    "Every chart has the same time axis: that of the whole run. What was admitted is that of the minute before; it may pass the limit after a time in which less was used, as at the beginning.",
  );
}

function laneTimeline(lane: LanePerformance, index: number, seconds: number): Markup {
  const { timeline } = lane;
  const content =
    timeline.length === 0
      ? nothingToShow("It asked no model that tells how it goes, or was too short for it: there is no timeline to draw.")
      : markup`<div class="charts">${timelineCharts(lane, seconds)}</div>
${numbersBehind("The timeline in numbers", timelineTable(lane, index))}`;
  return markup`<div class="card"><h3>${LANE_TERMS[lane.lane]} <small>${foreign(lane.model)}</small></h3>${laneFacts(lane, index)}
${content}</div>
`;
}

function laneFacts(lane: LanePerformance, index: number): Markup {
  const { batchSize, calls, seconds, pauses, peakInFlight, silentSeconds, fullReplies } = lane;
  const path = `performance.lanes.${index}`;
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
  return batchSize === 1 ? " of one passage" : ` of up to ${counted(batchSize, "passage")}`;
}

function timelineTable(lane: LanePerformance, index: number): Markup {
  const resources = RESOURCES.filter((resource) => isTelling(lane, resource));
  const columns = [
    ...numberColumns("At", "Settled", "Passages a second", "In flight", "Ceiling"),
    ...resources.flatMap((resource) => numberColumns(`${RESOURCE_TERMS[resource]} a minute`, "limit")),
    ...numberColumns("Turned away", "Cost so far"),
  ];
  const row = (moment: LaneMoment, at: number): Row => ({
    of: `performance.lanes.${index}.timeline.${at}`,
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
  return table(`${LANE_TERMS[lane.lane]} over time`, columns, lane.timeline.map(row));
}
