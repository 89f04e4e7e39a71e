import type { Invocation } from "../context.ts";
import { barsReporter } from "./bars.ts";
import { eventsReporter } from "./events.ts";
import { linesReporter } from "./lines.ts";
import type { Reporter } from "./reporter.ts";

export type { Reporter } from "./reporter.ts";

/** Chooses the reporter: none for --quiet, events for --json, bars on a terminal, otherwise lines. */
export function chooseReporter({
  options,
  output,
  messages,
}: Pick<Invocation, "options" | "output" | "messages">): Reporter {
  if (options.quiet) return quietReporter();
  if (options.json) return eventsReporter(output, messages);
  const settings = { verbose: options.verbose, now: () => performance.now() };
  return messages.isTerminal ? barsReporter(messages, settings) : linesReporter(messages, settings);
}

/** Prints nothing. The command line itself prints errors. */
function quietReporter(): Reporter {
  return { say: () => {}, onEvent: () => {}, stop: () => {}, finish: () => {} };
}
