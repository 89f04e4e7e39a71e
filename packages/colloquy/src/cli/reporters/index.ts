import type { Invocation } from "../context.ts";
import { barsReporter } from "./bars.ts";
import { eventsReporter } from "./events.ts";
import { linesReporter } from "./lines.ts";
import type { Reporter } from "./reporter.ts";

export type { Reporter } from "./reporter.ts";

/** The reporter that fits: silence, events for programs, bars on a terminal, lines elsewhere. */
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

/** Nothing at all: errors are told by the command line itself. */
function quietReporter(): Reporter {
  return { say: () => {}, hear: () => {}, stop: () => {}, finish: () => {} };
}
