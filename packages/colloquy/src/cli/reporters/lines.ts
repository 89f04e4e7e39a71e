import { formatDuration } from "../../text/index.ts";
import type { Output } from "../output.ts";
import { amountDone, limitWords, pace, STAGE_WORDS, tallyWords } from "./words.ts";
import { createProgress, type StageProgress } from "./progress.ts";
import { createRemarks } from "./remarks.ts";
import type { Reporter } from "./reporter.ts";

/** Interval of the lines of one stage: a share of its elapsed time, within bounds. */
const INTERVAL_MS = { least: 3_000, most: 30_000, share: 1 / 20 } as const;

/** Plain lines for logs and pipes: the progress of each stage at intervals, and remarks on events. */
export function linesReporter(
  messages: Output,
  options: { readonly verbose: boolean; readonly now: () => number },
): Reporter {
  const progress = createProgress(options.now);
  const remark = createRemarks(options.verbose);
  const shown = new Map<string, { readonly first: number; readonly last: number }>();
  const say = (message: string): void => void messages.write(`${message}\n`);
  const isDue = (moved: StageProgress): boolean => {
    if (moved.seconds !== null) return moved.done > 0;
    const now = options.now();
    const before = shown.get(moved.stage);
    const due = before !== undefined && isWorthALine(moved) && now - before.last >= intervalAfter(now - before.first);
    if (due || before === undefined) shown.set(moved.stage, { first: before?.first ?? now, last: now });
    return due;
  };
  return {
    say,
    onEvent: (event) => {
      const moved = progress.follow(event);
      if (moved !== null && isDue(moved)) say(progressLine(moved));
      const text = remark(event);
      if (text !== null) say(text);
    },
    stop: progress.stop,
    finish: () => {},
  };
}

function isWorthALine({ done, calls }: StageProgress): boolean {
  return done > 0 || calls !== null;
}

function intervalAfter(elapsed: number): number {
  return Math.min(INTERVAL_MS.most, Math.max(INTERVAL_MS.least, elapsed * INTERVAL_MS.share));
}

/** `extracting: 100 of 8,834 chunks, 5.0/s, 29 min 07 s left; 122 in flight, waiting for tokens: 187k of 200k/min; $0.31`. */
function progressLine(moved: StageProgress): string {
  const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(", ");
  const isDone = moved.seconds !== null;
  const about = isDone ? `done in ${formatDuration(moved.seconds)}` : pace(moved);
  const parts = [
    joined([amountDone(moved), about]),
    ...(isDone ? [] : [joined(limitWords(moved)), joined(tallyWords(moved))]),
  ];
  return `${STAGE_WORDS[moved.stage].title}: ${parts.filter((part) => part !== "").join("; ")}`;
}
