import { printable } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import type { OpenOptions } from "./library.ts";
import { libraryOptions, STORE_KEYS } from "./library-options.ts";

/** The options with which a command opens a workspace for reading. Each notice is printed once, to stderr. */
export function readingOptions(invocation: Invocation): OpenOptions {
  const { options, messages } = invocation;
  const printed = new Set<string>();
  return {
    ...libraryOptions(invocation, ["dataDir", ...STORE_KEYS]),
    onNotice: (sentence) => {
      if (options.quiet || printed.has(sentence)) return;
      printed.add(sentence);
      void messages.write(`colloquy: ${printable(sentence)}\n`);
    },
  };
}
