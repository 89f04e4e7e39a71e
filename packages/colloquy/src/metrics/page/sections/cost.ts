import { counted, markup, type Markup, type Part } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { nothingToShow, section } from "../elements.ts";
import type { CostReport, RunReports } from "../../reports/index.ts";
import { costBars, tokenBars } from "./cost-bars.ts";
import { modelTable, priceTable, unknownTable } from "./cost-tables.ts";

/** The cost and tokens of a run, and the unknown part of both. */
export function cost({ cost: report }: RunReports): Markup {
  if (report.models.length === 0) {
    return section(
      "cost",
      "Cost and tokens",
      nothingToShow("No model was called: the run cost nothing and used no tokens."),
    );
  }
  const charts = markup`<div class="charts">${costBars(report.models)}${tokenBars(report.models)}</div>`;
  return section(
    "cost",
    "Cost and tokens",
    markup`<div class="card">${charts}${unknownSentence(report)}
${modelTable(report.models)}${numbersBehind("Prices, and attempts without reported usage", [priceTable(report.prices), unknownTable(report.models)])}</div>`,
    "By model and kind of work, as the provider reported for each reply.",
  );
}

function unknownSentence({ costUsd, costAtMostUsd, unknownSpend }: CostReport): Part {
  const { attempts, inputTokens, outputTokens, upToUsd } = unknownSpend;
  if (attempts === 0) return null;
  const path = "cost.unknownSpend";
  const bound =
    upToUsd === null ? "the price is not known" : markup`at most ${figure(`${path}.upToUsd`, upToUsd, "usd")}`;
  return markup`<p class="remark"><strong>Unknown:</strong> usage was not reported for ${counted(attempts, "attempt")}. At most ${figure(`${path}.inputTokens`, inputTokens, "count")} tokens in and ${figure(`${path}.outputTokens`, outputTokens, "count")} out; ${bound}. ${costUsd === null && costAtMostUsd !== null ? "This is included in the upper bound of the cost, and in no other sum." : "This is in no sum."}</p>`;
}
