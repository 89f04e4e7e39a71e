import { chance } from "../chance.ts";
import type { FoundEntity } from "./findings.ts";
import type { Schema } from "./schema.ts";

const PROPER_TYPES = new Set(["Person", "Place", "Organization", "Event"]);
/** Of names that are not proper, this share is a `Concept` if there is such a type. */
const CONCEPTS = 0.5;

/** A type for a name: the same in every chunk. Null if the schema has none. */
export function entityType(types: readonly string[], { name, isProper }: FoundEntity): string | null {
  if (isProper && types.includes("Person")) return "Person";
  if (types.includes("Concept") && chance(name.toLowerCase(), "concept") < CONCEPTS) return "Concept";
  const fitting = types.filter((type) => PROPER_TYPES.has(type) === isProper);
  const offered = fitting.length > 0 ? fitting : types;
  return offered[Math.floor(chance(name.toLowerCase(), "type") * offered.length)] ?? null;
}

/** The type with the name of the verb (`LEADS_TO` for "lead to"); null if there is none. */
export function relationType(types: readonly string[], verb: string): string | null {
  const stem = letters(verb);
  return types.find((type) => letters(type) === stem) ?? null;
}

/** The types that an item of a list may have. */
export function typesOf(properties: Readonly<Record<string, Schema>>): readonly string[] {
  const { enum: values } = properties["type"] ?? {};
  return Array.isArray(values) ? values.filter((value): value is string => typeof value === "string") : [];
}

/** `LEADS_TO`, `lead to` -> `leadto`: without the endings of person and tense. */
function letters(text: string): string {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => (word === "is" ? word : word.replace(/(?:es|s|ed|e)$/, "")))
    .join("");
}
