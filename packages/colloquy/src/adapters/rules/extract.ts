import {
  type AliasMention,
  EMPTY_EXTRACTION,
  type EntityMention,
  type Extraction,
  type QuoteMention,
  type RelationMention,
  type Span,
  type TurnView,
} from "../../model/index.ts";
import { type Definition, definitionsIn } from "./aliases.ts";
import { NO_SIGNS, addSigns, isEnglish, isSpeech, signsOf } from "./language.ts";
import { maskTurn } from "./mask.ts";
import { MentionCollector } from "./mentions.ts";
import { nameOf, nounPhrases } from "./noun-phrases.ts";
import { memorability } from "./quotes.ts";
import { statedRelations } from "./relations.ts";
import type { StatedRelation } from "./stated-relation.ts";
import { peopleOf } from "./speakers.ts";
import { tagTurns } from "./tagger.ts";
import type { Sentence } from "./tokens.ts";

/** Sentences of this score are quotes; at most `MAX_QUOTES` for a chunk of usual length. */
const MIN_MEMORABILITY = 2.45;
const MAX_QUOTES = 2;
const USUAL_CHARACTERS = 2_000;
/** Longer sentences are hard to read as evidence: the clause is shown instead. */
const MAX_EVIDENCE_CHARACTERS = 300;

/**
 * Reads a chunk by rules: candidates for entities, stated relations, memorable sentences and explained acronyms. English
 * only; other languages give little or nothing. Never throws. Linear in the length of the turns. The result depends only on
 * the view.
 */
export function extractWithRules(view: readonly TurnView[]): Extraction {
  const mentions = new MentionCollector(peopleOf(view));
  const sentences: Span[] = [];
  const relations: RelationMention[] = [];
  const aliases: AliasMention[] = [];
  const memorable: MemorableSentence[] = [];
  let language = NO_SIGNS;
  for (const sentence of tagTurns(view.map((turn) => maskTurn(turn.text)))) {
    const index = sentences.push(spanOf(sentence)) - 1;
    const signs = signsOf(sentence);
    language = addSigns(language, signs);
    if (!isSpeech(sentence, signs)) continue;
    const phrases = nounPhrases(sentence);
    const stated = statedRelations(sentence, phrases);
    const definitions = definitionsIn(sentence);
    mentions.add(sentence, index, { phrases, relations: stated, definitions });
    relations.push(...stated.map((relation) => mentions.describe(sentence, relation, evidenceOf(sentence, relation))));
    aliases.push(...definitions.map((definition) => aliasOf(sentence, definition)));
    const score = memorability(sentence, phrases, spokenWords(view, sentence), stated.some(saysWhatItDoes));
    if (score >= MIN_MEMORABILITY) memorable.push({ span: spanOf(sentence), index, score });
  }
  if (!isEnglish(language)) return EMPTY_EXTRACTION;
  const chunks = Math.max(1, Math.round(view.reduce((sum, turn) => sum + turn.text.length, 0) / USUAL_CHARACTERS));
  const kept = mentions.best(chunks);
  return { sentences, mentions: kept, relations, quotes: quotesOf(memorable, kept, MAX_QUOTES * chunks), aliases };
}

const SAYS_WHAT_IT_IS: ReadonlySet<string> = new Set(["IS_A", "IS_PART_OF", "RELATES_TO"]);

function saysWhatItDoes({ type, polarity }: StatedRelation): boolean {
  return polarity === "stated" && !SAYS_WHAT_IT_IS.has(type);
}

interface MemorableSentence {
  readonly span: Span;
  readonly index: number;
  readonly score: number;
}

function spokenWords(view: readonly TurnView[], { turn, start, end }: Sentence): string {
  return view[turn]?.text.slice(start, end) ?? "";
}

function spanOf(sentence: Sentence): Span {
  return { turn: sentence.turn, start: sentence.start, end: sentence.end };
}

/** The sentence; if it is very long, the part between punctuation marks that contains both ends. */
function evidenceOf(sentence: Sentence, { source, target }: StatedRelation): Span {
  if (sentence.end - sentence.start <= MAX_EVIDENCE_CHARACTERS) return spanOf(sentence);
  const { tokens } = sentence;
  let first = Math.min(source.first, target.first);
  while (first > 0 && tokens[first - 1]?.tag !== "PUNCT") first -= 1;
  let last = Math.max(source.last, target.last);
  while (last + 1 < tokens.length && tokens[last + 1]?.tag !== "PUNCT") last += 1;
  return { turn: sentence.turn, start: tokens[first]?.start ?? sentence.start, end: tokens[last]?.end ?? sentence.end };
}

function aliasOf({ tokens }: Sentence, { alias, first, last }: Definition): AliasMention {
  return { name: nameOf(tokens, first, last, false), alias };
}

function quotesOf(
  memorable: readonly MemorableSentence[],
  mentions: readonly EntityMention[],
  limit: number,
): QuoteMention[] {
  const names = Map.groupBy(mentions, (mention) => mention.sentence);
  return memorable
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, limit)
    .toSorted((a, b) => a.index - b.index)
    .map(({ span, index, score }) => ({
      span,
      about: [...new Set((names.get(index) ?? []).map((mention) => mention.name))],
      confidence: Math.min(0.9, 0.4 + score * 0.1),
    }));
}
