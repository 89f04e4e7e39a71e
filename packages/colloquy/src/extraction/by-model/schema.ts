import { type Ontology, POLARITIES } from "../../model/index.ts";
import { REPLY_LIMITS } from "./reply-limits.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of a reply: the same for every call of a run. It uses the keywords that OpenAI's strict mode, Gemini and the
 * grammars of llama.cpp have in common (objects with every property required and no others, arrays with `maxItems`,
 * enums, plain strings and numbers), and `maxLength` for strings, which an adapter removes if its provider refuses it.
 */
export function replySchema(ontology: Ontology): JsonSchema {
  const name = text(REPLY_LIMITS.nameCharacters);
  const evidence = text(REPLY_LIMITS.evidenceCharacters);
  const confidence = { type: "number" };
  const entity = object({
    name,
    type: choice(entityTypeNames(ontology)),
    evidence,
    confidence,
  });
  const relation = object({
    source: name,
    type: choice(ontology.relationTypes.map((type) => type.name)),
    target: name,
    evidence,
    antecedents: list(evidence, REPLY_LIMITS.antecedents),
    polarity: choice(POLARITIES),
    confidence,
  });
  const quote = object({ text: evidence, about: list(name, REPLY_LIMITS.about), confidence });
  const chunk = object({
    label: text(REPLY_LIMITS.labelCharacters),
    entities: list(entity, REPLY_LIMITS.entities),
    relations: list(relation, REPLY_LIMITS.relations),
    quotes: list(quote, REPLY_LIMITS.quotes),
  });
  return object({ chunks: list(chunk, REPLY_LIMITS.chunks) });
}

/** Quotes have their own list. As a type of entity they would occur twice. */
const QUOTE_TYPE = "Quote";

/** The types that a model may give an entity. */
export function entityTypeNames(ontology: Ontology): string[] {
  return ontology.entityTypes.map((type) => type.name).filter((name) => name !== QUOTE_TYPE);
}

function object(properties: JsonSchema): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function list(items: JsonSchema, maxItems: number): JsonSchema {
  return { type: "array", items, maxItems };
}

function text(maxLength: number): JsonSchema {
  return { type: "string", maxLength };
}

function choice(values: readonly string[]): JsonSchema {
  return { type: "string", enum: values };
}
