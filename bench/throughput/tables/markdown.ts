import type { Table } from "../../report.ts";

/** In Markdown, with columns aligned as by Prettier. */
export function markdownOf({ header, rows }: Table): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...rows].map((row) => row[column]?.replaceAll("|", "\\|").length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? "").replaceAll("|", "\\|").padEnd(width)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

export const share = (value: number | null, digits = 1): string =>
  value === null ? "-" : `${(100 * value).toFixed(digits)} %`;
export const inSeconds = (value: number | null, digits = 1): string =>
  value === null ? "never" : `${value.toFixed(digits)} s`;
export const inMinutes = (value: number): string => `${(value / 60).toFixed(1)} min`;
