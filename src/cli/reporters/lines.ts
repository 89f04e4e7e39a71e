import type { Output } from "../output.ts";
import { formatDuration } from "../format.ts";
import { createProgress, type StageProgress } from "./progress.ts";
import { remark } from "./remarks.ts";
import type { Reporter } from "./reporter.ts";
import { amountDone, pace, STAGE_WORDS } from "./words.ts";

/** Between two lines of one stage. */
const INTERVAL_MS = 3000;

/** Plain lines, for logs and pipes: a few a stage, and what deserves one of its own. */
export function linesReporter(
  messages: Output,
  options: { readonly verbose: boolean; readonly now: () => number },
): Reporter {
  const progress = createProgress(options.now);
  const lastShown = new Map<string, number>();
  const say = (message: string): void => void messages.write(`${message}\n`);
  const isDue = (moved: StageProgress): boolean => {
    if (moved.seconds !== null) return moved.done > 0;
    const last = lastShown.get(moved.stage);
    const due = last !== undefined && (moved.done > 0 || moved.calls !== null) && options.now() - last >= INTERVAL_MS;
    if (due || last === undefined) lastShown.set(moved.stage, options.now());
    return due;
  };
  return {
    say,
    hear: (event) => {
      const moved = progress.follow(event);
      if (moved !== null && isDue(moved)) say(progressLine(moved));
      const text = remark(event, options.verbose);
      if (text !== null) say(text);
    },
    finish: () => {},
  };
}

function progressLine(moved: StageProgress): string {
  const about = moved.seconds === null ? pace(moved) : `done in ${formatDuration(moved.seconds)}`;
  return `${STAGE_WORDS[moved.stage].title}: ${[amountDone(moved), about].filter((part) => part !== "").join(", ")}`;
}
