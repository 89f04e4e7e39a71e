import { createLogUpdate } from "log-update";
import { wrap } from "../../text/index.ts";
import type { Output } from "../output.ts";
import { createProgress } from "./progress.ts";
import { barLine, picture } from "./picture.ts";
import { createRemarks } from "./remarks.ts";
import type { Reporter } from "./reporter.ts";

const REDRAW_EVERY_MS = 100;
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** Bars with rate and time left, and of each stage its bottleneck and its cost, for a terminal. */
export function barsReporter(
  messages: Output,
  options: { readonly verbose: boolean; readonly now: () => number },
): Reporter {
  const progress = createProgress(options.now);
  const remark = createRemarks(options.verbose);
  // The library would show the cursor again by handling signals, which are handled elsewhere.
  const screen = createLogUpdate(messages.stream, { showCursor: true });
  /** Runs while the picture is on the screen. */
  let redraws: NodeJS.Timeout | null = null;
  const draw = (): void => screen(picture(progress.stages(), messages.columns, messages.colours).join("\n"));
  const say = (message: string): void => {
    const text = wrap(message, messages.columns);
    if (redraws === null) return void messages.write(`${text}\n`);
    screen.persist(text);
    draw();
  };
  const begin = (): void => {
    if (redraws !== null) return;
    void messages.write(HIDE_CURSOR);
    draw();
    redraws = setInterval(draw, REDRAW_EVERY_MS);
  };
  return {
    say,
    hear: (event) => {
      if (progress.follow(event) !== null) begin();
      const text = remark(event);
      if (text !== null) say(text);
    },
    stop: progress.stop,
    finish: () => {
      if (redraws === null) return;
      clearInterval(redraws);
      redraws = null;
      screen.clear();
      const bars = progress.stages().map((stage) => `${barLine(stage, messages.columns, messages.colours)}\n`);
      void messages.write(`${SHOW_CURSOR}${bars.join("")}`);
    },
  };
}
