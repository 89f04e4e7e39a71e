import { formatDuration, markup, type Markup } from "../../../text/index.ts";
import type { PerformanceReport, RunReports } from "../../reports/index.ts";
import { STAGE_TITLES } from "../../terms.ts";
import { chart, timeAxis } from "../charts/chart.ts";
import { acrossScale } from "../charts/scales.ts";
import { words } from "../../columns.ts";
import { figures, numbersBehind, section, table } from "../elements.ts";
import { placed } from "../figure.ts";

/** The start and duration of each stage. */
export function stages({ performance: { stages: of, seconds } }: RunReports): Markup | null {
  if (of.length === 0) return null;
  const end = Math.max(seconds ?? 0, ...of.map((stage) => stage.startedSeconds + stage.seconds));
  const times = table("Time by stage", placed("performance.stages", of), [
    words("Stage", ({ item }) => STAGE_TITLES[item.stage]),
    ...figures({ "Began after": "startedSeconds", Took: "seconds" }),
  ]);
  return section(
    "stages",
    "Time by stage",
    markup`<div class="card">${stageChart(of, end)}${numbersBehind("The stages in numbers", times)}</div>`,
    of.some(({ stage }) => stage === "extract") && of.some(({ stage }) => stage === "embed")
      ? "Extract and embed run side by side, the other stages one after another."
      : null,
  );
}

const ROW = 32;
const THICK = 16;

/** The start and duration of each stage on the axis of the run. */
function stageChart(stages: PerformanceReport["stages"], seconds: number): Markup {
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
  const took = stages.map((each) => `${STAGE_TITLES[each.stage]} took ${formatDuration(each.seconds)}`);
  const frame = { id: "stages-chart", title: "When each stage ran", description: `${took.join(", ")}.` };
  return chart({ ...frame, height, room: "names", legend: [] }, [timeAxis(seconds, height), rows]);
}
