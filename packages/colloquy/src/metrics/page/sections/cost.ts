import { counted, markup, type Markup, type Part } from "../../../text/index.ts";
import type { CostReport, RunReports } from "../../reports/index.ts";
import { nothingToShow, numbersBehind, section } from "../elements.ts";
import { figure } from "../figure.ts";
import { costBars, tokenBars } from "./cost-bars.ts";
import { modelTable, priceTable, unknownTable } from "./cost-tables.ts";

const TITLE = "Cost and tokens";

/** The cost and tokens of a run, and the unknown part of both. */
export function cost({ cost: report }: RunReports): Markup {
  const { models, prices } = report;
  if (models.length === 0)
    return section("cost", TITLE, nothingToShow("No model was called: the run cost nothing and used no tokens."));
  const content = markup`<div class="card"><div class="charts">${costBars(models)}${tokenBars(models)}</div>${unknownSentence(report)}
${modelTable(models)}${numbersBehind("Prices, and attempts without reported usage", [priceTable(prices), unknownTable(models)])}</div>`;
  return section("cost", TITLE, content, "By model and kind of work, as the provider reported for each reply.");
}

function unknownSentence({ costUsd, costAtMostUsd, unknownSpend }: CostReport): Part {
  if (unknownSpend.attempts === 0) return null;
  const spend = { path: "cost.unknownSpend", item: unknownSpend };
  const bound = unknownSpend.upToUsd === null ? "the price is not known" : markup`at most ${figure(spend, "upToUsd")}`;
  return markup`<p class="remark"><strong>Unknown:</strong> usage was not reported for ${counted(unknownSpend.attempts, "attempt")}. At most ${figure(spend, "inputTokens")} tokens in and ${figure(spend, "outputTokens")} out; ${bound}. ${costUsd === null && costAtMostUsd !== null ? "This is included in the upper bound of the cost, and in no other sum." : "This is in no sum."}</p>`;
}
