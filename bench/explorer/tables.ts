import type { Spread } from "../figures.ts";
import type { ApiFigures } from "./api.ts";
import type { BrowserFigures } from "./browser.ts";

/** The mark for the p95 of a route, in milliseconds. */
const MARK_MS = 100;

/** Milliseconds and bytes of each route, as Markdown. */
export function apiTable(all: readonly ApiFigures[]): string {
  return all
    .map(({ workspace, size, firstOverviewMs, routes, serverMegabytes }) => {
      const rows = routes.map(({ name, calls, first, p50, p95, max, cpuMs, bytes }) => [
        `\`${name}\``,
        String(calls),
        ms(first),
        ms(p50),
        p95 > MARK_MS ? `**${ms(p95)}**` : ms(p95),
        ms(max),
        ms(cpuMs),
        kilobytes(bytes.p50),
        kilobytes(bytes.max),
      ]);
      const over = routes.filter(({ p95 }) => p95 > MARK_MS).map(({ name }) => name);
      return [
        `\`${workspace}\`: ${sizeOf(size)}. The first overview after the start takes ${ms(firstOverviewMs)} ms.\nMemory of the server at the end: ${serverMegabytes.toFixed(0)} MB.`,
        "",
        markdown([["", "calls", "first", "p50", "p95", "max", "CPU", "KB, p50", "KB, max"], ...rows]),
        "",
        over.length === 0 ? `Every p95 is below ${MARK_MS} ms.` : `p95 above ${MARK_MS} ms: ${over.join("; ")}.`,
      ].join("\n");
    })
    .join("\n\n");
}

/** What is shown of the browser: the name of the figure, its name in the table, and its unit and factor. */
const SHOWN: readonly (readonly [figure: string, title: string, unit: string, factor: number])[] = [
  ...["overview", "transcript", "entity", "graph"].map(
    (view) => [`${view} content ms`, `${view}: first content`, "ms", 1] as const,
  ),
  ["gesture p50", "scrolling, frame p50", "ms", 1],
  ["gesture p95", "scrolling, frame p95", "ms", 1],
  ["gesture dropped", "scrolling, dropped frames", "%", 100],
  ["sweep p50", "from the beginning to the end in 300 frames, frame p50", "ms", 1],
  ["sweep p95", "the same, frame p95", "ms", 1],
  ["sweep dropped", "the same, dropped frames", "%", 100],
  ["jump ms", "a jump to another place, until its words are there", "ms", 1],
  ...[150, 500].flatMap(
    (count) =>
      [
        [`${count} entities moving perSecond`, `picture of ${count}: dragging and zooming`, "frames a second", 1],
        [`${count} entities moving p95`, `picture of ${count}: frame p95`, "ms", 1],
        [`${count} entities expand ms`, `picture of ${count}: an entity expanded, first frame`, "ms", 1],
        [`${count} entities expand still ms`, `picture of ${count}: the same, end of the movement`, "ms", 1],
      ] as const,
  ),
  ...["overview", "transcript", "scrolled", "entity", "graph", "150 entities", "500 entities"].flatMap(
    (view) =>
      [
        [`${view} memory heap`, `${view}: JavaScript heap`, "MB", 1],
        [`${view} memory processes`, `${view}: memory of page and graphics`, "MB", 1],
      ] as const,
  ),
  ["overview bytes code", "overview: code and styles, gzipped", "KB", 1 / 1_000],
  ["overview bytes fonts", "overview: fonts", "KB", 1 / 1_000],
  ["graph bytes code", "graph, opened at first: code and styles, gzipped", "KB", 1 / 1_000],
];

/** The marks of figures. */
const MARKS: Readonly<Record<string, string>> = {
  "graph content ms": "at most 2,000",
  "150 entities moving perSecond": "at least 30",
  "500 entities moving perSecond": "at least 30",
};

/** The median of each figure with the smallest and the largest value, for all workspaces, as Markdown. */
export function browserTable(all: readonly BrowserFigures[]): string {
  const cell = ({ spreads }: BrowserFigures, figure: string, factor: number): string => {
    const spread = spreads[figure];
    return spread === undefined ? "" : spreadIn(spread, factor);
  };
  const rows = SHOWN.map(([figure, title, unit, factor]) => [
    `${title} (${unit})`,
    MARKS[figure] ?? "",
    ...all.map((each) => cell(each, figure, factor)),
  ]);
  const kb = (bytes: number): string => (bytes / 1_000).toFixed(0);
  const transfers: readonly (readonly string[])[] = [
    [
      "all views but the graph: code and styles, gzipped (KB)",
      "",
      ...all.map((each) => kb(each.bytesBeforeGraph.code)),
    ],
    ["all views but the graph: fonts (KB)", "", ...all.map((each) => kb(each.bytesBeforeGraph.fonts))],
    [
      "all views but the graph: together (KB)",
      "at most 400",
      ...all.map(({ bytesBeforeGraph: { code, fonts } }) => kb(code + fonts)),
    ],
  ];
  const about = all.map(
    ({ workspace, transcript: { file, characters, durationMs }, repetitions }) =>
      `\`${workspace}\`: ${repetitions} repetitions; the longest transcript, \`${file}\`, has ${characters.toLocaleString("en")} characters${
        durationMs === null ? "" : ` and ${(durationMs / 3_600_000).toFixed(1)} hours`
      }.`,
  );
  const table = markdown([["", "mark", ...all.map(({ workspace }) => `\`${workspace}\``)], ...rows, ...transfers]);
  return [...about, "", table].join("\n");
}

function spreadIn({ min, median, max }: Spread, factor: number): string {
  const shown = (value: number): string => ms(value * factor);
  return `${shown(median)} (${shown(min)} to ${shown(max)})`;
}

function sizeOf(size: ApiFigures["size"]): string {
  return Object.entries(size)
    .map(([name, count]) => `${count.toLocaleString("en")} ${name}`)
    .join(", ");
}

/** A table whose first column is to the left, in the form that the formatter gives it. */
function markdown([header = [], ...rows]: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(header), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}

function ms(value: number): string {
  return value < 9.95 ? value.toFixed(1) : value.toFixed(0);
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}
