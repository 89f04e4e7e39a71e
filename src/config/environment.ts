import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { ColloquyError, describeSystemError, suggestion, systemErrorCode } from "../model/index.ts";
import { environmentName, OPTION_KEYS, type OptionKey, type Options } from "./options.ts";
import { valueFromText } from "./value.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names the configuration file; an option of the command line, not of a configuration. */
export const CONFIGURATION_VARIABLE = "COLLOQUY_CONFIG";

/** The key of the embedding model where it is not that of the chat model; a secret, so no option. */
export const EMBEDDING_KEY_VARIABLE = "COLLOQUY_EMBEDDING_API_KEY";

/** The environment with what `.env` of the folder adds: a variable that is set already wins. */
export function environmentWithDotEnv(environment: Environment, cwd: string): Environment {
  let text: string;
  try {
    text = readFileSync(join(cwd, ".env"), "utf8");
  } catch (error) {
    const code = systemErrorCode(error);
    // A folder named .env is a Python habit; it is none of ours.
    if (code === "ENOENT" || code === "EISDIR") return environment;
    throw new ColloquyError(
      "configuration",
      `The file .env cannot be read (${describeSystemError(error)}); mend its permissions or remove it.`,
    );
  }
  return { ...parseEnv(text.replace(/^\uFEFF/, "")), ...environment };
}

/** The options that the environment gives; an empty variable counts as not set. */
export function optionsFromEnvironment(environment: Environment): Partial<Options> {
  const entries: [OptionKey, Options[OptionKey]][] = [];
  for (const key of OPTION_KEYS) {
    const name = environmentName(key);
    const text = environment[name];
    if (text !== undefined && text !== "") entries.push([key, valueFromText(key, text, name)]);
  }
  return Object.fromEntries(entries) as Partial<Options>;
}

/** A sentence for each COLLOQUY_ variable that names no option: most likely a slip. */
export function environmentWarnings(environment: Environment): string[] {
  const known = new Set([...OPTION_KEYS.map(environmentName), CONFIGURATION_VARIABLE, EMBEDDING_KEY_VARIABLE]);
  return Object.keys(environment)
    .filter((name) => name.startsWith("COLLOQUY_") && !known.has(name))
    .sort()
    .map((name) => `${name} is no option of this version and has no effect.${suggestion(name, known)}`);
}
