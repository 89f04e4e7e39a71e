import { POLARITIES, type Polarity } from "../model/index.ts";

/**
 * Why a value is no `Extraction` (a missing list, a value that is no number, an unknown polarity), as the end of a sentence;
 * null if its form is right. `checkExtraction` checks whether its items are in the words.
 */
export function malformation(value: unknown): string | null {
  if (!isRecord(value)) return "it is not an object";
  for (const [list, isItem] of Object.entries(ITEMS)) {
    const items = value[list];
    if (!Array.isArray(items)) return `\`${list}\` is no list`;
    if (!items.every(isItem)) return `an item of \`${list}\` is malformed`;
  }
  return null;
}

const ITEMS: Readonly<Record<string, (item: unknown) => boolean>> = {
  sentences: isSpan,
  mentions: (item) =>
    isRecord(item) &&
    areStrings(item.name, item.type) &&
    isSpan(item.span) &&
    areNumbers(item.confidence) &&
    (item.sentence === null || areNumbers(item.sentence)) &&
    (item.status === "candidate" || item.status === "asserted"),
  relations: (item) =>
    isRecord(item) &&
    areStrings(item.source, item.sourceType, item.type, item.target, item.targetType) &&
    POLARITIES.includes(item.polarity as Polarity) &&
    areNumbers(item.confidence) &&
    isSpan(item.span) &&
    (item.antecedents === undefined || (Array.isArray(item.antecedents) && item.antecedents.every(isSpan))),
  quotes: (item) =>
    isRecord(item) &&
    isSpan(item.span) &&
    Array.isArray(item.about) &&
    areStrings(...(item.about as unknown[])) &&
    areNumbers(item.confidence),
  aliases: (item) => isRecord(item) && areStrings(item.name, item.alias),
};

function isSpan(value: unknown): boolean {
  return isRecord(value) && areNumbers(value.turn, value.start, value.end);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function areStrings(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}

function areNumbers(...values: readonly unknown[]): boolean {
  return values.every(Number.isFinite);
}
