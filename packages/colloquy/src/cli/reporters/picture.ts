import { displayWidth, formatDuration, padColumns, truncate } from "../../text/index.ts";
import type { Colours } from "../output.ts";
import { amountDone, limitWords, pace, STAGE_WORDS, tallyWords } from "./words.ts";
import type { StageProgress } from "./progress.ts";

const TITLE_WIDTH = 11;
const BAR_WIDTH = { wide: 24, narrow: 14 } as const;
const INDENT = "    ";
/** From here on bars are wide. */
const WIDE_COLUMNS = 100;
/** From here on one line holds how the calls of a stage stand, mostly; below, what they wait for has its own. */
const ONE_LINE_COLUMNS = 140;
/** A narrower terminal shows the bars alone. */
const LEAST_COLUMNS = 60;

/** How a run stands, as lines of fewer than `columns`: one a stage, and below those that ask a model how their calls stand. */
export function picture(stages: readonly StageProgress[], columns: number, colours: Colours): readonly string[] {
  return stages.flatMap((moved) => [barLine(moved, columns, colours), ...callLines(moved, columns, colours)]);
}

/** One stage. */
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

/** How the calls of a stage stand: what they wait for, and what has come of them; nothing once it has ended. */
function callLines(moved: StageProgress, columns: number, colours: Colours): readonly string[] {
  if (moved.calls === null || moved.seconds !== null || columns < LEAST_COLUMNS) return [];
  const limits = limitWords(moved);
  const tally = tallyWords(moved);
  const groups = columns < ONE_LINE_COLUMNS ? [limits, tally] : [[...limits, ...tally]];
  return groups
    .flatMap((parts) => flow(parts, columns - INDENT.length - 1))
    .map((line) => colours.dim(`${INDENT}${line}`));
}

/** The parts in lines that hold as many of them as there is room for. */
function flow(parts: readonly string[], room: number): readonly string[] {
  return parts.reduce<readonly string[]>((lines, part) => {
    const longer = [...lines.slice(-1), part].join(", ");
    return lines.length > 0 && displayWidth(longer) <= room
      ? [...lines.slice(0, -1), longer]
      : [...lines, truncate(part, room)];
  }, []);
}
