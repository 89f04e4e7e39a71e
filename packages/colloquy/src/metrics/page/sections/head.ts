import { boundsFigure, figure } from "../figure.ts";
import {
  counted,
  formatAmount,
  formatCount,
  formatExactDollars,
  formatMoment,
  markup,
  type Markup,
  type Part,
} from "../../../text/index.ts";
import { foreign } from "../elements.ts";
import type { TraceLink } from "../../../model/index.ts";
import { STAGE_TERMS, OUTCOME_TERMS } from "../../terms.ts";
import type { CostReport, PerformanceReport, RunReports } from "../../reports/index.ts";

/** The run, its outcome and its most important figures. */
export function head({ cost, performance }: RunReports): Markup {
  const { workspace, runId, startedAt, outcome, traces = [] } = performance;
  return markup`<header><p class="eyebrow">Colloquy <span>report of a run</span></p>
<div class="title"><h1>${foreign(workspace)}</h1><p class="outcome ${outcome}">${OUTCOME_TERMS[outcome]}</p></div>
<p class="facts"><span>Run <code>${runId}</code></span> <span>started on <time datetime="${startedAt}">${formatMoment(startedAt)}</time></span> ${exitCode(performance)}${traces.map(trace)}</p>
${failure(performance)}<dl class="tiles">${tiles(cost, performance)}</dl>
</header>
`;
}

function exitCode({ exitCode: code }: PerformanceReport): Part {
  return code === null ? null : markup`<span>exit code ${code}</span>`;
}

function trace({ traceId, receiver, url }: TraceLink): Markup {
  if (url === null || !/^https?:/.test(url))
    return markup` <span>trace <code>${traceId}</code> at ${foreign(receiver)}</span>`;
  return markup` <span><a href="${url}" rel="noreferrer">trace at ${foreign(new URL(url).host)}</a></span>`;
}

function failure({ failure: reason }: PerformanceReport): Part {
  return reason === null
    ? null
    : markup`<p class="failure" role="note"><strong>Why it stopped.</strong> ${foreign(reason)}</p>`;
}

function tiles(cost: CostReport, performance: PerformanceReport): readonly Markup[] {
  return [
    tile("Time", figure("performance.seconds", performance.seconds, "s"), pace(performance)),
    ...chunks(performance),
    tile("Cost", figure("cost.costUsd", cost.costUsd, "usd"), costNote(cost)),
    ...tokens(cost),
    ...calls(cost, performance),
  ];
}

function chunks({ modelStages }: PerformanceReport): readonly Markup[] {
  return modelStages.map(({ stage, chunks, deadLetters }, index) => {
    const lost =
      deadLetters === 0
        ? "none in the dead letters"
        : markup`${figure(`performance.modelStages.${index}.deadLetters`, deadLetters, "count")} in the dead letters`;
    return tile(
      `Chunks: ${STAGE_TERMS[stage].toLowerCase()}`,
      figure(`performance.modelStages.${index}.chunks`, chunks, "count"),
      lost,
    );
  });
}

function pace({ modelStages }: PerformanceReport): Part {
  const index = modelStages.findIndex(({ chunks }) => chunks > 0);
  const stage = modelStages[index];
  if (stage === undefined) return null;
  return markup`${figure(`performance.modelStages.${index}.chunksPerSecond`, stage.chunksPerSecond, "rate")} chunks a second`;
}

function tokens({ tokens: { inputTokens, cachedInputTokens, outputTokens } }: CostReport): readonly Markup[] {
  if (inputTokens + outputTokens === 0) return [];
  const cached = cachedInputTokens === 0 ? "" : `, ${formatAmount(cachedInputTokens)} of these from the cache`;
  return [
    tile(
      "Tokens",
      formatAmount(inputTokens + outputTokens),
      `${formatAmount(inputTokens)} in${cached}; ${formatAmount(outputTokens)} out`,
    ),
  ];
}

/** Rules and hashed words make no calls, as in the result of the run. */
function calls({ prices }: CostReport, { modelStages: all }: PerformanceReport): readonly Markup[] {
  const free = new Set(prices.flatMap(({ model, prices: of }) => (of?.input === 0 && of.output === 0 ? [model] : [])));
  const modelStages = all.filter(({ model }) => !free.has(model));
  const total = modelStages.reduce((sum, stage) => sum + stage.calls, 0);
  const attempts = modelStages.reduce((sum, stage) => sum + stage.attempts, 0);
  const failedCalls = modelStages.reduce((sum, stage) => sum + stage.failedCalls.calls, 0);
  const note = `${counted(attempts, "attempt")}${failedCalls === 0 ? "" : `; ${formatCount(failedCalls)} failed`}`;
  return total === 0 ? [] : [tile("Calls", formatCount(total), note)];
}

function costNote(cost: CostReport): Part {
  const notes = [boundsFigure("cost", cost), unknownNote(cost), budgetNote(cost)].filter((note) => note !== null);
  if (notes.length > 0) return notes.map((note, index) => markup`${index === 0 ? null : "; "}${note}`);
  return cost.costUsd === 0 ? "no paid calls" : cost.costUsd === null ? "a price is not known" : null;
}

function budgetNote({ budget }: CostReport): Part {
  if (budget === null) return null;
  return `budget of ${formatExactDollars(budget.maxUsd)}${budget.reached ? " reached" : ""}`;
}

function unknownNote({ costUsd, costAtMostUsd, unknownSpend: { attempts, upToUsd } }: CostReport): Part {
  if (attempts === 0) return null;
  const bound =
    upToUsd === null ? "an unknown sum" : markup`up to ${figure("cost.unknownSpend.upToUsd", upToUsd, "usd")}`;
  if (costUsd === null && costAtMostUsd !== null)
    return markup`including ${bound} for ${counted(attempts, "attempt")} without reported usage`;
  return markup`and ${bound} for ${counted(attempts, "attempt")} without reported usage`;
}

function tile(name: string, value: Part, note: Part): Markup {
  return markup`<div><dt>${name}</dt><dd class="big">${value}</dd>${note === null ? null : markup`<dd>${note}</dd>`}</div>`;
}
