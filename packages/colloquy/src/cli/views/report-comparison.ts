import { printable } from "../../model/index.ts";
import { formatCount, formatDollars, formatDuration } from "../format.ts";
import type { ComparedReports } from "../library.ts";
import type { Output } from "../output.ts";
import { padColumns, truncate, wrap } from "../text-layout.ts";

type Look = Pick<Output, "colours" | "columns">;
type Difference = ComparedReports["differences"][number];

const LABEL_WIDTH = 30;
const COLUMN_WIDTH = 20;
const LAST_WIDTH = 24;

/** Two runs in two columns, and what the second has more or less than the first. */
export function renderReportComparison({ one, other, differences, warnings }: ComparedReports, look: Look): string {
  const { colours, columns } = look;
  const lanes = [...new Set(differences.map(({ lane }) => lane))];
  const heading = line("", [printable(one.cost.run), printable(other.cost.run), "difference"]);
  return [
    ...warnings.map((warning) => colours.yellow(wrap(`Note: ${printable(warning)}`, Math.min(columns, 100)))),
    ...(warnings.length === 0 ? [] : [""]),
    colours.dim(heading),
    ...lanes.flatMap((lane) => [
      ...(lane === null ? [] : [colours.bold(lane)]),
      ...differences.filter((each) => each.lane === lane).map(figureLine),
    ]),
    "",
  ].join("\n");
}

function figureLine(figure: Difference): string {
  const format = FORMATS[figure.unit];
  const cell = (value: number | null): string => (value === null ? "unknown" : format(value));
  const label = `${figure.lane === null ? "" : "  "}${printable(figure.figure)}`;
  return line(label, [cell(figure.one), cell(figure.other), differenceText(figure)]);
}

function line(label: string, [one = "", other = "", last = ""]: readonly string[]): string {
  const cells = [
    truncate(one, COLUMN_WIDTH).padStart(COLUMN_WIDTH),
    truncate(other, COLUMN_WIDTH).padStart(COLUMN_WIDTH),
  ];
  return `${padColumns(truncate(label, LABEL_WIDTH), LABEL_WIDTH)}${cells.join("  ")}${last.padStart(LAST_WIDTH)}`.trimEnd();
}

/** `+$0.12 (+14 %)`; shares differ by points. */
function differenceText({ difference, one, unit }: Difference): string {
  if (difference === null) return "unknown";
  if (difference === 0) return "=";
  const sign = difference > 0 ? "+" : "-";
  if (unit === "share") return `${sign}${FORMATS.share(Math.abs(difference)).replace(" %", "")} points`;
  const relative = one === null || one === 0 ? "" : ` (${percentChange(difference / one)})`;
  return `${sign}${FORMATS[unit](Math.abs(difference))}${relative}`;
}

function percentChange(change: number): string {
  const sign = change > 0 ? "+" : "-";
  return `${sign}${formatPercent(Math.abs(change))}`;
}

function formatPercent(share: number): string {
  return share > 0 && share < 0.0095 ? `${(share * 100).toFixed(1)} %` : `${formatCount(Math.round(share * 100))} %`;
}

const FORMATS: Readonly<Record<Difference["unit"], (value: number) => string>> = {
  usd: formatDollars,
  tokens: (value) => formatCount(Math.round(value)),
  count: (value) => formatCount(Math.round(value)),
  seconds: formatDuration,
  perSecond: (value) => `${value < 100 ? value.toFixed(1) : formatCount(Math.round(value))}/s`,
  milliseconds: (value) => (value < 999.5 ? `${Math.round(value)} ms` : formatDuration(value / 1000)),
  share: formatPercent,
};
