import type { Lane } from "../../../ports/index.ts";

/** The name of a stage as columns `stage` have it. */
export function stageColumn(lane: Lane): "extract" | "embed" {
  return lane === "extraction" ? "extract" : "embed";
}

/** SQL that gives the value of a column `stage` as a `Lane`. */
export function laneOf(column: string): string {
  return `CASE ${column} WHEN 'extract' THEN 'extraction' ELSE 'embedding' END`;
}
