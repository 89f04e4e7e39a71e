import type { Reporter } from "./reporter.ts";

/** Nothing at all: errors are told by the command line itself. */
export function quietReporter(): Reporter {
  return { say: () => {}, hear: () => {}, stop: () => {}, finish: () => {} };
}
