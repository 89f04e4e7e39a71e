import type { Range } from "../../../estimation/index.ts";
import { formatCount, markup, type Markup, type Part } from "../../../text/index.ts";
import { STAGE_TITLES } from "../../terms.ts";
import { type Expectation, expectations, FIGURES, verdict } from "../../expectations.ts";
import type { RunReports } from "../../reports/index.ts";
import { rangeChart } from "../charts/range-chart.ts";
import { numbers, words } from "../../columns.ts";
import { foreign, numbersBehind, section, table } from "../elements.ts";
import { figure } from "../figure.ts";

/** The estimates from before the first call, with their outcomes. */
export function estimates(reports: RunReports): Markup | null {
  const cards = reports.cost.estimates.map((estimate, index) => {
    const shown = expectations(estimate, reports).filter(isShown);
    if (shown.length === 0) return null;
    const stage = STAGE_TITLES[estimate.stage];
    const rows = shown.map((one) => ({
      ...one,
      ...FIGURES[one.what],
      name: FIGURES[one.what].title,
      verdict: verdict(one),
    }));
    return markup`<div class="card">${rangeChart(`estimate-${index}`, `${stage} of ${formatCount(estimate.chunks)} chunks`, rows)}
<p class="facts">${foreign(estimate.basis)}</p>${numbersBehind("The estimate in numbers", estimateTable(stage, index, shown))}</div>`;
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
  const end = (title: string, key: keyof Range) =>
    numbers(title, ({ what, range }: Shown) =>
      figure({ path: `cost.estimates.${index}.${what}`, item: range }, key, FIGURES[what].unit),
    );
  return table(`${stage}: expected and outcome`, shown, [
    words("What", ({ what }) => FIGURES[what].title),
    end("At least", "least"),
    end("Likely", "likely"),
    end("At most", "most"),
    numbers("Outcome", ({ what, outcome }) => (outcome === null ? "unknown" : FIGURES[what].format(outcome))),
  ]);
}
