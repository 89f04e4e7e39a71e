import { statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { readRegularFile, textOf } from "../files/index.ts";
import { ColloquyError, describeSystemError, suggestion, systemErrorCode } from "../model/index.ts";
import { type Environment, environmentName, type Option, valueFromText } from "../options/index.ts";
import { SERVER_SECRETS } from "../stores/index.ts";
import { OPTION_KEYS, type OptionKey, OPTIONS, type Options } from "./options.ts";

/** The variable for the configuration file. It is an option of the command line, not of a configuration. */
export const CONFIGURATION_VARIABLE = "COLLOQUY_CONFIG";

/** Prefix of variables for Colloquy's own tests. */
const TEST_PREFIX = "COLLOQUY_TEST_";

/** The key of the embedding model if it differs from the chat model's. It is a secret, so it is no option. */
export const EMBEDDING_KEY_VARIABLE = "COLLOQUY_EMBEDDING_API_KEY";

/** The token of `colloquy mcp` over HTTP. It is a secret, so it is no option. */
export const MCP_TOKEN_VARIABLE = "COLLOQUY_MCP_TOKEN";

/** The password of `colloquy serve`. It is a secret, so it is no option. */
export const SERVE_PASSWORD_VARIABLE = "COLLOQUY_SERVE_PASSWORD";

/** Variables that are no options. */
const OTHER_VARIABLES = [CONFIGURATION_VARIABLE, EMBEDDING_KEY_VARIABLE, MCP_TOKEN_VARIABLE, SERVE_PASSWORD_VARIABLE];

/** Larger files are refused. */
const LARGEST_FILE = 1_000_000;

/** The variables of the folder's `.env` that are not set in the environment. A variable that is set to nothing counts as set. */
export function variablesOfDotEnv(environment: Environment, cwd: string): Environment {
  const path = join(cwd, ".env");
  // Python projects often have a folder named .env.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return {};
  let text: string;
  try {
    text = textOf(readRegularFile(path, { largest: LARGEST_FILE, tooLarge: () => "it is larger than a megabyte" }));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return {};
    throw new ColloquyError(
      "configuration",
      `The file .env cannot be read (${describeSystemError(error)}); correct or remove it.`,
    );
  }
  const variables = Object.entries(parseEnv(text));
  return Object.fromEntries(variables.filter(([name]) => environment[name] === undefined));
}

/**
 * The options in the environment, each from its own variable or from the one that other programs read too. An empty variable
 * counts as not set.
 */
export function optionsFromEnvironment(environment: Environment): Partial<Options> {
  const entries: [OptionKey, Options[OptionKey]][] = [];
  for (const key of OPTION_KEYS) {
    const option: Option = OPTIONS[key];
    const name = [environmentName(key), option.variable ?? ""].find((each) => Boolean(environment[each]));
    if (name !== undefined) entries.push([key, valueFromText(OPTIONS[key], environment[name] ?? "", name)]);
  }
  return Object.fromEntries(entries) as Partial<Options>;
}

/** A warning for each COLLOQUY_ variable that is no option. It is probably misspelt, unless it is for tests. */
export function environmentWarnings(environment: Environment): string[] {
  const known = new Set([...OPTION_KEYS.map(environmentName), ...OTHER_VARIABLES]);
  return Object.keys(environment)
    .filter((name) => name.startsWith("COLLOQUY_") && !name.startsWith(TEST_PREFIX) && !known.has(name))
    .sort()
    .map((name) => `${name} is no option of this version and has no effect.${hintOf(name, known)}`);
}

function hintOf(name: string, known: Iterable<string>): string {
  const usual = name.replace("COLLOQUY_", "");
  return SERVER_SECRETS.some((secret) => secret === usual) ? ` Set ${usual}.` : suggestion(name, known);
}
