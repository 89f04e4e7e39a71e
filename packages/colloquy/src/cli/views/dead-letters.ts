import { printable } from "../../model/index.ts";
import { counted, formatCount, wrap } from "../../text/index.ts";
import type { DeadLetterReason } from "../library.ts";
import type { Output } from "../output.ts";

const SHOWN_REASONS = 5;
const LANES = ["extraction", "embedding"] as const;
const LANE_WORDS = { extraction: "not extracted", embedding: "not embedded" } as const;

/** Why passages lie in the dead letters, the most frequent reason first; empty where there are none. */
export function renderDeadLetters(
  reasons: readonly DeadLetterReason[],
  all: boolean,
  { colours, columns }: Pick<Output, "colours" | "columns">,
): string {
  if (reasons.length === 0) return "";
  const shown = all ? reasons : reasons.slice(0, SHOWN_REASONS);
  const lines = shown.map(({ lane, reason, chunks }) =>
    wrap(`${counted(chunks, "passage")} ${LANE_WORDS[lane]}: ${printable(reason)}`, Math.min(columns, 100), "  "),
  );
  const rest = reasons.length - shown.length;
  const more = rest > 0 ? [colours.dim(`  and ${counted(rest, "other reason")} (--verbose shows all)`)] : [];
  return `\n${[colours.yellow(`Dead letters: ${countedByLane(reasons)}`), ...lines, ...more].join("\n")}\n`;
}

/** A passage may lie there once for each lane: the two are never added up. */
function countedByLane(reasons: readonly DeadLetterReason[]): string {
  const counts = LANES.map((lane) => {
    const letters = reasons.filter((letter) => letter.lane === lane);
    return { lane, chunks: letters.reduce((sum, { chunks }) => sum + chunks, 0) };
  }).filter(({ chunks }) => chunks > 0);
  const [first, second] = counts;
  if (first === undefined) return "none";
  if (second === undefined) return counted(first.chunks, "passage");
  return `${counted(first.chunks, "passage")} ${LANE_WORDS[first.lane]}, ${formatCount(second.chunks)} ${LANE_WORDS[second.lane]}`;
}
