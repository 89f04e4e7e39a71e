import { printable } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import type { OpenOptions } from "./library.ts";
import { storeOptions } from "./store-options.ts";

/** What a command opens a workspace with that it reads; remarks go to stderr, each once. */
export function readingOptions(invocation: Invocation): OpenOptions {
  const { options, messages } = invocation;
  const told = new Set<string>();
  return {
    ...storeOptions(invocation),
    dataDir: options.dataDir,
    onNotice: (sentence) => {
      if (options.quiet || told.has(sentence)) return;
      told.add(sentence);
      void messages.write(`colloquy: ${printable(sentence)}\n`);
    },
  };
}
