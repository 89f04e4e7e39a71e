import { basename, dirname, resolve } from "node:path";
import { readRegularFile, readYaml, textOf } from "../files/index.ts";
import { ColloquyError, describeSystemError, printable, suggestion, systemErrorCode } from "../model/index.ts";
import { checkedValue, type Option, optionName } from "../options/index.ts";
import { SERVER_SECRETS } from "../stores/index.ts";
import { isSecretName } from "../text/index.ts";
import { OPTION_KEYS, type OptionKey, OPTIONS, type Options } from "./options.ts";

/** The configuration file if none is named. */
export const DEFAULT_CONFIGURATION_FILE = "colloquy.yaml";

/** Larger files are refused. */
const LARGEST_FILE = 1_000_000;

/**
 * Reads a configuration file; null if it does not exist and was not named by the user.
 * @throws ColloquyError `configuration` if it cannot be read, is not YAML, or has an unknown key or a wrong value.
 */
export function readConfigurationFile(
  path: string,
  options: { cwd: string; required: boolean },
): Partial<Options> | null {
  const absolute = resolve(options.cwd, path);
  const text = readText(absolute, path, options.required);
  if (text === null) return null;
  const values = parseConfiguration(text, basename(path));
  return dirname(absolute) === resolve(options.cwd) ? values : relativeTo(dirname(absolute), values);
}

/** Parses and checks the text of a configuration. `name` is its name in messages. */
export function parseConfiguration(text: string, name: string): Partial<Options> {
  const values = new Map<OptionKey, Options[OptionKey]>();
  for (const [written, value] of entriesOf(text, name)) {
    const key = keyOf(written);
    if (key === null) throw unknownKey(written, name);
    if (values.has(key))
      throw new ColloquyError("configuration", `${name} has ${optionName(key)} twice; keep one of them.`);
    if (value !== null) values.set(key, checkedValue(OPTIONS[key], value, `${optionName(key)} in ${name}`));
  }
  return Object.fromEntries(values) as Partial<Options>;
}

function unknownKey(written: string, name: string): ColloquyError {
  const names = OPTION_KEYS.map(optionName);
  const hint = isSecretName(written)
    ? ` Keys and passwords belong in the environment or into .env (${SERVER_SECRETS.join(", ")}, OPENAI_API_KEY, ...).`
    : suggestion(written, names) || ` Known keys: ${names.join(", ")}.`;
  return new ColloquyError("configuration", `${name} has the unknown key "${written}".${hint}`);
}

function readText(absolute: string, path: string, required: boolean): string | null {
  try {
    return textOf(readRegularFile(absolute, { largest: LARGEST_FILE, tooLarge: () => "it is larger than a megabyte" }));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT" && !required) return null;
    const reason = code === "ENOENT" ? "does not exist" : `cannot be read: ${describeSystemError(error)}`;
    throw new ColloquyError(
      "configuration",
      `The configuration file ${printable(path)} ${reason}. \`colloquy init\` writes one.`,
    );
  }
}

function entriesOf(text: string, name: string): [string, unknown][] {
  const { value: content, fault, lineOf } = readYaml(text);
  if (fault !== null) {
    const where = fault.code === null ? "" : `, line ${lineOf(fault.start)}`;
    throw new ColloquyError("configuration", `${name} is no valid YAML${where}: ${fault.message}.`);
  }
  if (content === null || content === undefined) return [];
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new ColloquyError("configuration", `${name} must be a list of lines such as \`batch-size: 10\`.`);
  }
  return Object.entries(content);
}

/** `batch-size`, `batchSize` and `batch_size` are one key. */
function keyOf(written: string): OptionKey | null {
  const wanted = written.replaceAll(/[-_]/g, "").toLowerCase();
  return OPTION_KEYS.find((key) => key.toLowerCase() === wanted) ?? null;
}

function relativeTo(folder: string, values: Partial<Options>): Partial<Options> {
  const isPath = (key: string): boolean => (OPTIONS[key as OptionKey] as Option).isPath === true;
  const entries = Object.entries(values).map(([key, value]) =>
    isPath(key) && typeof value === "string" ? [key, resolve(folder, value)] : [key, value],
  );
  return Object.fromEntries(entries) as Partial<Options>;
}
