import { formatDuration, type Markup, markup } from "../../../text/index.ts";
import type { PerformanceReport } from "../../reports/index.ts";
import { STAGE_TITLES } from "../../terms.ts";
import { chart, timeAxis } from "./chart.ts";
import { acrossScale } from "./scales.ts";

const ROW = 32;
const THICK = 16;

/** The start and duration of each stage on the axis of the run. */
export function stageChart(stages: PerformanceReport["stages"], seconds: number): Markup {
  const height = stages.length * ROW;
  const x = acrossScale(seconds);
  const rows = stages.map(({ stage, startedSeconds, seconds: took }, index) => {
    const top = index * ROW + (ROW - THICK) / 2;
    const left = x(startedSeconds);
    const right = x(startedSeconds + took);
    // The duration is right of its bar, or inside a bar that reaches almost to the end.
    const inside = right > 78;
    const before = inside && right - left < 22;
    const label = inside
      ? { x: before ? left : right, shift: -6, anchor: "end" }
      : { x: right, shift: 8, anchor: "start" };
    return markup`<text class="name" x="-10" y="${top + 13}" text-anchor="end">${STAGE_TITLES[stage]}</text><rect class="bar stage-${stage}" x="${left}%" y="${top}" width="${right - left}%" height="${THICK}" rx="2"><title>${STAGE_TITLES[stage]}: ${formatDuration(took)}, from ${formatDuration(startedSeconds)} on</title></rect><rect class="bar stage-${stage}" x="${left}%" y="${top}" width="2" height="${THICK}"/><text class="value${inside && !before ? " inside" : ""}" x="${label.x}%" dx="${label.shift}" y="${top + 12.5}" text-anchor="${label.anchor}">${formatDuration(took)}</text>`;
  });
  const description = stages
    .map(({ stage, seconds: took }) => `${STAGE_TITLES[stage]} took ${formatDuration(took)}`)
    .join(", ");
  return chart(
    {
      id: "stages-chart",
      title: "When each stage ran",
      description: `${description}.`,
      height,
      room: "names",
      legend: [],
    },
    [timeAxis(seconds, height), rows],
  );
}
