import { printable } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import type { OpenOptions } from "./library.ts";
import { storeOptions } from "./store-options.ts";

/** The options with which a command opens a workspace for reading. Each notice is printed once, to stderr. */
export function readingOptions(invocation: Invocation): OpenOptions {
  const { options, messages } = invocation;
  const printed = new Set<string>();
  return {
    ...storeOptions(invocation),
    dataDir: options.dataDir,
    onNotice: (sentence) => {
      if (options.quiet || printed.has(sentence)) return;
      printed.add(sentence);
      void messages.write(`colloquy: ${printable(sentence)}\n`);
    },
  };
}
