import type { LaneEstimate, Range } from "../../estimation/index.ts";
import { count, dollars, duration } from "../page/format.ts";
import type { ModelCost, RunReports } from "../reports.ts";
import { table, wrap } from "./layout.ts";
import { UNKNOWN } from "./words.ts";

interface Compared {
  readonly figure: string;
  readonly expected: Range | null;
  readonly outcome: number | null;
  readonly format: (value: number) => string;
}

/** What had been expected before the first call beside what came. */
export function expectationLines({ cost, performance }: RunReports): string[] {
  if (cost.estimates.length === 0) return [];
  const rows = cost.estimates.flatMap((estimate) =>
    comparedFigures(estimate, { cost, performance }).map(({ figure, expected, outcome, format }) => [
      estimate.lane,
      figure,
      expected === null ? UNKNOWN : format(expected.likely),
      expected === null ? "-" : `${format(expected.least)} to ${format(expected.most)}`,
      outcome === null ? UNKNOWN : format(outcome),
    ]),
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

function comparedFigures(estimate: LaneEstimate, { cost, performance }: RunReports): Compared[] {
  const lane = performance.lanes.find((each) => each.lane === estimate.lane);
  // To make sure of a model is no part of what was estimated.
  const models = cost.models.filter((each) => each.lane === estimate.lane && each.operation !== "verify");
  const sum = (of: (model: ModelCost) => number): number | null =>
    models.length === 0 ? null : models.reduce((total, each) => total + of(each), 0);
  const spent = models.every(({ costUsd }) => costUsd !== null) ? sum(({ costUsd }) => costUsd ?? 0) : null;
  return [
    { figure: "calls", expected: estimate.calls, outcome: lane?.calls ?? null, format: count },
    { figure: "tokens read", expected: estimate.inputTokens, outcome: sum((each) => each.inputTokens), format: count },
    {
      figure: "tokens written",
      expected: estimate.outputTokens,
      outcome: sum((each) => each.outputTokens),
      format: count,
    },
    { figure: "cost", expected: estimate.costUsd, outcome: spent, format: dollars },
    { figure: "time", expected: estimate.seconds, outcome: lane?.seconds ?? null, format: duration },
  ];
}
