import { jsonrepair } from "jsonrepair";
import type { SummarySentence } from "../ports/index.ts";

/**
 * Reads the sentences of a reply about one subject. The reply may be surrounded by prose or be invalid JSON, and a sentence may
 * be a text with citations such as `[2]`. Never throws.
 * @param isCut whether the reply ends before it is complete: its last sentence is left out.
 * @returns null if the reply has no list of sentences.
 */
export function parseSentences(text: string, isCut: boolean): readonly SummarySentence[] | null {
  const written = sentencesIn(text, isCut);
  return (isCut ? written?.slice(0, -1) : written)?.flatMap((each) => sentenceOf(each) ?? []) ?? null;
}

function sentencesIn(text: string, isCut: boolean): readonly unknown[] | null {
  const start = text.search(/[[{]/);
  if (start < 0) return null;
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]")) + 1;
  for (const candidate of isCut ? [text.slice(start)] : [text.slice(start, end), text.slice(start)]) {
    const list = listIn(candidate);
    if (list !== null) return list;
  }
  return null;
}

function listIn(text: string): readonly unknown[] | null {
  try {
    const reply: unknown = JSON.parse(jsonrepair(text));
    if (Array.isArray(reply)) return reply;
    return typeof reply === "object" && reply !== null ? (Object.values(reply).find(Array.isArray) ?? null) : null;
  } catch {
    return null;
  }
}

function sentenceOf(value: unknown): SummarySentence | null {
  if (typeof value === "string") return { text: value, citations: [] };
  if (typeof value !== "object" || value === null) return null;
  const fields = Object.values(value);
  const text: unknown = fields.find((field) => typeof field === "string");
  const numbers = fields.flat().map(numberOf);
  return typeof text === "string" ? { text, citations: numbers.filter((number) => number !== null) } : null;
}

/** 3, "3" or "[3]". */
function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : null;
  const digits = typeof value === "string" ? /^\s*\[?\s*(\d{1,3})\s*\]?\s*$/.exec(value)?.[1] : undefined;
  return digits === undefined ? null : Number(digits);
}
