import cliProgress from "cli-progress";
import type { Stage } from "../library.ts";
import type { Colours, Output } from "../output.ts";
import { formatDuration } from "../format.ts";
import { padColumns, truncate, wrap } from "../text-layout.ts";
import { createProgress, type StageProgress } from "./progress.ts";
import { remark } from "./remarks.ts";
import type { Reporter } from "./reporter.ts";
import { amountDone, pace, STAGE_WORDS } from "./words.ts";

const REDRAWS_PER_SECOND = 10;
const TITLE_WIDTH = 11;
const BAR_WIDTH = 24;

/** Bars with rate and time left, for a terminal. */
export function barsReporter(
  messages: Output,
  options: { readonly verbose: boolean; readonly now: () => number },
): Reporter {
  const progress = createProgress(options.now);
  const bars = new Map<Stage, cliProgress.SingleBar>();
  const picture = new cliProgress.MultiBar({
    stream: messages.stream,
    fps: REDRAWS_PER_SECOND,
    hideCursor: true,
    gracefulExit: false,
    // A message moves the bars down: each must be drawn again, changed or not.
    forceRedraw: true,
    format: (_options, _parameters, payload: { moved: StageProgress }) =>
      barLine(payload.moved, messages.columns, messages.colours),
  });
  const say = (message: string): void => {
    const text = `${wrap(message, messages.columns)}\n`;
    if (bars.size === 0) void messages.write(text);
    else picture.log(text);
  };
  return {
    say,
    hear: (event) => {
      const moved = progress.follow(event);
      if (moved !== null) draw(moved);
      const text = remark(event, options.verbose);
      if (text !== null) say(text);
    },
    finish: () => {
      if (!picture.isActive) return;
      // The last messages wait for a redraw, which `stop` would not do.
      picture.update();
      picture.stop();
    },
  };

  function draw(moved: StageProgress): void {
    const total = moved.total ?? Math.max(moved.done, 1);
    const bar = bars.get(moved.stage) ?? picture.create(total, 0, { moved });
    bars.set(moved.stage, bar);
    bar.setTotal(total);
    bar.update(moved.done, { moved });
  }
}

/** One stage as a line of at most `columns`. */
export function barLine(moved: StageProgress, columns: number, colours: Colours): string {
  // A stage that was interrupted has ended, but is not done.
  const isDone = moved.seconds !== null && (moved.total === null || moved.done >= moved.total);
  const share = isDone ? 1 : moved.total === null || moved.total === 0 ? 0 : Math.min(1, moved.done / moved.total);
  const filled = Math.round(share * BAR_WIDTH);
  const title = padColumns(STAGE_WORDS[moved.stage].title, TITLE_WIDTH);
  const about = moved.seconds === null ? pace(moved) : formatDuration(moved.seconds);
  const words = [amountDone(moved), about].filter((part) => part !== "").join("  ");
  const room = columns - TITLE_WIDTH - BAR_WIDTH - 2;
  const bar = `${(isDone ? colours.green : colours.cyan)("━".repeat(filled))}${colours.dim("─".repeat(BAR_WIDTH - filled))}`;
  return room < 12 ? truncate(`${title}${words}`, columns - 1) : `${title}${bar} ${truncate(words, room)}`;
}
