import type { Output } from "../output.ts";
import type { Reporter } from "./reporter.ts";
import { jsonLine } from "../json-line.ts";

/** Every event as a line of JSON on stdout, for programs; the result, which the command prints, comes last. */
export function eventsReporter(output: Output, messages: Output): Reporter {
  return {
    say: (message) => void messages.write(`${message}\n`),
    hear: (event) => {
      if (event.event !== "run.completed") return void output.write(jsonLine(event));
      const { run, seconds, exitCode } = event.result;
      void output.write(jsonLine({ event: event.event, run, seconds, exitCode }));
    },
    finish: () => {},
  };
}
