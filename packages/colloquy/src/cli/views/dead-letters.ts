import { printable } from "../../model/index.ts";
import { counted, formatCount, wrap } from "../../text/index.ts";
import type { DeadLetterReason } from "../library.ts";
import type { Output } from "../output.ts";

const SHOWN_REASONS = 5;
const MODEL_STAGES = ["extract", "embed"] as const;
const STAGE_WORDS = { extract: "not extracted", embed: "not embedded" } as const;

/** The reasons of the dead letters, most frequent first; empty without dead letters. */
export function renderDeadLetters(
  reasons: readonly DeadLetterReason[],
  all: boolean,
  { colours, columns }: Pick<Output, "colours" | "columns">,
): string {
  if (reasons.length === 0) return "";
  const shown = all ? reasons : reasons.slice(0, SHOWN_REASONS);
  const lines = shown.map(({ stage, reason, chunks }) =>
    wrap(`${counted(chunks, "chunk")} ${STAGE_WORDS[stage]}: ${printable(reason)}`, Math.min(columns, 100), "  "),
  );
  const rest = reasons.length - shown.length;
  const more = rest > 0 ? [colours.dim(`  and ${counted(rest, "other reason")} (--verbose shows all)`)] : [];
  return `\n${[colours.yellow(`Dead letters: ${countedByStage(reasons)}`), ...lines, ...more].join("\n")}\n`;
}

/** A chunk may be a dead letter of both stages, so the two counts are never added. */
function countedByStage(reasons: readonly DeadLetterReason[]): string {
  const counts = MODEL_STAGES.map((stage) => {
    const letters = reasons.filter((letter) => letter.stage === stage);
    return { stage, chunks: letters.reduce((sum, { chunks }) => sum + chunks, 0) };
  }).filter(({ chunks }) => chunks > 0);
  const [first, second] = counts;
  if (first === undefined) return "none";
  if (second === undefined) return counted(first.chunks, "chunk");
  return `${counted(first.chunks, "chunk")} ${STAGE_WORDS[first.stage]}, ${formatCount(second.chunks)} ${STAGE_WORDS[second.stage]}`;
}
