import { z } from "zod";
import { alternatives, ColloquyError, printable, suggestion } from "../model/index.ts";
import type { Tool } from "./tool.ts";

/** The most characters of a wrong value in a sentence. */
const SHOWN = 60;

/**
 * The arguments of a call, checked.
 * @throws ColloquyError `invalid-input` with a sentence for each wrong argument: what is wrong, and what is allowed.
 */
export function readArguments<Input extends z.ZodObject>(tool: Tool<Input>, given: unknown = {}): z.output<Input> {
  const parsed = tool.input.safeParse(given);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.flatMap((issue) => sentencesOf(issue, tool, given));
  throw new ColloquyError(
    "invalid-input",
    `${[...new Set(sentences)].join(" ")} Example: ${JSON.stringify(tool.example)}`,
  );
}

function sentencesOf(issue: z.core.$ZodIssue, tool: Tool, given: unknown): readonly string[] {
  const names = Object.keys(tool.input.shape);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map(
      (key) => `${tool.name} has no argument "${shown(key)}", only ${names.join(", ")}.${suggestion(key, names)}`,
    );
  const [name = ""] = issue.path.map(String);
  const { [name]: value } = given as Readonly<Record<string, unknown>>;
  const allowed = allowedIn(z.toJSONSchema(tool.input.shape[name] as z.ZodType, { io: "input" }));
  return value === undefined
    ? [`The argument "${name}" is missing: it must be ${allowed}.`]
    : [`The argument "${name}" is ${shown(JSON.stringify(value))}, but must be ${allowed}.`];
}

function shown(text: string): string {
  const safe = printable(text);
  return safe.length > SHOWN ? `${safe.slice(0, SHOWN)}…` : safe;
}

/** What a schema admits: `a whole number from 1 to 50`, `a list of at most 100 texts`. */
function allowedIn(schema: z.core.JSONSchema.BaseSchema): string {
  const { type, enum: values, minimum, maximum, minLength = 0, maxLength, maxItems } = schema;
  if (values !== undefined) return alternatives(values.map(String));
  if (type === "integer") return `a whole number ${range(minimum, maximum)}`;
  if (type === "boolean") return "true or false";
  if (type === "array") return `a list of at most ${maxItems} texts`;
  if (maxLength !== undefined) return `a text of ${minLength} to ${maxLength} characters`;
  return minLength > 0 ? "a text that is not empty" : "a text";
}

function range(least = 0, most = Number.MAX_SAFE_INTEGER): string {
  return most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
}
