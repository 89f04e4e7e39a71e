import { chance } from "../chance.ts";
import { type Findings, findingsOf } from "./findings.ts";
import type { PromptChunk } from "./chunks.ts";
import { isSchema, propertiesOf, type Schema } from "./schema.ts";
import { entityType, relationType, typesOf } from "./types.ts";

/** The values for one place of a schema. */
interface Place {
  readonly chunks: readonly PromptChunk[];
  /** Null outside of the entry of a chunk. */
  readonly entry: { readonly label: string; readonly findings: Findings } | null;
}

/**
 * A value that is valid by a JSON Schema: lists that look like chunks, entities, relations and quotes hold what was
 * found, everything else is as empty as the schema allows.
 */
export function fillSchema(schema: unknown, chunks: readonly PromptChunk[]): unknown {
  return fill(isSchema(schema) ? schema : {}, "", { chunks, entry: null });
}

function fill(schema: Schema, name: string, place: Place): unknown {
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  if (type === "object" || "properties" in schema) return fillObject(schema, place);
  if (type === "array") return fillArray(schema, place);
  const choices = schema["enum"];
  if (Array.isArray(choices)) return choices[0];
  if (type === "string") return isLabel(name) ? (place.entry?.label ?? "") : "";
  if (type === "number" || type === "integer") return 0;
  return type === "boolean" ? true : null;
}

function fillObject(schema: Schema, place: Place): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(propertiesOf(schema)).map(([name, property]) => [name, fill(property, name, place)]),
  );
}

function fillArray(schema: Schema, place: Place): unknown[] {
  const items = isSchema(schema["items"]) ? schema["items"] : {};
  const most = typeof schema["maxItems"] === "number" ? schema["maxItems"] : Number.POSITIVE_INFINITY;
  return listOf(items, place).slice(0, most);
}

function listOf(items: Schema, { chunks, entry }: Place): unknown[] {
  const properties = propertiesOf(items);
  if (entry === null) {
    if (!Object.keys(properties).some(isLabel)) return [];
    return chunks.map(({ label, turns }) =>
      fillObject(items, { chunks: [], entry: { label, findings: findingsOf(turns) } }),
    );
  }
  const { entities, relations, quotes } = entry.findings;
  const types = typesOf(properties);
  if ("source" in properties && "target" in properties)
    return relations.flatMap((relation) => {
      const type = relationType(types, relation.verb);
      return type === null ? [] : [item(properties, { ...relation, type })];
    });
  if ("name" in properties)
    return entities.map((entity) => item(properties, { ...entity, type: entityType(types, entity) }));
  return "text" in properties ? quotes.map((quote) => item(properties, { ...quote })) : [];
}

/** An item with the properties that its schema names. */
function item(
  properties: Readonly<Record<string, Schema>>,
  found: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const confidence = (60 + Math.floor(chance(JSON.stringify(found)) * 40)) / 100;
  const known: Readonly<Record<string, unknown>> = { confidence, ...found };
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      name in known ? bounded(known[name], property) : fill(property, name, { chunks: [], entry: null }),
    ]),
  );
}

/** Cuts a list to the length that the schema allows. Texts are short enough by the rules that found them. */
function bounded(value: unknown, { maxItems }: Schema): unknown {
  return Array.isArray(value) && typeof maxItems === "number" ? (value as unknown[]).slice(0, maxItems) : value;
}

function isLabel(name: string): boolean {
  return ["label", "chunk", "passage", "id"].includes(name);
}
