import { jsonrepair } from "jsonrepair";
import { decodeCharacterReferences } from "../../analysis/index.ts";
import { cleanName, POLARITIES, type Polarity } from "../../model/index.ts";
import { completeEntries, foldKey } from "./complete-entries.ts";
import { HARD_LIMITS, REPLY_LIMITS } from "./reply-limits.ts";

/** An entity of a model's reply. */
export interface EntityItem {
  readonly name: string;
  readonly type: string;
  readonly evidence: string;
  readonly confidence: number;
}

export interface RelationItem {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly evidence: string;
  readonly antecedents: readonly string[];
  readonly polarity: Polarity;
  readonly confidence: number;
}

export interface QuoteItem {
  readonly text: string;
  readonly about: readonly string[];
  readonly confidence: number;
}

/** A model's entry for one chunk. */
export interface ReplyEntry {
  readonly entities: readonly EntityItem[];
  readonly relations: readonly RelationItem[];
  readonly quotes: readonly QuoteItem[];
  /** How many items lack a part, or are beyond the number that is read. */
  readonly malformed: number;
}

export interface ParsedReply {
  /** Maps the position of a chunk in its batch to its first complete entry. */
  readonly entries: ReadonlyMap<number, ReplyEntry>;
  /** Maps the position of a chunk in its batch to the text of that entry, verbatim. */
  readonly texts: ReadonlyMap<number, string>;
  /** Whether the reply is complete, judged by its brackets. */
  readonly isWhole: boolean;
}

interface FoundEntry {
  readonly entry: ReplyEntry;
  readonly text: string;
}

/** The confidence of an item without one. */
const UNSAID_CONFIDENCE = 0.5;

/**
 * Reads a reply as leniently as possible without guessing: fences, surrounding prose, invalid JSON, other forms of keys and
 * numbers. Of a reply that was cut off, it returns the complete entries only. Unknown labels are ignored, unless the batch has
 * one chunk only. Never throws.
 *
 * @param chunks how many chunks the batch has
 */
export function parseReply(text: string, chunks: number): ParsedReply {
  const { entries: texts, isWhole } = completeEntries(withoutThoughts(text.slice(0, HARD_LIMITS.replyCharacters)));
  const found = new Map<number, FoundEntry>();
  let unlabelled: FoundEntry | null = null;
  for (const entryText of texts) {
    const fields = fieldsOf(parseObject(entryText));
    if (fields === null) continue;
    const position = positionOf(fields.get("label"), chunks);
    if (position === null ? unlabelled !== null : found.has(position)) continue;
    const entry = readEntry(fields);
    if (position === null) unlabelled = entry === null ? null : { entry, text: entryText };
    else if (entry !== null) found.set(position, { entry, text: entryText });
  }
  // Small models give a single chunk another label. There is only one that they can mean.
  if (chunks === 1 && found.size === 0 && unlabelled !== null) found.set(0, unlabelled);
  return {
    entries: new Map([...found].map(([position, { entry }]) => [position, entry])),
    texts: new Map([...found].map(([position, each]) => [position, each.text])),
    isWhole: isWhole && text.length <= HARD_LIMITS.replyCharacters,
  };
}

/** Removes reasoning, which some servers leave before the reply. */
function withoutThoughts(text: string): string {
  if (!text.trimStart().startsWith("<think>")) return text;
  const end = text.indexOf("</think>");
  return end < 0 ? "" : text.slice(end + "</think>".length);
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.length > HARD_LIMITS.repairedCharacters ? null : parseSloppyObject(text);
  }
}

function parseSloppyObject(text: string): unknown {
  try {
    return JSON.parse(jsonrepair(text));
  } catch {
    return null;
  }
}

/** "c3", "C3", "chunk c3", 3. */
function positionOf(label: unknown, chunks: number): number | null {
  const number = /^\D*(\d{1,6})\D*$/.exec(textOf(label) ?? "")?.[1];
  const position = Number(number ?? 0) - 1;
  return position >= 0 && position < chunks ? position : null;
}

type Fields = ReadonlyMap<string, unknown>;

/** Members by folded key, the first of equal keys. */
function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const fields = new Map<string, unknown>();
  for (const [key, field] of Object.entries(value)) if (!fields.has(foldKey(key))) fields.set(foldKey(key), field);
  return fields;
}

/** Null if it has none of the three lists. Such an object does not even state that its chunk has nothing. */
function readEntry(fields: Fields): ReplyEntry | null {
  const lists = ["entities", "relations", "quotes"].map((key) => fields.get(key));
  if (!lists.some(Array.isArray)) return null;
  const [entities, relations, quotes] = lists;
  const read = {
    entities: readItems(entities, readEntity),
    relations: readItems(relations, readRelation),
    quotes: readItems(quotes, readQuote),
  };
  return {
    entities: read.entities.items,
    relations: read.relations.items,
    quotes: read.quotes.items,
    malformed: read.entities.malformed + read.relations.malformed + read.quotes.malformed,
  };
}

function readItems<Item>(list: unknown, read: (fields: Fields) => Item | null) {
  if (!Array.isArray(list)) return { items: [], malformed: list === undefined || list === null ? 0 : 1 };
  const items = list.slice(0, HARD_LIMITS.itemsOfAList).flatMap((value): Item[] => {
    const fields = fieldsOf(value);
    const item = fields === null ? null : read(fields);
    return item === null ? [] : [item];
  });
  return { items, malformed: list.length - items.length };
}

function readEntity(fields: Fields): EntityItem | null {
  const [name, type] = [nameOf(fields.get("name")), textOf(fields.get("type"))];
  const [evidence, confidence] = [evidenceOf(fields.get("evidence")), confidenceOf(fields.get("confidence"))];
  return name === null || type === null || evidence === null || confidence === null
    ? null
    : { name, type, evidence, confidence };
}

function readRelation(fields: Fields): RelationItem | null {
  const [source, target] = [nameOf(fields.get("source")), nameOf(fields.get("target"))];
  const [type, polarity] = [textOf(fields.get("type")), polarityOf(fields.get("polarity"))];
  const [evidence, confidence] = [evidenceOf(fields.get("evidence")), confidenceOf(fields.get("confidence"))];
  if (source === null || target === null || type === null || polarity === null) return null;
  if (evidence === null || confidence === null) return null;
  return { source, type, target, evidence, antecedents: textsOf(fields.get("antecedents")), polarity, confidence };
}

function readQuote(fields: Fields): QuoteItem | null {
  const [text, confidence] = [evidenceOf(fields.get("text")), confidenceOf(fields.get("confidence"))];
  if (text === null || text === "" || confidence === null) return null;
  const about = fields.get("about");
  const names = Array.isArray(about) ? about.slice(0, HARD_LIMITS.itemsOfAList) : [about];
  return { text, about: names.flatMap((name) => nameOf(name) ?? []), confidence };
}

/** The texts of a list, or one text. Others are ignored, because the item is usable without them. */
function textsOf(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value.slice(0, HARD_LIMITS.itemsOfAList) : [value];
  return texts.flatMap((text) => evidenceOf(text) || []);
}

function textOf(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" ? value.trim() : null;
}

/** Decodes character references, because names are displayed and some models write `AT&amp;T`. */
function nameOf(value: unknown): string | null {
  const name = cleanName(decodeCharacterReferences(textOf(value) ?? ""));
  return name === "" || name.length > REPLY_LIMITS.nameCharacters ? null : name;
}

/** Empty for missing words: grounding then refuses the item. */
function evidenceOf(value: unknown): string | null {
  const evidence = value === undefined || value === null ? "" : textOf(value);
  return evidence === null || evidence.length > REPLY_LIMITS.evidenceCharacters ? null : evidence;
}

function confidenceOf(value: unknown): number | null {
  if (value === undefined || value === null || value === "") return UNSAID_CONFIDENCE;
  if (typeof value !== "number" && typeof value !== "string") return null;
  const isPercentage = typeof value === "string" && value.trim().endsWith("%");
  const confidence = isPercentage ? Number.parseFloat(value) / 100 : Number(value);
  return confidence >= 0 && confidence <= 1 ? confidence : null;
}

function polarityOf(value: unknown): Polarity | null {
  if (value === undefined || value === null || value === "") return "stated";
  const said = foldKey(textOf(value) ?? "-");
  return POLARITIES.find((polarity) => polarity === said) ?? null;
}
