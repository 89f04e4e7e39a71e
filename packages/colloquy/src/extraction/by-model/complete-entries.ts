import { HARD_LIMITS } from "./reply-limits.ts";

/** The readable parts of a reply. */
export interface CompleteEntries {
  /** The text of each object that may be the entry of a chunk and was closed, in order. */
  readonly entries: readonly string[];
  /** Whether every opened bracket is closed. */
  readonly isWhole: boolean;
}

interface Frame {
  readonly opener: "{" | "[";
  readonly start: number;
  /** The key of a value, folded; null in a list and at the root. */
  readonly key: string | null;
  /** Whether objects of the `chunks` list were found in it. */
  holdsEntries: boolean;
  isTooDeep: boolean;
}

const CLOSES: Readonly<Record<string, Frame["opener"]>> = { "}": "{", "]": "[" };

/**
 * Finds the entries of a reply that may be cut off, surrounded by prose or invalid JSON: the objects of its `chunks`
 * list, of a list at its root, or at the root itself. It looks only at brackets and strings, so an object counts exactly if its
 * own closing bracket is there. Repairing the text first would close entries that were cut off.
 */
export function completeEntries(text: string): CompleteEntries {
  const scan = new EntryScan(text);
  scan.run();
  return { entries: scan.entries, isWhole: scan.isWhole };
}

class EntryScan {
  readonly entries: string[] = [];
  readonly #text: string;
  readonly #stack: Frame[] = [];
  /** How many brackets are open below the depth that is read. */
  #overflow = 0;
  #roots = 0;
  /** The string or word that was read last. It is a key if a colon follows. */
  #word = "";
  #key: string | null = null;
  /** The last character that is not a space. */
  #previous = "";

  constructor(text: string) {
    this.#text = text;
  }

  get isWhole(): boolean {
    return this.#roots > 0 && this.#stack.length === 0;
  }

  run(): void {
    for (let at = 0; at < this.#text.length;) at = this.#step(at);
  }

  /** Reads the token at an offset, and returns its end. */
  #step(at: number): number {
    const character = this.#text.charAt(at);
    if (character === "{" || character === "[") this.#open(character, at);
    else if (this.#stack.length === 0 || isSpace(character)) return at + 1;
    else if (character === "}" || character === "]") this.#close(CLOSES[character] as Frame["opener"], at);
    else if (character === '"' || (character === "'" && "{[,:".includes(this.#previous))) {
      const end = endOfString(this.#text, at);
      this.#word = this.#text.slice(at + 1, end - 1);
      this.#previous = character;
      return end;
    } else if (character === ":") this.#key = foldKey(this.#word);
    else if (character === ",") this.#key = null;
    else this.#word = ":,{[".includes(this.#previous) ? character : `${this.#word.slice(-40)}${character}`;
    this.#previous = character;
    return at + 1;
  }

  #open(opener: Frame["opener"], start: number): void {
    const key = this.#stack.at(-1)?.opener === "{" ? this.#key : null;
    this.#key = null;
    if (this.#stack.length < HARD_LIMITS.depth) {
      this.#stack.push({ opener, start, key, holdsEntries: false, isTooDeep: false });
      return;
    }
    this.#overflow += 1;
    for (const frame of this.#stack) frame.isTooDeep = true;
  }

  #close(opener: Frame["opener"], at: number): void {
    this.#key = null;
    if (this.#overflow > 0) {
      this.#overflow -= 1;
      return;
    }
    const matching = this.#stack.findLastIndex((frame) => frame.opener === opener);
    if (matching < 0) return;
    const frame = this.#stack[matching] as Frame;
    this.#stack.length = matching;
    if (matching === 0) this.#roots += 1;
    if (opener === "{") this.#closeObject(frame, at + 1);
  }

  #closeObject(frame: Frame, end: number): void {
    const parent = this.#stack.at(-1);
    const isListed = parent?.opener === "[" && (parent.key === "chunks" || this.#stack.length === 1);
    if (isListed) for (const outer of this.#stack) outer.holdsEntries = true;
    const isAlone = parent === undefined && !frame.holdsEntries;
    if ((isListed || isAlone) && !frame.isTooDeep) this.entries.push(this.#text.slice(frame.start, end));
  }
}

/** Keys are equal regardless of case, quotes, spaces and underscores. */
export function foldKey(key: string): string {
  return key.toLowerCase().replace(/[^a-z]/g, "");
}

/**
 * The end of a string, after its closing quote. A quote is one of the characters of the string unless a character follows
 * that may follow a string: models forget to escape quotes.
 */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === quote && mayFollowString(text, at + 1)) return at + 1;
  }
  return text.length;
}

function mayFollowString(text: string, at: number): boolean {
  while (isSpace(text.charAt(at))) at += 1;
  return at >= text.length || ",:}]".includes(text.charAt(at));
}

function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}
