import { printable, traceText } from "../../model/index.ts";
import { counted, countedItems, formatDuration, formatMoment, MODEL_STAGE_TERMS } from "../../text/index.ts";
import { numbers, words } from "../columns.ts";
import type { PerformanceReport, ReportHead, RunReports } from "../reports/index.ts";
import { costSection } from "./cost.ts";
import { callsSection } from "./stage.ts";
import { OUTCOME_TERMS } from "../terms.ts";
import { listSection, paragraph, table } from "./lines.ts";

/**
 * Both reports of a run as plain text for people. Lines have at most 100 columns, except links; there are no control
 * characters. Unknown values are named unknown.
 */
export function renderTextReport(reports: RunReports): string {
  const { cost, performance } = reports;
  const sections = [
    headSection(cost),
    listSection("What would help", performance.advice),
    costSection(reports),
    ...performance.modelStages.map(callsSection),
    stageSection(performance),
    failedCallsSection(performance),
    deadLetterSection(performance),
    listSection("Warnings", performance.warnings),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headSection(head: ReportHead): readonly string[] {
  const { runId, workspace, startedAt, seconds, outcome, exitCode, failure, traces = [] } = head;
  const took = seconds === null ? "" : `, took ${formatDuration(seconds)}`;
  const code = exitCode === null ? "" : `, exit code ${exitCode}`;
  return [
    ...paragraph(`Run ${runId} on workspace ${workspace}`),
    ...paragraph(`Started ${formatMoment(startedAt)}${took}: ${OUTCOME_TERMS[outcome]}${code}.`),
    ...(failure === null ? [] : paragraph(failure)),
    ...traces.map((trace) => printable(`Trace: ${traceText(trace)}`)),
  ];
}

function stageSection({ stages }: PerformanceReport): readonly string[] {
  if (stages.length === 0) return [];
  return [
    "Time by stage",
    ...table(stages, [
      words("stage", ({ stage }) => stage),
      numbers("began after", ({ startedSeconds }) => formatDuration(startedSeconds)),
      numbers("took", ({ seconds }) => formatDuration(seconds)),
    ]),
  ];
}

function failedCallsSection({ modelStages }: PerformanceReport): readonly string[] {
  const reasons = modelStages.flatMap(({ stage, failedCalls }) =>
    failedCalls.reasons.map(({ reason, calls }) => `${counted(calls, "call")}, ${MODEL_STAGE_TERMS[stage]}: ${reason}`),
  );
  return listSection("Failed calls", reasons);
}

function deadLetterSection({ deadLetterReasons }: PerformanceReport): readonly string[] {
  const reasons = deadLetterReasons.map(
    ({ stage, reason, chunks }) => `${countedItems(stage, chunks)}, ${MODEL_STAGE_TERMS[stage]}: ${reason}`,
  );
  return listSection("Dead letters", reasons);
}
