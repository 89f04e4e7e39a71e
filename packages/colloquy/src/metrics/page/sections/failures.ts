import { counted, formatCount, type Markup, markup } from "../../../text/index.ts";
import type { StagePerformance, PerformanceReport, RunReports } from "../../reports/index.ts";
import { failureTerm, STAGE_TITLES } from "../../terms.ts";
import { barChart } from "../charts/bar-chart.ts";
import { numbers, words } from "../../columns.ts";
import { figures, folded, longText, nothingToShow, section, table } from "../elements.ts";
import { figure, placed, type Placed, within } from "../figure.ts";

const MOST_REASONS = 20;

/** Failed attempts, retries, failed calls and dead letters. */
export function failures({ performance }: RunReports): Markup | null {
  if (performance.modelStages.length === 0) return null;
  const stages = placed("performance.modelStages", performance.modelStages);
  const trouble = stages.filter(({ item }) => item.retries + item.rateLimited + Object.keys(item.failures).length > 0);
  const pairs = trouble.map((stage) => [failureBars(stage.item), failureTable(stage)]);
  return section("failures", "Failures and retries", [
    trouble.length === 0
      ? nothingToShow("Every attempt had a reply, and there was no retry.")
      : markup`<div class="card"><div class="charts pairs">${pairs}</div></div>`,
    failedCallsCard(stages.filter(({ item }) => item.failedCalls.calls > 0)),
    deadLetters(performance),
  ]);
}

function failureBars(stage: StagePerformance): Markup {
  const bars = [["rate-limited", stage.rateLimited] as const, ...Object.entries(stage.failures)]
    .filter(([, number]) => number > 0)
    .toSorted((left, right) => right[1] - left[1])
    .map(([kind, number]) => {
      const [name, value] = [failureTerm(kind), formatCount(number)];
      const colour = kind === "rate-limited" ? "turned-away" : "failed";
      return { name, value, segments: [{ colour, size: number, title: `${name}: ${value}` }] };
    });
  const title = `${STAGE_TITLES[stage.stage]}: ${counted(stage.attempts, "attempt")}, ${counted(stage.retries, "retry", "retries")}`;
  return bars.length === 0
    ? markup`<p>${title}</p>`
    : barChart({ id: `failures-${stage.stage}`, title, legend: [], bars });
}

function failureTable(stage: Placed<StagePerformance>): Markup {
  const failed = within(stage, "failures");
  const kinds = Object.entries(failed.item)
    .toSorted((left, right) => right[1] - left[1])
    .map(([kind]) => ({ outcome: failureTerm(kind), attempts: figure(failed, kind) }));
  return table(
    `${STAGE_TITLES[stage.item.stage]}: attempts`,
    [
      { outcome: "all", attempts: figure(stage, "attempts") },
      { outcome: "retries", attempts: figure(stage, "retries") },
      { outcome: failureTerm("rate-limited"), attempts: figure(stage, "rateLimited") },
      ...kinds,
    ],
    [words("Outcome", ({ outcome }) => outcome), numbers("Attempts", ({ attempts }) => attempts)],
  );
}

function deadLetters({ deadLetterReasons }: PerformanceReport): Markup | null {
  if (deadLetterReasons.length === 0) return null;
  const reasons = folded(
    placed("performance.deadLetterReasons", deadLetterReasons),
    MOST_REASONS,
    "reason",
    (some, isRest) =>
      table(isRest ? "Other reasons" : "Dead letters by reason", some, [
        words("Reason", ({ item }) => longText(item.reason)),
        words("Stage", ({ item }) => STAGE_TITLES[item.stage]),
        ...figures({ Chunks: "chunks" }),
      ]),
  );
  return markup`<div class="card reasons"><h3>Dead letters</h3><p class="facts">Chunks that failed and were set aside, with the reason. <code>colloquy retry-failed</code> processes them again.</p>
${reasons}</div>`;
}

/** Failed calls with the usage of their replies and the reasons; null without failed calls. */
function failedCallsCard(stages: readonly Placed<StagePerformance>[]): Markup | null {
  if (stages.length === 0) return null;
  return markup`<div class="card reasons"><h3>Failed calls</h3><p class="facts">Calls without a usable reply. Their chunks were requested again when that could help.</p>
${stages.map((stage) => [takenTable(stage), reasonTable(stage)])}</div>`;
}

function takenTable(stage: Placed<StagePerformance>): Markup {
  const name = STAGE_TITLES[stage.item.stage];
  const failed = within(stage, "failedCalls");
  return table(
    `${name}: usage of failed calls`,
    [failed],
    [
      words("Stage", () => name),
      ...figures({ Calls: "calls" }),
      numbers("Of all calls", () => figure(stage, "calls")),
      ...figures({
        Replies: "replies",
        "Input tokens": "inputTokens",
        "Output tokens": "outputTokens",
        Cost: "costUsd",
      }),
    ],
  );
}

function reasonTable({ path, item: { stage, failedCalls } }: Placed<StagePerformance>): Markup {
  const title = `${STAGE_TITLES[stage]}: why calls failed`;
  return folded(placed(`${path}.failedCalls.reasons`, failedCalls.reasons), MOST_REASONS, "reason", (some, isRest) =>
    table(isRest ? `${title}, other reasons` : title, some, [
      words("Reason", ({ item }) => longText(item.reason)),
      ...figures({ Calls: "calls" }),
    ]),
  );
}
