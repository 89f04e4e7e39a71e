import { markup, type Markup } from "../../../text/index.ts";
import type { RunReports } from "../../reports/index.ts";
import { STAGE_TITLES } from "../../terms.ts";
import { stageChart } from "../charts/stage-chart.ts";
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
