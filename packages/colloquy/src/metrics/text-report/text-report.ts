import { printable, traceText } from "../../model/index.ts";
import {
  counted,
  formatDuration,
  formatMoment,
  numberColumns,
  textColumns,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";
import type { PerformanceReport, ReportHead, RunReports } from "../reports/index.ts";
import { costSection } from "./cost.ts";
import { callsSection } from "./stage.ts";
import { OUTCOME_TERMS } from "../terms.ts";
import { paragraph, table } from "./lines.ts";

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
  const rows = stages.map(({ stage, startedSeconds, seconds }) => [
    stage,
    formatDuration(startedSeconds),
    formatDuration(seconds),
  ]);
  return ["Time by stage", ...table([...textColumns("stage"), ...numberColumns("began after", "took")], rows)];
}

function failedCallsSection({ modelStages }: PerformanceReport): readonly string[] {
  return listSection(
    "Failed calls",
    modelStages.flatMap(({ stage, failedCalls }) =>
      failedCalls.reasons.map(
        ({ reason, calls }) => `${counted(calls, "call")}, ${MODEL_STAGE_TERMS[stage]}: ${reason}`,
      ),
    ),
  );
}

function deadLetterSection({ deadLetterReasons }: PerformanceReport): readonly string[] {
  return listSection(
    "Dead letters",
    deadLetterReasons.map(
      ({ stage, reason, chunks }) => `${counted(chunks, "chunk")}, ${MODEL_STAGE_TERMS[stage]}: ${reason}`,
    ),
  );
}

function listSection(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [title, ...entries.flatMap((entry) => paragraph(entry, "- ", "  "))];
}
