import {
  counted,
  formatAmount,
  formatCount,
  formatExactDollars,
  formatMoment,
  itemTerm,
  markup,
  type Markup,
  type Part,
} from "../../../text/index.ts";
import type { TraceLink } from "../../../model/index.ts";
import type { CostReport, PerformanceReport, RunReports, StagePerformance } from "../../reports/index.ts";
import { STAGE_TITLES, OUTCOME_TERMS } from "../../terms.ts";
import { foreign } from "../elements.ts";
import { boundsFigure, figure, placed } from "../figure.ts";

/** The run, its outcome and its most important figures. */
export function head({ cost, performance }: RunReports): Markup {
  const { workspace, runId, startedAt, outcome, exitCode, failure, modelStages, traces = [] } = performance;
  const code = exitCode === null ? null : markup`<span>exit code ${exitCode}</span>`;
  const why =
    failure === null
      ? null
      : markup`<p class="failure" role="note"><strong>Why it stopped.</strong> ${foreign(failure)}</p>`;
  const tiles = [
    tile("Time", figure({ path: "performance", item: performance }, "seconds"), pace(modelStages)),
    chunks(modelStages),
    tile("Cost", figure({ path: "cost", item: cost }, "costUsd"), costNote(cost)),
    tokens(cost),
    calls(cost, performance),
  ];
  return markup`<header><p class="eyebrow">Colloquy <span>report of a run</span></p>
<div class="title"><h1>${foreign(workspace)}</h1><p class="outcome ${outcome}">${OUTCOME_TERMS[outcome]}</p></div>
<p class="facts"><span>Run <code>${runId}</code></span> <span>started on <time datetime="${startedAt}">${formatMoment(startedAt)}</time></span> ${code}${traces.map(trace)}</p>
${why}<dl class="tiles">${tiles}</dl>
</header>
`;
}

function trace({ traceId, receiver, url }: TraceLink): Markup {
  if (url === null || !/^https?:/.test(url))
    return markup` <span>trace <code>${traceId}</code> at ${foreign(receiver)}</span>`;
  return markup` <span><a href="${url}" rel="noreferrer">trace at ${foreign(new URL(url).host)}</a></span>`;
}

function tile(name: string, value: Part, note: Part): Markup {
  return markup`<div><dt>${name}</dt><dd class="big">${value}</dd>${note === null ? null : markup`<dd>${note}</dd>`}</div>`;
}

function pace(modelStages: readonly StagePerformance[]): Part {
  const first = placed("performance.modelStages", modelStages).find(({ item }) => item.chunks > 0);
  return first === undefined
    ? null
    : markup`${figure(first, "chunksPerSecond")} ${itemTerm(first.item.stage, 2)} a second`;
}

function chunks(modelStages: readonly StagePerformance[]): Part {
  return placed("performance.modelStages", modelStages).map((stage) => {
    const lost = stage.item.deadLetters === 0 ? "none" : figure(stage, "deadLetters");
    const items = itemTerm(stage.item.stage, 2);
    const name = `${items.slice(0, 1).toUpperCase()}${items.slice(1)}: ${STAGE_TITLES[stage.item.stage].toLowerCase()}`;
    return tile(name, figure(stage, "chunks"), markup`${lost} in the dead letters`);
  });
}

function tokens({ tokens: { inputTokens, cachedInputTokens, outputTokens } }: CostReport): Part {
  if (inputTokens + outputTokens === 0) return null;
  const cached = cachedInputTokens === 0 ? "" : `, ${formatAmount(cachedInputTokens)} of these from the cache`;
  const note = `${formatAmount(inputTokens)} in${cached}; ${formatAmount(outputTokens)} out`;
  return tile("Tokens", formatAmount(inputTokens + outputTokens), note);
}

/** Rules and hashed words make no calls, as in the result of the run. */
function calls({ prices }: CostReport, { modelStages }: PerformanceReport): Part {
  const free = new Set(prices.flatMap(({ model, prices: of }) => (of?.input === 0 && of.output === 0 ? [model] : [])));
  const sum = (of: (stage: StagePerformance) => number): number =>
    modelStages.reduce((total, stage) => (free.has(stage.model) ? total : total + of(stage)), 0);
  const [total, failed] = [sum((stage) => stage.calls), sum(({ failedCalls }) => failedCalls.calls)];
  const attempts = counted(
    sum((stage) => stage.attempts),
    "attempt",
  );
  const note = failed === 0 ? attempts : `${attempts}; ${formatCount(failed)} failed`;
  return total === 0 ? null : tile("Calls", formatCount(total), note);
}

function costNote(cost: CostReport): Part {
  const bounds = boundsFigure({ path: "cost", item: cost });
  const notes = [bounds, unknownNote(cost), budgetNote(cost)].filter((note) => note !== null);
  if (notes.length > 0) return notes.map((note, index) => markup`${index === 0 ? null : "; "}${note}`);
  return cost.costUsd === 0 ? "no paid calls" : cost.costUsd === null ? "a price is not known" : null;
}

function budgetNote({ budget }: CostReport): Part {
  if (budget === null) return null;
  return `budget of ${formatExactDollars(budget.maxCostUsd)}${budget.reached ? " reached" : ""}`;
}

function unknownNote({ costUsd, costAtMostUsd, unknownSpend }: CostReport): Part {
  const { attempts, upToUsd } = unknownSpend;
  if (attempts === 0) return null;
  const spend = { path: "cost.unknownSpend", item: unknownSpend };
  const bound = upToUsd === null ? "an unknown sum" : markup`up to ${figure(spend, "upToUsd")}`;
  const relation = costUsd === null && costAtMostUsd !== null ? "including" : "and";
  return markup`${relation} ${bound} for ${counted(attempts, "attempt")} without reported usage`;
}
