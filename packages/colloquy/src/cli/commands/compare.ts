import { Option } from "commander";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary } from "../library.ts";
import { wholeNumber } from "../own-options.ts";
import { renderComparison } from "../views/comparison.ts";
import { readingOptions } from "../reading-options.ts";

const DEFAULT_EXAMPLES = 5;

export const compareCommand: CommandDefinition = {
  name: "compare",
  summary: "compare the graphs of two workspaces",
  arguments: "<workspaces...>",
  argumentsHelp: "two workspaces: A, the reference, and B, which is compared with it",
  description:
    "Compares the entities, relations and quotes of workspace B with those of workspace A: precision, recall, F1, and examples of items that only one of them contains.",
  own: [
    new Option("--examples <number>", `number of examples of each kind (default: ${DEFAULT_EXAMPLES})`).argParser(
      wholeNumber("--examples"),
    ),
  ],
  examples: ["colloquy compare sequential fast", "colloquy compare sequential fast --examples 20 --json"],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, words, own, output } = invocation;
    const [a, b] = twoOf(words);
    const { compare, open } = await loadLibrary();
    const reading = readingOptions(invocation);
    await using reference = await open(a, reading);
    await using compared = await open(b, reading);
    const examples = (own.examples as number | undefined) ?? DEFAULT_EXAMPLES;
    const comparison = await compare(reference, compared, { examples });
    await output.write(options.json ? jsonLine(comparison) : renderComparison(comparison, options.verbose, output));
    return 0;
  },
};

function twoOf(words: readonly string[]): readonly [string, string] {
  const [a, b] = words;
  if (a !== undefined && b !== undefined && words.length === 2) return [a, b];
  throw new ColloquyError(
    "invalid-input",
    `\`compare\` takes two workspaces, got ${words.length}; name two, as in \`colloquy compare sequential fast\`.`,
  );
}
