import { counted, markup, type Markup, type Part } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { nothingToShow, section } from "../elements.ts";
import type { CostReport, RunReports } from "../../reports/index.ts";
import { costBars, tokenBars } from "./cost-bars.ts";
import { modelTable, priceTable, unknownTable } from "./cost-tables.ts";

/** What was paid to whom for what, and what is not known of it. */
export function cost({ cost: report }: RunReports): Markup {
  if (report.models.length === 0) {
    return section(
      "cost",
      "Cost and tokens",
      nothingToShow("No model was asked: the run cost nothing and used no tokens."),
    );
  }
  const charts = markup`<div class="charts">${costBars(report.models)}${tokenBars(report.models)}</div>`;
  return section(
    "cost",
    "Cost and tokens",
    markup`<div class="card">${charts}${unknownSentence(report)}
${modelTable(report.models)}${numbersBehind("Prices, and attempts without reported usage", [priceTable(report.prices), unknownTable(report.models)])}</div>`,
    "By model and kind of work, as the provider counted every reply that was received.",
  );
}

function unknownSentence({ costUsd, costAtMostUsd, unknownSpend }: CostReport): Part {
  const { attempts, inputTokens, outputTokens, upToUsd } = unknownSpend;
  if (attempts === 0) return null;
  const path = "cost.unknownSpend";
  const bound =
    upToUsd === null ? "the price is not known" : markup`at most ${figure(`${path}.upToUsd`, upToUsd, "usd")}`;
  return markup`<p class="remark"><strong>Not known:</strong> usage was not reported for ${counted(attempts, "attempt")}. At most ${figure(`${path}.inputTokens`, inputTokens, "count")} tokens in and ${figure(`${path}.outputTokens`, outputTokens, "count")} out; ${bound}. ${costUsd === null && costAtMostUsd !== null ? "This is in what the run cost at most, and not among the other sums." : "This is not among the sums."}</p>`;
}
