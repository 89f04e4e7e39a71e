import cliProgress from "cli-progress";
import type { RunEvent } from "../library.ts";
import type { Output } from "../output.ts";
import { wrap } from "../text-layout.ts";
import { createProgress } from "./progress.ts";
import { barLine, picture } from "./picture.ts";
import { createRemarks } from "./remarks.ts";
import type { Reporter } from "./reporter.ts";

const REDRAWS_PER_SECOND = 10;
const CLEAR_TO_END_OF_LINE = "\u001b[K";
/** After others, which may come a thousand times a second, the picture has as many lines as before. */
const CHANGES_LINES: ReadonlySet<RunEvent["event"]> = new Set(["stage.started", "lane.progress", "stage.completed"]);

/** Bars with rate and time left, and of each lane what holds it back and what it costs, for a terminal. */
export function barsReporter(
  messages: Output,
  options: { readonly verbose: boolean; readonly now: () => number },
): Reporter {
  const progress = createProgress(options.now);
  const remark = createRemarks(options.verbose);
  /** One a line of the picture; what stands in it is made when it is drawn, not when an event comes. */
  const slots: cliProgress.SingleBar[] = [];
  let drawn: readonly string[] = [];
  const look = (): void => {
    drawn = picture(progress.stages(), messages.columns, messages.colours);
  };
  const screen = new cliProgress.MultiBar({
    stream: messages.stream,
    fps: REDRAWS_PER_SECOND,
    hideCursor: true,
    gracefulExit: false,
    // The last picture is ours: that of `stop` would be cut in the middle of its colours.
    clearOnComplete: true,
    // A message moves the bars down: each must be drawn again, changed or not.
    forceRedraw: true,
    format: (_options, _parameters, { line }: { line: number }) => drawn[line] ?? "",
  });
  screen.on("redraw-pre", look);
  const say = (message: string): void => {
    const lines = wrap(message, messages.columns).split("\n");
    // A message is written over the bars, of which nothing is to be left behind its lines.
    const clear = slots.length === 0 ? "" : CLEAR_TO_END_OF_LINE;
    const text = lines.map((line) => `${clear}${line}\n`).join("");
    if (slots.length === 0) void messages.write(text);
    else screen.log(text);
  };
  /** As many slots as lines: they come when a stage begins or tells of its calls, and go when it ends. */
  const fit = (): void => {
    look();
    while (slots.length < drawn.length) slots.push(screen.create(1, 0, { line: slots.length }));
    while (slots.length > drawn.length) {
      const last = slots.pop();
      if (last !== undefined) screen.remove(last);
    }
  };
  return {
    say,
    hear: (event) => {
      const moved = progress.follow(event);
      if (moved !== null && CHANGES_LINES.has(event.event)) fit();
      const text = remark(event);
      if (text !== null) say(text);
    },
    stop: progress.stop,
    finish: () => {
      if (!screen.isActive) return;
      // The last messages wait for a redraw, which `stop` would not do.
      screen.update();
      screen.stop();
      const bars = progress.stages().map((moved) => `${barLine(moved, messages.columns, messages.colours)}\n`);
      void messages.write(bars.join(""));
    },
  };
}
