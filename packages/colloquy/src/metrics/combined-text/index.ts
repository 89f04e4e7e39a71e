import { printable, traceText } from "../../model/index.ts";
import { counted, duration, moment } from "../page/format.ts";
import type { PerformanceReport, ReportHead, RunReports } from "../reports.ts";
import { costSection } from "./cost.ts";
import { laneSection } from "./lane.ts";
import { table, wrap } from "./layout.ts";
import { OUTCOMES } from "./words.ts";

/**
 * Both reports of a run as plain text for people: lines of at most 100 columns, but for links, which cannot be followed
 * where they are broken; without control characters whatever the reports hold; what is not known is called unknown.
 */
export function renderCombinedReport(reports: RunReports): string {
  const { cost, performance } = reports;
  const sections = [
    headSection(cost),
    listSection("What held it back, and what would help", performance.advice),
    costSection(reports),
    ...performance.lanes.map(laneSection),
    stageSection(performance),
    inVainSection(performance),
    deadLetterSection(performance),
    listSection("Warnings", performance.warnings),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headSection(head: ReportHead): string[] {
  const { run, workspace, startedAt, seconds, outcome, exitCode, failure, traces = [] } = head;
  const took = seconds === null ? "" : `, took ${duration(seconds)}`;
  const code = exitCode === null ? "" : `, exit code ${exitCode}`;
  return [
    ...wrap(`Run ${run} on workspace ${workspace}`),
    ...wrap(`Started ${moment(startedAt)}${took}: ${OUTCOMES[outcome]}${code}.`),
    ...(failure === null ? [] : wrap(failure)),
    ...traces.map((trace) => printable(`Trace: ${traceText(trace)}`)),
  ];
}

function stageSection({ stages }: PerformanceReport): string[] {
  if (stages.length === 0) return [];
  const rows = stages.map(({ stage, startedSeconds, seconds }) => [stage, duration(startedSeconds), duration(seconds)]);
  return [
    "Time by stage",
    ...table(
      [
        { title: "stage", align: "left" },
        { title: "began after", align: "right" },
        { title: "took", align: "right" },
      ],
      rows,
    ),
  ];
}

function inVainSection({ lanes }: PerformanceReport): string[] {
  return listSection(
    "Calls that gave nothing",
    lanes.flatMap(({ lane, inVain }) =>
      inVain.reasons.map(({ reason, calls }) => `${counted(calls, "call")}, ${lane}: ${reason}`),
    ),
  );
}

function deadLetterSection({ deadLetterReasons }: PerformanceReport): string[] {
  return listSection(
    "Dead letters",
    deadLetterReasons.map(({ lane, reason, chunks }) => `${counted(chunks, "passage")}, ${lane}: ${reason}`),
  );
}

function listSection(title: string, entries: readonly string[]): string[] {
  return entries.length === 0 ? [] : [title, ...entries.flatMap((entry) => wrap(entry, "- ", "  "))];
}
