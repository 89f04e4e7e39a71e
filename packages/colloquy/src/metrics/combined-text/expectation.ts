import { type Expectation, expectations } from "../expectations.ts";
import { count, dollars, duration } from "../page/format.ts";
import type { RunReports } from "../reports.ts";
import { table, wrap } from "./layout.ts";
import { UNKNOWN } from "./words.ts";

const FIGURES: Readonly<
  Record<Expectation["what"], { readonly name: string; readonly format: (value: number) => string }>
> = {
  calls: { name: "calls", format: count },
  inputTokens: { name: "tokens read", format: count },
  outputTokens: { name: "tokens written", format: count },
  costUsd: { name: "cost", format: dollars },
  seconds: { name: "time", format: duration },
};

/** What had been expected before the first call beside what came. */
export function expectationLines(reports: RunReports): string[] {
  const { cost } = reports;
  if (cost.estimates.length === 0) return [];
  const rows = cost.estimates.flatMap((estimate) =>
    expectations(estimate, reports).map(({ what, range, outcome }) => {
      const { name, format } = FIGURES[what];
      return [
        estimate.lane,
        name,
        range === null ? UNKNOWN : format(range.likely),
        range === null ? "-" : `${format(range.least)} to ${format(range.most)}`,
        outcome === null ? UNKNOWN : format(outcome),
      ];
    }),
  );
  return [
    "",
    "  Against the estimate before the run, which holds in 9 of 10 cases",
    ...table(
      [
        { title: "lane", align: "left" },
        { title: "figure", align: "left" },
        { title: "expected", align: "right" },
        { title: "from - to", align: "right" },
        { title: "outcome", align: "right" },
      ],
      rows,
    ),
    ...(cost.outcome === "completed"
      ? []
      : wrap("The run ended early: its outcome is that of a part of the work.", "  ")),
  ];
}
