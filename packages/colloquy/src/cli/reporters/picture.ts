import { displayWidth, formatDuration, padColumns, truncate } from "../../text/index.ts";
import type { Colours } from "../output.ts";
import { amountDone, limitWords, pace, STAGE_WORDS, tallyWords } from "./words.ts";
import type { StageProgress } from "./progress.ts";

const TITLE_WIDTH = 11;
const BAR_WIDTH = { wide: 24, narrow: 14 } as const;
const INDENT = "    ";
/** A terminal of this width has wide bars. */
const WIDE_COLUMNS = 100;
/** A terminal of this width has one line for the calls of a stage. Narrower terminals have two. */
const ONE_LINE_COLUMNS = 140;
/** A narrower terminal has only the bars. */
const LEAST_COLUMNS = 60;

/** The progress of a run in lines shorter than `columns`: one for each stage, and lines for the calls of a model stage. */
export function picture(stages: readonly StageProgress[], columns: number, colours: Colours): readonly string[] {
  return stages.flatMap((moved) => [barLine(moved, columns, colours), ...callLines(moved, columns, colours)]);
}

/** The bar of one stage. */
export function barLine(moved: StageProgress, columns: number, colours: Colours): string {
  // A stage that was interrupted has ended, but is not done.
  const isDone = moved.seconds !== null && (moved.total === null || moved.done >= moved.total);
  const share = isDone ? 1 : moved.total === null || moved.total === 0 ? 0 : Math.min(1, moved.done / moved.total);
  const width = columns < WIDE_COLUMNS ? BAR_WIDTH.narrow : BAR_WIDTH.wide;
  const filled = Math.round(share * width);
  const title = padColumns(STAGE_WORDS[moved.stage].title, TITLE_WIDTH);
  const about = moved.seconds === null ? pace(moved) : formatDuration(moved.seconds);
  const words = [amountDone(moved), about].filter((part) => part !== "").join("  ");
  const room = columns - TITLE_WIDTH - width - 2;
  const bar = `${(isDone ? colours.green : colours.cyan)("━".repeat(filled))}${colours.dim("─".repeat(width - filled))}`;
  return room < 20 ? truncate(`${title}${words}`, columns - 1) : `${title}${bar} ${truncate(words, room)}`;
}

/** The calls of a stage: their limits and counts; empty after the end of the stage. */
function callLines(moved: StageProgress, columns: number, colours: Colours): readonly string[] {
  if (moved.calls === null || moved.seconds !== null || columns < LEAST_COLUMNS) return [];
  const limits = limitWords(moved);
  const tally = tallyWords(moved);
  const groups = columns < ONE_LINE_COLUMNS ? [limits, tally] : [[...limits, ...tally]];
  return groups
    .flatMap((parts) => flow(parts, columns - INDENT.length - 1))
    .map((line) => colours.dim(`${INDENT}${line}`));
}

/** Joins the parts into lines that fit. */
function flow(parts: readonly string[], room: number): readonly string[] {
  return parts.reduce<readonly string[]>((lines, part) => {
    const longer = [...lines.slice(-1), part].join(", ");
    return lines.length > 0 && displayWidth(longer) <= room
      ? [...lines.slice(0, -1), longer]
      : [...lines, truncate(part, room)];
  }, []);
}
