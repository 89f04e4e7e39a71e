import { counted, formatCount, type Markup, markup, type Part } from "../../../text/index.ts";
import type { StagePerformance, PerformanceReport, RunReports } from "../../reports/index.ts";
import { failureTerm, STAGE_TERMS } from "../../terms.ts";
import { barChart } from "../charts/bar-chart.ts";
import { numbersBehind } from "../charts/chart.ts";
import { figure } from "../figure.ts";
import { longText, nothingToShow, numberColumns, section, table, wordsColumn } from "../elements.ts";

const MOST_REASONS = 20;

/** Failed attempts, retries, failed calls and dead letters. */
export function failures({ performance }: RunReports): Markup | null {
  if (performance.modelStages.length === 0) return null;
  const trouble = performance.modelStages.filter(
    (stage) => stage.retries + stage.rateLimited + Object.keys(stage.failures).length > 0,
  );
  const content = [
    trouble.length === 0
      ? nothingToShow("Every attempt had a reply, and there was no retry.")
      : attempts(performance, trouble),
    failedCallsCard(performance),
    deadLetters(performance),
  ];
  return section("failures", "Failures and retries", content);
}

function attempts({ modelStages }: PerformanceReport, trouble: readonly StagePerformance[]): Markup {
  const pairs = trouble.map((stage) => [failureBars(stage), failureTable(stage, modelStages.indexOf(stage))]);
  return markup`<div class="card"><div class="charts pairs">${pairs}</div></div>`;
}

function failureBars(stage: StagePerformance): Markup {
  const kinds = [["rate-limited", stage.rateLimited] as const, ...Object.entries(stage.failures)].filter(
    ([, number]) => number > 0,
  );
  const bars = kinds
    .toSorted((left, right) => right[1] - left[1])
    .map(([kind, number]) => ({
      name: failureTerm(kind),
      value: formatCount(number),
      segments: [
        {
          colour: kind === "rate-limited" ? "turned-away" : "failed",
          size: number,
          title: `${failureTerm(kind)}: ${formatCount(number)}`,
        },
      ],
    }));
  const title = `${STAGE_TERMS[stage.stage]}: ${counted(stage.attempts, "attempt")}, ${counted(stage.retries, "retry", "retries")}`;
  const description = `${bars.map(({ name, value }) => `${name}: ${value}`).join("; ")}.`;
  return bars.length === 0
    ? markup`<p>${title}</p>`
    : barChart({ id: `failures-${stage.stage}`, title, description, legend: [], bars });
}

function failureTable(stage: StagePerformance, index: number): Markup {
  const path = `performance.modelStages.${index}`;
  const kinds = Object.entries(stage.failures)
    .toSorted((left, right) => right[1] - left[1])
    .map(([kind, number]): readonly Part[] => [failureTerm(kind), figure(`${path}.failures.${kind}`, number, "count")]);
  return table(
    `${STAGE_TERMS[stage.stage]}: attempts`,
    [wordsColumn("Outcome"), ...numberColumns("Attempts")],
    [
      ["all", figure(`${path}.attempts`, stage.attempts, "count")],
      ["retries", figure(`${path}.retries`, stage.retries, "count")],
      [failureTerm("rate-limited"), figure(`${path}.rateLimited`, stage.rateLimited, "count")],
      ...kinds,
    ],
  );
}

function deadLetters({ deadLetterReasons }: PerformanceReport): Markup | null {
  if (deadLetterReasons.length === 0) return null;
  const rows = deadLetterReasons.map(({ stage, reason, chunks }, index): readonly Part[] => [
    longText(reason),
    STAGE_TERMS[stage],
    figure(`performance.deadLetterReasons.${index}.chunks`, chunks, "count"),
  ]);
  const columns = [wordsColumn("Reason"), wordsColumn("Stage"), ...numberColumns("Chunks")];
  const rest = rows.slice(MOST_REASONS);
  return markup`<div class="card reasons"><h3>Dead letters</h3><p class="facts">Chunks that failed and were set aside, with the reason. <code>colloquy retry-failed</code> processes them again.</p>
${table("Dead letters by reason", columns, rows.slice(0, MOST_REASONS))}${rest.length === 0 ? null : numbersBehind(`${counted(rest.length, "more reason")}`, table("Other reasons", columns, rest))}</div>`;
}

/** Failed calls with the usage of their replies and the reasons; null without failed calls. */
function failedCallsCard({ modelStages }: PerformanceReport): Markup | null {
  const failed = modelStages
    .map((stage, index) => ({ stage, path: `performance.modelStages.${index}` }))
    .filter(({ stage }) => stage.failedCalls.calls > 0);
  if (failed.length === 0) return null;
  return markup`<div class="card reasons"><h3>Failed calls</h3><p class="facts">Calls without a usable reply. Their chunks were requested again when that could help.</p>
${failed.map(({ stage, path }) => [takenTable(stage, path), reasonTable(stage, path)])}</div>`;
}

function takenTable({ stage, calls, failedCalls }: StagePerformance, path: string): Markup {
  const numbers = numberColumns("Calls", "Of all calls", "Replies", "Input tokens", "Output tokens", "Cost");
  const cells: readonly Part[] = [
    STAGE_TERMS[stage],
    figure(`${path}.failedCalls.calls`, failedCalls.calls, "count"),
    figure(`${path}.calls`, calls, "count"),
    figure(`${path}.failedCalls.replies`, failedCalls.replies, "count"),
    figure(`${path}.failedCalls.inputTokens`, failedCalls.inputTokens, "count"),
    figure(`${path}.failedCalls.outputTokens`, failedCalls.outputTokens, "count"),
    figure(`${path}.failedCalls.costUsd`, failedCalls.costUsd, "usd"),
  ];
  return table(`${STAGE_TERMS[stage]}: usage of failed calls`, [wordsColumn("Stage"), ...numbers], [cells]);
}

function reasonTable({ stage, failedCalls }: StagePerformance, path: string): Markup {
  const rows = failedCalls.reasons.map(({ reason, calls }, index): readonly Part[] => [
    longText(reason),
    figure(`${path}.failedCalls.reasons.${index}.calls`, calls, "count"),
  ]);
  const columns = [wordsColumn("Reason"), ...numberColumns("Calls")];
  const rest = rows.slice(MOST_REASONS);
  const title = `${STAGE_TERMS[stage]}: why calls failed`;
  return markup`${table(title, columns, rows.slice(0, MOST_REASONS))}${rest.length === 0 ? null : numbersBehind(counted(rest.length, "more reason"), table(`${title}, other reasons`, columns, rest))}`;
}
