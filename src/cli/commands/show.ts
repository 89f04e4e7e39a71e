import { nearestWord } from "../../config/index.ts";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { type EntityDetail, loadLibrary, type Workspace } from "../library.ts";
import { renderEntity } from "../views/entity.ts";
import { jsonLine } from "../json-line.ts";

/** Among how many names a misspelt one is looked for. */
const CANDIDATES = 5000;

export const showCommand: CommandDefinition = {
  name: "show",
  summary: "all about a person, an idea or another entity",
  arguments: "<entity...>",
  argumentsHelp: "its name, one of its aliases, or its id",
  description:
    "Prints an entity's type, aliases with why they were merged, relations with the words that state them, quotes, where and when.",
  configured: ["workspace", "dataDir", "json", "quiet", "verbose"],
  examples: ['colloquy show "remote control" --workspace meetings', "colloquy show Ada --json"],
  needsConfiguration: true,
  run: async ({ options, words, output }) => {
    const name = words.join(" ");
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, { dataDir: options.dataDir });
    const entity = await workspace.show(name);
    if (entity === null) throw await unknownEntity(name, options.workspace, workspace);
    await output.write(options.json ? jsonLine(shown(entity)) : renderEntity(entity, options.verbose, output));
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
  const entities = await workspace.entities({ limit: CANDIDATES });
  const near =
    nearestWord(
      name,
      entities.map((entity) => entity.name),
    ) ?? containing(name, entities);
  const hint = near === null ? "`colloquy search` finds passages by their words." : `Did you mean "${near}"?`;
  return new ColloquyError("not-found", `No entity "${name}" in workspace ${workspaceName}. ${hint}`);
}

function containing(name: string, entities: readonly { readonly name: string }[]): string | null {
  const part = name.trim().toLowerCase();
  return (part === "" ? undefined : entities.find((entity) => entity.name.toLowerCase().includes(part))?.name) ?? null;
}
