import { inspect } from "node:util";
import { ColloquyError, nearestWord } from "../model/index.ts";
import type { Option } from "../options/index.ts";
import { STORE_OPTIONS, type StoreOptions } from "../stores/index.ts";

/** The values that an option accepts. */
export interface Expectation {
  /** Completes "Expected `key` to be ..." in an error message. */
  readonly what: string;
  readonly holds: (value: unknown) => boolean;
  /** Default: the option is optional. */
  readonly required?: true;
}

/** The expectations for all options of a function, by option name. */
export type Expectations<Options> = Readonly<Record<keyof Options & string, Expectation>>;

/**
 * Checks the options of a library function at runtime, for callers without types.
 * @throws ColloquyError `configuration` for an unknown key, with the nearest known key, and for a value of a wrong
 *   type.
 */
export function checkOptions<Options extends object>(
  functionName: string,
  options: Options,
  expectations: Expectations<Options>,
): void {
  if (typeof options !== "object" || options === null)
    throw refusal(`Expected the options of ${functionName} to be an object, got ${shown(options)}.`);
  const known = Object.keys(expectations);
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const near = nearestWord(key, known);
    const hint = near === null ? `Known are ${known.join(", ")}.` : `Did you mean \`${near}\`?`;
    throw refusal(`${functionName} has no option \`${key}\`. ${hint}`);
  }
  for (const [key, { what, holds, required }] of Object.entries<Expectation>(expectations)) {
    const value: unknown = Reflect.get(options, key);
    if ((value === undefined && required !== true) || holds(value)) continue;
    throw refusal(`Expected \`${key}\` to be ${what}, got ${shown(value)}.`);
  }
}

function refusal(message: string): ColloquyError {
  return new ColloquyError("configuration", message);
}

function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80, maxArrayLength: 3 });
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

export const FOLDER: Expectation = { what: "the path of a folder", holds: isText };
export const FILE: Expectation = { what: "the path of a file", holds: isText };
export const TEXT: Expectation = { what: "a text", holds: (value) => typeof value === "string" };
export const SWITCH: Expectation = { what: "true or false", holds: (value) => typeof value === "boolean" };
export const COUNT: Expectation = { what: "a whole number of at least 1", holds: isCount };
export const COUNT_OR_AUTO: Expectation = {
  what: 'a whole number of at least 1, or "auto"',
  holds: (value) => value === "auto" || isCount(value),
};
export const GLOBS: Expectation = {
  what: "a list of globs",
  holds: (value) => Array.isArray(value) && value.every(isText),
};
export const OBJECT: Expectation = { what: "an object", holds: isObject };
export const SIGNAL: Expectation = { what: "an AbortSignal", holds: (value) => value instanceof AbortSignal };
export const FUNCTION: Expectation = { what: "a function", holds: (value) => typeof value === "function" };

export const DOLLARS: Expectation = {
  what: "a number of US dollars above 0",
  holds: (value) => typeof value === "number" && Number.isFinite(value) && value > 0,
};

export function oneOf(values: readonly string[]): Expectation {
  return {
    what: `one of ${values.map((value) => `"${value}"`).join(", ")}`,
    holds: (value) => values.includes(value as string),
  };
}

/** An object that has the methods of a port. */
export function portWith(...methods: readonly string[]): Expectation {
  return {
    what: `an object with ${methods.map((method) => `\`${method}\``).join(", ")}`,
    holds: (value) =>
      isObject(value) && methods.every((method) => typeof Reflect.get(value as object, method) === "function"),
  };
}

/** The value that an option of the command line accepts, too. */
export function asOnCommandLine({ schema, expected }: Option): Expectation {
  return { what: expected, holds: (value) => schema.safeParse(value).success };
}

export const STORE_EXPECTATIONS: Expectations<StoreOptions> = {
  ...(Object.fromEntries(
    Object.entries(STORE_OPTIONS).map(([key, option]) => [key, asOnCommandLine(option)]),
  ) as Expectations<Omit<StoreOptions, "environment">>),
  environment: OBJECT,
};
