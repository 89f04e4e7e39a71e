import type { Range } from "../../../estimation/index.ts";
import { formatCount, formatDollars, formatDuration, markup, type Markup, type Part } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { rangeChart } from "../charts/range-chart.ts";
import { figure, type Unit } from "../figure.ts";
import { foreign, numberColumns, section, table, wordsColumn } from "../elements.ts";
import { STAGE_TERMS } from "../../terms.ts";
import { type Expectation, expectations, verdict } from "../../expectations.ts";
import type { RunReports } from "../../reports/index.ts";

const SHOWN: Readonly<
  Record<
    Expectation["what"],
    { readonly name: string; readonly unit: Unit; readonly format: (value: number) => string }
  >
> = {
  calls: { name: "Calls", unit: "count", format: formatCount },
  inputTokens: { name: "Input tokens", unit: "count", format: formatCount },
  outputTokens: { name: "Output tokens", unit: "count", format: formatCount },
  costUsd: { name: "Cost", unit: "usd", format: formatDollars },
  seconds: { name: "Time", unit: "s", format: formatDuration },
};

/** The estimates from before the first call, with their outcomes. */
export function estimates(reports: RunReports): Markup | null {
  const cards = reports.cost.estimates.map((estimate, index) => {
    const shown = expectations(estimate, reports).filter(isShown);
    if (shown.length === 0) return null;
    const rows = shown.map((one) => ({
      ...one,
      name: SHOWN[one.what].name,
      format: SHOWN[one.what].format,
      verdict: verdict(one),
    }));
    return markup`<div class="card">${rangeChart(`estimate-${index}`, `${STAGE_TERMS[estimate.stage]} of ${formatCount(estimate.chunks)} chunks`, rows)}
<p class="facts">${foreign(estimate.basis)}</p>${numbersBehind("The estimate in numbers", estimateTable(STAGE_TERMS[estimate.stage], index, shown))}</div>`;
  });
  if (cards.every((card) => card === null)) return null;
  return section("estimates", "Against the estimate", markup`<div class="cards">${cards}</div>`, partly(reports));
}

type Shown = Expectation & { readonly range: Range };

/** Whether the figure was estimated in numbers, or is known. */
function isShown(expected: Expectation): expected is Shown {
  return expected.range !== null && expected.range.most > 0;
}

function partly({ performance: { outcome } }: RunReports): Part {
  return outcome === "completed" ? null : "The run ended early: the outcome is that of a part of the work.";
}

function estimateTable(stage: string, index: number, shown: readonly Shown[]): Markup {
  const columns = [wordsColumn("What"), ...numberColumns("At least", "Likely", "At most", "Outcome")];
  const rows = shown.map(({ what, outcome }, at): readonly Part[] => {
    const { name, unit, format } = SHOWN[what];
    const range = shown[at]?.range;
    const ends = (["least", "likely", "most"] as const).map((end) =>
      figure(`cost.estimates.${index}.${what}.${end}`, range?.[end], unit),
    );
    return [name, ...ends, outcome === null ? "unknown" : format(outcome)];
  });
  return table(`${stage}: expected and outcome`, columns, rows);
}
