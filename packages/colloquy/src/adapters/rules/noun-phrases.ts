import { EMPTY_HEADS, WEAK_MODIFIERS } from "./generic-nouns.ts";
import type { Sentence, Token } from "./tokens.ts";

/** (ADJ|NOUN|PROPN)* NOUN within a sentence; `first` and `last` are positions of tokens, both included. */
export interface NounPhrase {
  /** The first token of the phrase as spoken, including weak modifiers. */
  readonly outerFirst: number;
  readonly first: number;
  readonly last: number;
  /** The name to display. */
  readonly name: string;
  /** Lemma of the head noun. */
  readonly head: string;
  /** Whether it is written as a proper name. */
  readonly isProper: boolean;
  /** Whether its capital may come only from the start of the sentence. */
  readonly isSentenceInitial: boolean;
}

const MAX_TOKENS = 5;
const WORD = /^[\p{L}][\p{L}\p{N}'.&+/-]*$/u;
const ENGLISH_WORD = /^[A-Za-zÀ-ÖØ-öø-ž0-9'.&+/-]+$/;
const TIME_LEMMAS =
  /^(?:week|month|year|day|today|yesterday|tomorrow|tonight|morning|evening|afternoon|time|moment|summer|winter|spring|autumn|fall)$/;
const TITLE =
  /^(?:mr|mister|mrs|ms|dr|prof|sir|lord|lady|honourable|honorable|president|senator|minister|professor|doctor|councillor|mayor|congressman|congresswoman|justice|judge|captain|general|king|queen|prince|princess|pope|premier|coach|uncle|aunt|saint|st)\.?$/;

/** The noun phrases of a sentence, in order, never overlapping. */
export function nounPhrases(sentence: Sentence): NounPhrase[] {
  const { tokens } = sentence;
  const phrases: NounPhrase[] = [];
  for (let index = 0; index < tokens.length;) {
    const end = endOfRun(tokens, index);
    if (end === index) {
      index += 1;
      continue;
    }
    const phrase = makePhrase(tokens, index, end - 1);
    if (phrase !== null && !isTornCompound(tokens, index, end)) phrases.push(phrase);
    index = end;
  }
  return phrases;
}

/** "signal - to - noise ratio": the parts of a compound with spaced hyphens are no phrases. */
function isTornCompound(tokens: readonly Token[], start: number, end: number): boolean {
  const isTornAt = (hyphen: number, beyond: number): boolean =>
    tokens[hyphen]?.text === "-" && /^(?:NOUN|PROPN|ADJ|VERB|ADP|PART|NUM)$/.test(tokens[beyond]?.tag ?? "");
  return isTornAt(start - 1, start - 2) || isTornAt(end, end + 1);
}

/** The position after the longest run of modifiers and nouns from `start`; `start` if there is none. */
function endOfRun(tokens: readonly Token[], start: number): number {
  let end = start;
  while (end < tokens.length) {
    const token = tokens[end];
    const previous = end > start ? tokens[end - 1] : undefined;
    if (token === undefined) break;
    if (isNounPart(token)) {
      if (previous !== undefined && startsAnother(previous, token)) break;
      end += 1;
    } else if (joinsPossessive(tokens, end, start)) {
      end += 1;
    } else {
      const skipped = skipNameOf(tokens, end, start);
      if (skipped === end) break;
      end = skipped;
    }
  }
  return end;
}

function isNounPart(token: Token): boolean {
  return (
    (token.tag === "NOUN" || token.tag === "PROPN" || token.tag === "ADJ") &&
    WORD.test(token.text) &&
    ENGLISH_WORD.test(token.text) &&
    token.text.length <= 40 &&
    !/^[a-z]{1,2}$/.test(token.text)
  );
}

/** "last week | Trudeau said": a time does not belong to the name after it. */
function startsAnother(previous: Token, token: Token): boolean {
  if (token.tag === "ADJ" && isNoun(previous) && !isCapitalised(token)) return true;
  if (token.lower === previous.lower) return true;
  return TIME_LEMMAS.test(previous.lemma) && previous.tag !== "PROPN" && token.tag === "PROPN";
}

/** "people 's lives": the mark between two nouns. */
function joinsPossessive(tokens: readonly Token[], index: number, start: number): boolean {
  const [before, mark, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (index === start || before === undefined || mark === undefined || after === undefined) return false;
  if (!/^'s?$/.test(mark.lower) || mark.tag === "AUX" || before.tag === "ADJ") return false;
  return (after.tag === "NOUN" || after.tag === "PROPN") && isNounPart(after) && !EMPTY_HEADS.has(after.lemma);
}

/** "Bank of (the) Philippines", "Department for Work": both sides written as names. */
function skipNameOf(tokens: readonly Token[], index: number, start: number): number {
  const before = tokens[index - 1];
  if (
    index === start ||
    before?.tag !== "PROPN" ||
    !isCapitalised(before) ||
    !/^(?:of|for)$/.test(tokens[index]?.lower ?? "")
  )
    return index;
  if (
    tokens[index]?.lower === "for" &&
    !/^(?:department|ministry|institute|centre|center|office|minister|secretary|commissioner|committee)$/.test(
      before.lower,
    )
  )
    return index;
  const next = tokens[index + 1]?.lower === "the" ? index + 2 : index + 1;
  const after = tokens[next];
  return after !== undefined && after.tag === "PROPN" && isCapitalised(after) && isNounPart(after) ? next : index;
}

function makePhrase(tokens: readonly Token[], runFirst: number, runLast: number): NounPhrase | null {
  let last = runLast;
  while (last > runFirst && !isNoun(tokens[last])) last -= 1;
  const head = tokens[last];
  if (head === undefined || !isNoun(head)) return null;
  let first = runFirst;
  while (first < last && isWeak(tokens, first, last)) first += 1;
  const isName = tokens
    .slice(first, last + 1)
    .every((token) => isCapitalised(token) || /^(?:of|for|the|'s|')$/.test(token.lower));
  if (last - first + 1 > MAX_TOKENS + (isName ? 2 : 0)) first = last - MAX_TOKENS + 1;
  if (isPunctuationOnly(tokens[first])) first += 1;
  const isSentenceInitial = isStart(tokens, first);
  const hasProperNoun = tokens.slice(first, last + 1).some((token) => token.tag === "PROPN" || isAcronym(token));
  const isProper = isName && hasProperNoun;
  return {
    outerFirst: runFirst,
    first,
    last,
    name: nameOf(tokens, first, last, isProper),
    head: head.lemma,
    isProper,
    isSentenceInitial,
  };
}

function isWeak(tokens: readonly Token[], index: number, last: number): boolean {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token === undefined || next === undefined) return false;
  if (/^'s?$/.test(token.lower)) return true;
  if (!WEAK_MODIFIERS.has(token.lower)) return index < last && TIME_LEMMAS.test(token.lemma) && next.tag !== "PROPN";
  // "New York", "First World War": part of the name.
  return (
    !(isCapitalised(token) && isCapitalised(next) && !isStart(tokens, index) && next.tag === "PROPN") &&
    !(token.lower === "new" && isCapitalised(token) && next.tag === "PROPN")
  );
}

function isNoun(token: Token | undefined): boolean {
  return token?.tag === "NOUN" || token?.tag === "PROPN";
}

function isPunctuationOnly(token: Token | undefined): boolean {
  return token !== undefined && !/[\p{L}\p{N}]/u.test(token.text);
}

/** Whether a token is at the start of a sentence, or after a mark after which a sentence may start. */
function isStart(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before === undefined || /^[.?!"'—:;(-]/.test(before.text);
}

function isCapitalised(token: Token): boolean {
  return /^\p{Lu}/u.test(token.text);
}

function isAcronym(token: Token): boolean {
  return /^[\p{Lu}\p{N}&.-]{2,8}s?$/u.test(token.text);
}

/** The words of a phrase with normal spacing. A capital that comes from the start of the sentence is removed. */
export function nameOf(tokens: readonly Token[], first: number, last: number, isProper: boolean): string {
  const parts = tokens.slice(first, last + 1);
  const texts = parts.map((token) => token.text);
  const [start] = parts;
  if (
    !isProper &&
    start !== undefined &&
    start.tag !== "PROPN" &&
    isStart(tokens, first) &&
    /^\p{Lu}\p{Ll}/u.test(start.text)
  ) {
    texts[0] = start.text.charAt(0).toLowerCase() + start.text.slice(1);
  }
  return texts.join(" ").replace(/ ('s?)(?= |$)/g, "$1");
}

/** "Exhibit C", "Appendix 2": references to documents. */
export function isLabel(name: string): boolean {
  return /^(?:exhibit|appendix|annex|attachment|schedule|figure|table|section|item|page|slide|option|part|chapter|phase|group|speaker|professor|phd|grad) (?:\p{L}|[ivx]+|\p{N}+)\.?$/iu.test(
    name,
  );
}

/** "Mr. Chair", "Madam Speaker": forms of address without a name. */
export function isFormOfAddress(name: string): boolean {
  if (/^(?:madame?|mister|mr\.?|mrs\.?)(?:chair|speaker|president|mayor)/i.test(name) || /^madame? /i.test(name))
    return true;
  return (
    name
      .split(" ")
      .every(
        (word) =>
          TITLE.test(word.toLowerCase()) ||
          /^(?:chair|chairman|chairwoman|speaker|madam|madame|honourable|honorable|hon|right|prime|secretary|members?)\.?$/i.test(
            word,
          ),
      ) && !/^prime minister$/i.test(name)
  );
}

/** Whether a phrase starts with a person's title: "Dr. Osei". */
export function hasTitle(tokens: readonly Token[], phrase: NounPhrase): boolean {
  return phrase.last > phrase.first && phrase.isProper && TITLE.test(tokens[phrase.first]?.lower ?? "");
}
