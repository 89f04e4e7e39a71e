import { Option } from "commander";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { loadLibrary } from "../library.ts";
import { renderExplanation } from "../views/explanation.ts";
import { jsonLine } from "../json-line.ts";
import { readingOptions } from "../reading-options.ts";
import { unknownEntity } from "../unknown-entity.ts";

export const resolveCommand: CommandDefinition = {
  name: "resolve",
  summary: "explain why names are one entity",
  description:
    "Prints why each name of an entity is in it: the rule, the verdict of a judge with the words that it was shown, or your line in aliases.yaml; and which names are kept apart, and why. `merge`, `split` and `hide` change it. --verbose shows every item.",
  own: [new Option("--explain <name>", "name, alias or id to explain")],
  examples: [
    'colloquy resolve --explain "remote work" --workspace meetings',
    "colloquy resolve --explain telecommuting --json",
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, own, output } = invocation;
    const name = (own.explain as string | undefined)?.trim();
    if (name === undefined || name === "")
      throw new ColloquyError(
        "invalid-input",
        "`resolve` explains a name: give it, as in `colloquy resolve --explain NAME`. `colloquy project` applies a changed aliases.yaml.",
      );
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, readingOptions(invocation));
    const explained = await workspace.explainName(name);
    if (explained === null) throw await unknownEntity(name, options.workspace, workspace);
    await output.write(options.json ? jsonLine(explained) : renderExplanation(explained, options.verbose, output));
    return 0;
  },
};
