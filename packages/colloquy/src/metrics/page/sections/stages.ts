import { numbersBehind } from "../charts/chart.ts";
import { stageChart } from "../charts/stage-chart.ts";
import { figure } from "../figure.ts";
import { markup, type Markup } from "../../../text/index.ts";
import { numberColumns, section, table, wordsColumn } from "../elements.ts";
import { STAGE_TERMS } from "../../terms.ts";
import type { RunReports } from "../../reports/index.ts";

/** The start and duration of each stage. */
export function stages({ performance: { stages: of, seconds } }: RunReports): Markup | null {
  if (of.length === 0) return null;
  const end = Math.max(seconds ?? 0, ...of.map((stage) => stage.startedSeconds + stage.seconds));
  const columns = [wordsColumn("Stage"), ...numberColumns("Began after", "Took")];
  const rows = of.map(({ stage, startedSeconds, seconds: took }, index) => [
    STAGE_TERMS[stage],
    figure(`performance.stages.${index}.startedSeconds`, startedSeconds, "s"),
    figure(`performance.stages.${index}.seconds`, took, "s"),
  ]);
  return section(
    "stages",
    "Time by stage",
    markup`<div class="card">${stageChart(of, end)}${numbersBehind("The stages in numbers", table("Time by stage", columns, rows))}</div>`,
    of.some(({ stage }) => stage === "extract") && of.some(({ stage }) => stage === "embed")
      ? "Extract and embed run side by side, the other stages one after another."
      : null,
  );
}
