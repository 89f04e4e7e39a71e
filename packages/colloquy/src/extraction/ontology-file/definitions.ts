import { z } from "zod";
import { nearestWord } from "../../model/index.ts";
import type { OntologyText, Path } from "./ontology-text.ts";

/** Each is in every prompt. */
const MOST_EXAMPLES = 10;

const sentence = z
  .string("must be a text")
  .trim()
  .min(1, "must not be empty")
  .max(500, "must be at most 500 characters long");
const examples = z
  .array(sentence, "must be a list, such as [one, another]")
  .max(MOST_EXAMPLES, `must have at most ${MOST_EXAMPLES} items`);
const types = z.union(
  [z.string(), z.array(z.string()).min(1, "must not be empty")],
  "must be a type, a list of types, or *",
);
const pair = z.strictObject({ from: types.optional(), to: types.optional() }, "must have the keys from and to");

const entityDefinition = z.strictObject(
  { description: sentence, examples: examples.optional() },
  "must be a description, or have the key description",
);
const relationDefinition = entityDefinition.extend({
  from: types.optional(),
  to: types.optional(),
  pairs: z.array(pair, "must be a list of from and to").min(1, "must not be empty").optional(),
});

export type EntityDefinition = z.infer<typeof entityDefinition>;
export type RelationDefinition = z.infer<typeof relationDefinition>;
export type TypesOfEnd = z.infer<typeof types>;

/** @throws ColloquyError `configuration` */
export function readEntityDefinition(text: OntologyText, path: Path, value: unknown): EntityDefinition {
  return checked(text, path, entityDefinition, value);
}

/** @throws ColloquyError `configuration` */
export function readRelationDefinition(text: OntologyText, path: Path, value: unknown): RelationDefinition {
  return checked(text, path, relationDefinition, value);
}

/** A plain text is the description. */
function checked<Definition>(
  text: OntologyText,
  path: Path,
  schema: z.ZodType<Definition> & { readonly shape: object },
  value: unknown,
): Definition {
  const result = schema.safeParse(typeof value === "string" ? { description: value } : value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const at = [...path, ...(issue?.path ?? [])].map((step) => (typeof step === "number" ? step : String(step)));
  if (issue?.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const known = issue.path.length === 0 ? Object.keys(schema.shape) : ["from", "to"];
    throw text.fault([...at, key], unknownKey(key, known, at.join(".")));
  }
  if (issue?.path[0] === "description" && typeof value === "object" && value !== null && !("description" in value)) {
    throw text.fault(at, `${path.join(".")} has no description; describe it in a sentence`);
  }
  throw text.fault(at, `${at.join(".")} ${issue?.message ?? "is malformed"}`);
}

/** The end of a sentence about an unknown key. */
export function unknownKey(key: string, known: readonly string[], where: string): string {
  const nearest = nearestWord(key, known);
  const help = nearest === null ? `known keys are ${known.join(", ")}` : `did you mean "${nearest}"?`;
  return `has the unknown key "${key}"${where === "" ? "" : ` in ${where}`}; ${help}`;
}
