import { formatEnds, MODEL_STAGE_TERMS, numberColumns, textColumns, UNKNOWN } from "../../text/index.ts";
import { expectations, FIGURES } from "../expectations.ts";
import type { RunReports } from "../reports/index.ts";
import { paragraph, table } from "./lines.ts";

/** The estimates from before the first call, with their outcomes. */
export function expectationLines(reports: RunReports): readonly string[] {
  const { cost } = reports;
  if (cost.estimates.length === 0) return [];
  const rows = cost.estimates.flatMap((estimate) =>
    expectations(estimate, reports).map(({ what, range, outcome }) => {
      const { name, format } = FIGURES[what];
      return [
        MODEL_STAGE_TERMS[estimate.stage],
        name,
        range === null ? UNKNOWN : format(range.likely),
        range === null ? "-" : formatEnds(range, format),
        outcome === null ? UNKNOWN : format(outcome),
      ];
    }),
  );
  return [
    "",
    "  Compared with the estimate before the run, which holds in 9 of 10 cases",
    ...table([...textColumns("stage", "figure"), ...numberColumns("expected", "from - to", "outcome")], rows),
    ...(cost.outcome === "completed"
      ? []
      : paragraph("The run ended early: the outcome is that of a part of the work.", "  ")),
  ];
}
