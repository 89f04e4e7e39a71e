import { basename, resolve } from "node:path";
import { readRegularFile, readYaml, textOf } from "../files/index.ts";
import { ColloquyError, describeSystemError, suggestion, systemErrorCode } from "../model/index.ts";
import { isModelName } from "./model-names.ts";

/** The prices of one model in US dollars a million tokens. */
export interface WrittenPrices {
  readonly input: number;
  /** Equal to `input` if the file has no such price. */
  readonly cachedInput: number;
  /** For input that is written into a cache. Equal to `input` if the file has no such price. */
  readonly cacheWrite: number;
  /** Null if the file has no such price, as for embeddings. */
  readonly output: number | null;
}

/** A user's prices by model. */
export interface PriceFile {
  /** Its name in messages and reports. */
  readonly name: string;
  /** @param model `provider:model`; without a provider, `openai`. Case does not matter. */
  find(model: string): WrittenPrices | null;
}

/** Larger files are refused. */
const LARGEST_FILE = 1_000_000;
const KEYS = ["input", "cached-input", "cache-write", "output"] as const;
type Key = (typeof KEYS)[number];

const EXAMPLE = "`openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }`";
const WITH_A_POINT = "Write a decimal with a point, such as `0.15`.";
const NUMBER = "a number of US dollars a million tokens, 0 or more, such as `0.15`";

/**
 * Reads a user's own prices:
 *
 *     openai:gpt-4o-mini: { input: 0.15, cached-input: 0.075, output: 0.6 }
 *     llama3.1:8b: { input: 0, output: 0 }
 *
 * @throws ColloquyError `configuration`: one sentence with the file, the model and the expected value.
 */
export function readPriceFile(path: string, cwd: string): PriceFile {
  return parsePriceFile(readText(path, cwd), basename(path));
}

function readText(path: string, cwd: string): string {
  try {
    return textOf(
      readRegularFile(resolve(cwd, path), { largest: LARGEST_FILE, tooLarge: () => "it is larger than a megabyte" }),
    );
  } catch (error) {
    const isMissing = systemErrorCode(error) === "ENOENT";
    const reason = isMissing ? "does not exist" : `cannot be read: ${describeSystemError(error)}`;
    throw fault(`The file of prices ${path} ${reason}; name a YAML file with --prices.`);
  }
}

/** Parses and checks the text of such a file. `name` is its name in messages. @throws as `readPriceFile`. */
export function parsePriceFile(text: string, name: string): PriceFile {
  const prices = new Map<string, WrittenPrices>();
  for (const [model, value] of Object.entries(contentOf(text, name))) {
    if (!isModelName(model))
      throw fault(`${name} has prices of "${model}", which is no name of a model; write one such as ${EXAMPLE}.`);
    const key = withoutUsualProvider(model);
    if (prices.has(key)) throw fault(`${name} has prices of ${model} twice; keep one of them.`);
    prices.set(key, pricesOf(value, `${model} in ${name}`));
  }
  return { name, find: (model) => prices.get(withoutUsualProvider(model)) ?? null };
}

function pricesOf(value: unknown, model: string): WrittenPrices {
  if (!isMapping(value)) throw fault(`The prices of ${model} must be a mapping, such as ${EXAMPLE}.`);
  const found = new Map<Key, number>();
  for (const [written, price] of Object.entries(value)) {
    const key = keyOf(written);
    if (key === null) throw isMapping(price) ? tooDeep(written, model) : unknownKey(written, model);
    if (found.has(key)) throw fault(`The prices of ${model} have ${key} twice; keep one of them.`);
    if (typeof price !== "number" || !Number.isFinite(price) || price < 0)
      throw fault(`The price ${key} of ${model} must be ${NUMBER}, and is ${shown(price)}.`);
    found.set(key, price);
  }
  const input = found.get("input");
  if (input === undefined) throw fault(`The prices of ${model} have no input; it must be ${NUMBER}.`);
  return {
    input,
    cachedInput: found.get("cached-input") ?? input,
    cacheWrite: found.get("cache-write") ?? input,
    output: found.get("output") ?? null,
  };
}

function tooDeep(written: string, model: string): ColloquyError {
  return fault(`${written} is below ${model}; write each model at the top of the file, as ${EXAMPLE}.`);
}

function unknownKey(written: string, model: string): ColloquyError {
  // `{ input: 0,15 }` is read as `{ input: 0, 15: null }`.
  const isRest = /^\d+$/.test(written);
  const hint = isRest ? ` ${WITH_A_POINT}` : suggestion(written, KEYS) || ` Known keys: ${KEYS.join(", ")}.`;
  return fault(`The prices of ${model} have the unknown key "${written}".${hint}`);
}

/** Describes a value that should be a number, and what is wrong with it. Without a full stop. */
function shown(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "object") return "a list or a mapping";
  const text = JSON.stringify(String(value).slice(0, 40));
  if (typeof value !== "string") return text;
  if (/^\d*\.?\d+$/.test(value)) return `the text ${text}: leave out the quotes`;
  return /^\d*,\d+$/.test(value) ? `${text}: write a decimal with a point` : text;
}

/** `cached-input`, `cachedInput` and `cached_input` are one key, as in a configuration. */
function keyOf(written: string): Key | null {
  const wanted = folded(written);
  return KEYS.find((key) => folded(key) === wanted) ?? null;
}

function folded(key: string): string {
  return key.replaceAll(/[-_]/g, "").toLowerCase();
}

function withoutUsualProvider(model: string): string {
  return model.toLowerCase().replace(/^openai:/, "");
}

function contentOf(text: string, name: string): object {
  const { value: content, fault: broken, lineOf } = readYaml(text);
  if (broken !== null) {
    const line = lineOf(broken.start);
    if (broken.code === "DUPLICATE_KEY") {
      const [, key = "a key"] = /^["']?(\S+?)["']?\s*:(?:\s|$)/.exec(text.slice(broken.start)) ?? [];
      throw fault(`${name}, line ${line}, has ${key} a second time; keep one of them.`);
    }
    throw fault(`${name} is no valid YAML${broken.code === null ? "" : `, line ${line}`}: ${broken.message}.`);
  }
  if (!isMapping(content)) throw fault(`${name} must be a list of models and their prices, such as ${EXAMPLE}.`);
  return content;
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fault(message: string): ColloquyError {
  return new ColloquyError("configuration", message);
}
