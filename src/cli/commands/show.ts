import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { type EntityDetail, loadLibrary, type Workspace } from "../library.ts";
import { renderEntity, renderNamesakes } from "../views/entity.ts";
import { jsonLine } from "../json-line.ts";
import { readingOptions } from "../reading-options.ts";
import { GRAPH_OPTIONS } from "../store-options.ts";

export const showCommand: CommandDefinition = {
  name: "show",
  summary: "all about a person, an idea or another entity",
  arguments: "<entity...>",
  argumentsHelp: "its name, one of its aliases, or its id",
  description:
    "Prints an entity's type, aliases with why they were merged, relations with the words that state them, quotes, where and when.",
  configured: ["workspace", "dataDir", ...GRAPH_OPTIONS, "json", "quiet", "verbose"],
  examples: ['colloquy show "remote control" --workspace meetings', "colloquy show Ada --json"],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, words, output, messages } = invocation;
    const name = words.join(" ");
    if (name.trim() === "") throw new ColloquyError("invalid-input", "There is no name to look for: give one.");
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, readingOptions(invocation));
    const entity = await workspace.show(name);
    if (entity === null) throw await unknownEntity(name, options.workspace, workspace);
    if (options.json) await output.write(jsonLine(shown(entity)));
    else await output.write(renderEntity(entity, options.verbose, output));
    if (!options.json && !options.quiet) await messages.write(renderNamesakes(entity, options.verbose));
    return 0;
  },
};

/** The contract's shape: the other end of a relationship by its name, with the id beside it. */
function shown(entity: EntityDetail) {
  return {
    ...entity,
    relationships: entity.relationships.map(({ other, evidence, ...relationship }) => ({
      ...relationship,
      other: other.name,
      otherId: other.id,
      evidence,
    })),
  };
}

async function unknownEntity(name: string, workspaceName: string, workspace: Workspace): Promise<ColloquyError> {
  const names = await workspace.suggestNames(name);
  const hint =
    names.length === 0
      ? "`colloquy search` finds passages by their words."
      : `Did you mean ${alternatives(names.map((each) => `"${each}"`))}?`;
  return new ColloquyError("not-found", `No entity "${name}" in workspace ${workspaceName}. ${hint}`);
}

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
function alternatives(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" or ");
}
