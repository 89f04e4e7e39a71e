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

/** Progress bars for a terminal, with rate and time left, and the bottleneck and the cost of each stage. */
export function barsReporter(
  messages: Output,
  options: { readonly verbose: boolean; readonly now: () => number },
): Reporter {
  const progress = createProgress(options.now);
  const remark = createRemarks(options.verbose);
  // Otherwise the library handles signals itself, to show the cursor. Signals are handled in interruption.ts.
  const screen = createLogUpdate(messages.stream, { showCursor: true });
  /** Set while the bars are on the screen. */
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
    onEvent: (event) => {
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
