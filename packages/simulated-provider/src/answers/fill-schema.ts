import { answerFrom } from "./cited-answer.ts";
import { chance } from "../chance.ts";
import { type Findings, findingsOf } from "./findings.ts";
import { type PromptChunk, chunksOf } from "./chunks.ts";
import { pairsIn } from "./pairs.ts";
import { isSchema, propertiesOf, type Schema } from "./schema.ts";
import { sentencesIn } from "./sentences.ts";
import { entityType, relationType, typesOf } from "./types.ts";
import { verdictsIn } from "./verdicts.ts";

/** What a call asks, in words. */
export interface Question {
  /** Explain the form of the reply. */
  readonly instructions: string;
  /** Has chunks, questions about labelled lines, or numbered lines. */
  readonly prompt: string;
}

/** The values for one place of a schema. */
interface Place {
  readonly question: Question;
  readonly chunks: readonly PromptChunk[];
  /** Null outside of the entry of a chunk. */
  readonly entry: { readonly label: string; readonly findings: Findings } | null;
}

const NOTHING: Place = { question: { instructions: "", prompt: "" }, chunks: [], entry: null };

/**
 * A value that is valid by a JSON Schema. Lists that look like chunks, entities, relations and quotes hold what was found in the
 * chunks of a prompt; lists of words hold verdicts about its labelled lines, or pairs of their labels; lists of sentences with
 * numbers hold words of its numbered lines. Everything else is as empty as the schema allows.
 */
export function fillSchema(schema: unknown, question: Question): unknown {
  return fill(isSchema(schema) ? schema : {}, "", { question, chunks: chunksOf(question.prompt), entry: null });
}

/** Whether a reply by this schema has an entry for each chunk. */
export function hasEntries(schema: Schema): boolean {
  return Object.values(propertiesOf(schema)).some((property) => {
    const { items } = property;
    return hasEntries(property) || (isSchema(items) && Object.keys(propertiesOf(items)).some(isLabel));
  });
}

function fill(schema: Schema, name: string, place: Place): unknown {
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  if (type === "object" || "properties" in schema) return fillObject(schema, place);
  if (type === "array") return fillArray(schema, name, place);
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

function fillArray(schema: Schema, name: string, place: Place): readonly unknown[] {
  const items = isSchema(schema["items"]) ? schema["items"] : {};
  const most = typeof schema["maxItems"] === "number" ? schema["maxItems"] : Number.POSITIVE_INFINITY;
  return listOf(items, name, place).slice(0, most);
}

function listOf(items: Schema, name: string, { question, chunks, entry }: Place): readonly unknown[] {
  const properties = propertiesOf(items);
  if (entry === null) {
    if (Object.keys(properties).some(isLabel))
      return chunks.map(({ label, turns }) =>
        fillObject(items, { ...NOTHING, entry: { label, findings: findingsOf(turns) } }),
      );
    return Object.keys(properties).length > 0 ? sentenceItems(properties, question) : wordsFor(name, question);
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

/** Verdicts about the section with the name of the list, or pairs of labels. */
function wordsFor(name: string, { prompt, instructions }: Question): readonly string[] {
  return verdictsIn(prompt, name, instructions) ?? pairsIn(prompt, name);
}

/** Items with a text and a list of numbers, or of numbers with the words that are cited. */
function sentenceItems(properties: Readonly<Record<string, Schema>>, { prompt }: Question): readonly unknown[] {
  const words = Object.keys(properties).find((name) => properties[name]?.["type"] === "string");
  const numbers = Object.keys(properties).find((name) => properties[name]?.["type"] === "array");
  if (words === undefined || numbers === undefined) return [];
  if (isSchema(properties[numbers]?.["items"]) && "words" in propertiesOf(properties[numbers]["items"]))
    return answerFrom(prompt).map(({ text, ...citation }) =>
      item(properties, { [words]: text, [numbers]: [citation] }),
    );
  return sentencesIn(prompt).map((sentence) =>
    item(properties, { [words]: sentence.words, [numbers]: sentence.numbers }),
  );
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
      name in known ? bounded(known[name], property) : fill(property, name, NOTHING),
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
