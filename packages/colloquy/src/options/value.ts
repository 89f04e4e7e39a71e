import type { z } from "zod";
import { ColloquyError } from "../model/index.ts";
import { redact } from "../text/index.ts";
import type { Option } from "./option.ts";

type Checked = Pick<Option, "schema" | "expected" | "read">;
type ValueOf<Of extends Checked> = z.output<Of["schema"]>;

/**
 * Checks a value of a configuration file.
 * @param where names the option as the user wrote it: `batch-size in colloquy.yaml`.
 * @throws ColloquyError `configuration` in one sentence, without secrets.
 */
export function checkedValue<Of extends Checked>(option: Of, value: unknown, where: string): ValueOf<Of> {
  const result = option.schema.safeParse(value);
  if (result.success) return result.data as ValueOf<Of>;
  throw new ColloquyError("configuration", `${where} is ${redact(shown(value))}, but must be ${option.expected}.`);
}

/** As `checkedValue`, for the text of a flag (`--batch-size`) or of an environment variable. */
export function valueFromText<Of extends Checked>(option: Of, text: string, where: string): ValueOf<Of> {
  return checkedValue(option, option.read === undefined ? text : option.read(text), where);
}

const TRUE = /^(true|yes|on|1)$/i;
const FALSE = /^(false|no|off|0)$/i;
const WHOLE_NUMBER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?\d*\.?\d+$/;

export function readSwitch(text: string): boolean | string {
  return TRUE.test(text) ? true : FALSE.test(text) ? false : text;
}

export function readWholeNumber(text: string): number | string {
  return WHOLE_NUMBER.test(text.trim()) ? Number(text) : text.trim();
}

export function readNumber(text: string): number | string {
  return NUMBER.test(text.trim()) ? Number(text) : text.trim();
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
