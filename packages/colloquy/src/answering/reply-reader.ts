import { jsonrepair } from "jsonrepair";
import { completeEntries } from "../extraction/index.ts";

/** A sentence as a model wrote it. Nothing of it is checked. */
export interface WrittenSentence {
  readonly text: string;
  readonly citations: readonly WrittenCitation[];
}

export interface WrittenCitation {
  /** Number of a source; null if it is missing. */
  readonly source: number | null;
  readonly words: string;
}

/** The most of a reply that is read: later sentences are ignored. */
const MOST = { characters: 100_000, sentences: 16, citations: 8 } as const;
const LIST = /(?:["']?sentences["']?\s*:\s*)?\[(?=\s*(?:\{|$|\]))/i;
const DECLINED = /["']?answered["']?\s*:\s*false/i;

/**
 * Reads the sentences of a reply while it arrives: each as soon as its object is closed. The reply may be surrounded by prose
 * or be invalid JSON. Never throws.
 */
export class ReplyReader {
  #text = "";
  #read = 0;

  /** Whether the reply says, before its sentences, that the sources do not answer the question. */
  get declines(): boolean {
    const start = this.#text.search(LIST);
    return DECLINED.test(start < 0 ? this.#text : this.#text.slice(0, start));
  }

  /** Whether the reply has a list of sentences, also an empty one. */
  get hasList(): boolean {
    return LIST.test(this.#text);
  }

  /** The sentences that are complete since the last call. */
  add(piece: string): readonly WrittenSentence[] {
    this.#text = (this.#text + piece).slice(0, MOST.characters);
    if (!piece.includes("}")) return [];
    const start = this.#text.search(LIST);
    if (start < 0) return [];
    const list = this.#text.slice(this.#text.indexOf("[", start));
    const entries = completeEntries(list).entries.slice(0, MOST.sentences);
    const fresh = entries.slice(this.#read);
    this.#read = entries.length;
    return fresh.flatMap((entry) => sentenceIn(entry) ?? []);
  }
}

function sentenceIn(entry: string): WrittenSentence | null {
  const value = parsed(entry);
  if (value === null) return null;
  const fields = Object.values(value);
  const text: unknown = fields.find((field) => typeof field === "string");
  const list: unknown = fields.find(Array.isArray);
  if (typeof text !== "string") return null;
  const citations = Array.isArray(list) ? list.slice(0, MOST.citations).flatMap((each) => citationIn(each) ?? []) : [];
  return { text, citations };
}

function citationIn(value: unknown): WrittenCitation | null {
  if (typeof value !== "object" || value === null) return null;
  const { source, words, ...others } = value as Readonly<Record<string, unknown>>;
  const quoted = words ?? Object.values(others).find((field) => typeof field === "string");
  return typeof quoted === "string" ? { source: numberOf(source), words: quoted } : null;
}

/** 3, "3" or "[3]". */
function numberOf(value: unknown): number | null {
  const digits = /^\s*\[?\s*(\d{1,4})\s*\]?\s*$/.exec(String(value))?.[1];
  return digits === undefined ? null : Number(digits);
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(jsonrepair(text));
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
