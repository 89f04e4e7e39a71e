import { ColloquyError } from "../model/index.ts";
import { EXPECTATIONS } from "./expectations.ts";
import { type OptionKey, type Options, optionsSchema } from "./options.ts";
import { redact } from "./redaction.ts";

/** Checks the value of one option; `where` names it as the user wrote it: `--batch-size`, `batch-size in colloquy.yaml`. */
function checkedValue<Key extends OptionKey>(key: Key, value: unknown, where: string): Options[Key] {
  const result = optionsSchema.shape[key].safeParse(value);
  if (!result.success) throw wrongValue(key, value, where);
  return result.data as Options[Key];
}

/** Checks the text of a flag or of an environment variable. */
export function valueFromText(key: OptionKey, text: string, where: string): Options[OptionKey] {
  return checkedValue(key, fromText(key, text), where);
}

/** Checks a value of a YAML file. A single glob is accepted as a list of one. */
export function valueFromFile(key: OptionKey, value: unknown, where: string): Options[OptionKey] {
  return checkedValue(key, key === "include" && typeof value === "string" ? [value] : value, where);
}

const TRUE = /^(true|yes|on|1)$/i;
const FALSE = /^(false|no|off|0)$/i;
const WHOLE_NUMBER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?\d*\.?\d+$/;

function fromText(key: OptionKey, text: string): unknown {
  switch (key) {
    case "maxCost":
    case "minConfidence":
      return NUMBER.test(text.trim()) ? Number(text) : text.trim();
    case "batchSize":
    case "contextWindow":
    case "dimensions":
    case "embeddingRpm":
    case "embeddingTpm":
    case "limit":
    case "maxConcurrent":
    case "rpm":
    case "tpm":
      return WHOLE_NUMBER.test(text.trim()) ? Number(text) : text.trim();
    case "force":
    case "skipKg":
    case "skipEmbeddings":
    case "traceContent":
    case "json":
    case "quiet":
    case "verbose":
      return TRUE.test(text) ? true : FALSE.test(text) ? false : text;
    case "include":
      return [text];
    default:
      return text;
  }
}

function wrongValue(key: OptionKey, value: unknown, where: string): ColloquyError {
  // The user wrote a list of one as a single glob.
  const written = key === "include" && Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  return new ColloquyError("configuration", `${where} is ${redact(shown(written))}, but must be ${EXPECTATIONS[key]}.`);
}

const LONGEST_SHOWN = 80;

/** A value in the user's notation. */
function shown(value: unknown): string {
  if (value === "") return "empty";
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return "a mapping";
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
  return typeof value === "string" ? `'${short}'` : short;
}
