import cliProgress from "cli-progress";
import type { RunEvent } from "../library.ts";
import type { Output } from "../output.ts";
import { wrap } from "../text-layout.ts";
import { createProgress } from "./progress.ts";
import { picture } from "./picture.ts";
import { createRemarks } from "./remarks.ts";
import type { Reporter } from "./reporter.ts";

const REDRAWS_PER_SECOND = 10;
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
  let lines: readonly string[] = [];
  const look = (): void => {
    lines = picture(progress.stages(), messages.columns, messages.colours);
  };
  const screen = new cliProgress.MultiBar({
    stream: messages.stream,
    fps: REDRAWS_PER_SECOND,
    hideCursor: true,
    gracefulExit: false,
    // A message moves the bars down: each must be drawn again, changed or not.
    forceRedraw: true,
    format: (_options, _parameters, { line }: { line: number }) => lines[line] ?? "",
  });
  screen.on("redraw-pre", look);
  const say = (message: string): void => {
    const text = `${wrap(message, messages.columns)}\n`;
    if (slots.length === 0) void messages.write(text);
    else screen.log(text);
  };
  /** As many slots as lines: they come when a stage begins or tells of its calls, and go when it ends. */
  const fit = (): void => {
    look();
    while (slots.length < lines.length) slots.push(screen.create(1, 0, { line: slots.length }));
    while (slots.length > lines.length) {
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
    finish: () => {
      if (!screen.isActive) return;
      // The last messages wait for a redraw, which `stop` would not do.
      screen.update();
      screen.stop();
    },
  };
}
