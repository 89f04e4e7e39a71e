import type { Output } from "../output.ts";
import type { Reporter } from "./reporter.ts";
import { jsonLine } from "../json-line.ts";

/**
 * Prints every event as one line of JSON to stdout, for programs. The last line is the result, which the command prints, or
 * `run.stopped` without a result. A run that did not begin has no id. The message on stderr and the exit code explain the reason.
 */
export function eventsReporter(output: Output, messages: Output): Reporter {
  let ended = false;
  return {
    say: (message) => void messages.write(`${message}\n`),
    onEvent: (event) => {
      if (event.event === "run.stopped") ended = true;
      if (event.event !== "run.completed") return void output.write(jsonLine(event));
      ended = true;
      const { result, ...stamp } = event;
      const { seconds, outcome, exitCode } = result;
      void output.write(jsonLine({ ...stamp, seconds, outcome, exitCode }));
    },
    stop: () => {},
    finish: (hasResult) => {
      if (!ended && !hasResult)
        void output.write(jsonLine({ event: "run.stopped", time: new Date().toISOString(), runId: null }));
      ended = true;
    },
  };
}
