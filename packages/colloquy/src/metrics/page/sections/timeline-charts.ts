import { formatCount, formatDecimal, type Markup, RESOURCE_TERMS, RESOURCES } from "../../../text/index.ts";
import type { LimitedResource } from "../../../ports/index.ts";
import type { StageMoment, StagePerformance } from "../../reports/index.ts";
import { highestOf, lineChart, type Point, type Series } from "../charts/line-chart.ts";

/** The timeline of one stage, on the time axis of the run. */
export function timelineCharts(stage: StagePerformance, seconds: number): readonly Markup[] {
  const resources = RESOURCES.filter((resource) => isTelling(stage, resource));
  return [
    throughput(stage, seconds),
    ...resources.map((resource) => admission(stage, resource, seconds)),
    // A stage without a model has no calls in flight.
    ...(stage.timeline.some(({ inFlight }) => inFlight > 0) ? [concurrency(stage, seconds)] : []),
  ];
}

/** Whether to show a resource: its limit is known, or it is `tokens` and no token limit is known. */
export function isTelling({ timeline, perMinute }: StagePerformance, resource: LimitedResource): boolean {
  const limited = (of: LimitedResource): boolean =>
    perMinute[of] !== undefined || timeline.some((moment) => moment.perMinute[of] !== undefined);
  if (limited(resource)) return true;
  const taken = timeline.some((moment) => (moment.admittedPerMinute[resource] ?? 0) > 0);
  if (resource === "requests") return taken;
  return resource === "tokens" && taken && !limited("inputTokens") && !limited("outputTokens");
}

function throughput({ stage, timeline }: StagePerformance, seconds: number): Markup {
  const series = seriesOf("chunks a second", "throughput", "area", timeline, (moment) => moment.chunksPerSecond);
  return lineChart({
    id: `${stage}-throughput`,
    title: "Chunks a second",
    description: `At most ${formatDecimal(highestOf(series))} chunks a second were settled.`,
    seconds,
    series: [series],
    whole: false,
  });
}

function admission({ stage, timeline }: StagePerformance, resource: LimitedResource, seconds: number): Markup {
  const words = RESOURCE_TERMS[resource];
  const taken = seriesOf(
    `${words} admitted`,
    resource,
    "line",
    timeline,
    (moment) => moment.admittedPerMinute[resource],
  );
  const limit = seriesOf("limit", "limit", "bound", timeline, (moment) => moment.perMinute[resource]);
  const last = limit.points.at(-1)?.value;
  return lineChart({
    id: `${stage}-${resource}`,
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)} a minute`,
    description: `At most ${formatCount(highestOf(taken))} ${words} a minute were admitted; ${last === undefined ? "no limit was known" : `the limit was ${formatCount(last)} at the end`}.`,
    seconds,
    series: limit.points.length > 0 ? [taken, limit] : [taken],
    whole: true,
    marks: { label: "turned away (429)", at: turnedAway(timeline) },
  });
}

function concurrency({ stage, timeline, peakInFlight }: StagePerformance, seconds: number): Markup {
  return lineChart({
    id: `${stage}-in-flight`,
    title: "Calls in flight",
    description: `At most ${formatCount(peakInFlight)} calls were in flight at once; the chart also shows their concurrency limit.`,
    seconds,
    series: [
      seriesOf("in flight", "in-flight", "area", timeline, (moment) => moment.inFlight),
      seriesOf("concurrency limit", "limit", "bound", timeline, (moment) => moment.concurrencyLimit),
    ],
    whole: true,
  });
}

/** Moments before which the provider refused an attempt because of its limits. */
function turnedAway(timeline: readonly StageMoment[]): readonly number[] {
  return timeline
    .filter(({ rateLimited }, index) => rateLimited > (timeline[index - 1]?.rateLimited ?? 0))
    .map(({ atSeconds }) => atSeconds);
}

function seriesOf(
  name: string,
  colour: string,
  drawn: Series["drawn"],
  timeline: readonly StageMoment[],
  value: (moment: StageMoment) => number | undefined,
): Series {
  const points = timeline.flatMap((moment): readonly Point[] => {
    const at = value(moment);
    return at === undefined ? [] : [{ seconds: moment.atSeconds, value: at }];
  });
  return { name, colour, drawn, points };
}
