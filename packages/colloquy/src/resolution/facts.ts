import { type Chunk, type ChunkTurn, contextOf, POLARITIES, type Span } from "../model/index.ts";
import type { ExtractedTranscript, Fact, MentionFact, NameKey } from "../ports/index.ts";
import { findCooccurrences, type Occurrence, type SentencePosition } from "./cooccurrence.ts";
import { normaliseName } from "./normalise.ts";
import { JUDGED_SENSE } from "./senses.ts";
import { inSense, personByPartOfName, speakerKey } from "./speakers.ts";
import { isRisky, statementKey, statementOf } from "./statements.ts";
import { isSupported } from "./summary.ts";

type ExtractedChunk = ExtractedTranscript["chunks"][number];
/** The key of a name in a chunk. */
type Naming = (name: string, chunk: Pick<ExtractedChunk, "senses">) => NameKey;

/** Everything that one transcript states, in normalised names; a pure function of the transcript and its extractions. */
export function deriveFacts(transcript: ExtractedTranscript): Fact[] {
  const nameKey = namingWithin(transcript);
  const facts: Fact[] = [];
  for (const [index, chunk] of transcript.chunks.entries()) {
    facts.push(...speakerFacts(chunk, transcript.id));
    if (chunk.extraction === null) continue;
    const before = contextOf(transcript.chunks, index).map(({ turn }) => turn);
    facts.push(...statedFacts(chunk, { turns: before }, transcript, nameKey));
  }
  facts.push(...cooccurrenceFacts(transcript, nameKey));
  return withoutRepeats(facts);
}

/**
 * The keys of names in this transcript. A part of the full name of a person who speaks or is named in it has the key of
 * that person, unless the user gives it a sense or keeps it apart. A sense by the user of a name that is also a label is
 * the sense of the label.
 */
function namingWithin(transcript: ExtractedTranscript): Naming {
  const speakers = new Map<string, NameKey>();
  const named = new Set<string>();
  for (const { turns, extraction, senses } of transcript.chunks) {
    for (const { speaker } of turns)
      if (speaker !== null) speakers.set(speaker, speakerKey(speaker, transcript.id, senses));
    for (const { name, type } of extraction?.mentions ?? []) if (type === "Person") named.add(name);
  }
  const personOf = personByPartOfName([...speakers.keys(), ...named]);
  const speakerOf = (name: string): NameKey | null => {
    const person = personOf(name);
    const isApart = person !== null && transcript.partsApart?.has(`${normaliseName(name).key}\n${person.key}`) === true;
    return isApart ? null : person;
  };
  const labels = new Set([...speakers.keys()].map((label) => normaliseName(label).stem));
  const known = new Map<string, NameKey>();
  return (name, { senses }) => {
    // A person with the name of a label is its speaker, also if the label names nobody.
    const speaker = named.has(name) ? speakers.get(name) : undefined;
    if (speaker !== undefined) return speaker;
    const own = normaliseName(name);
    const ownSense = senses?.get(own.stem);
    if (ownSense?.startsWith(JUDGED_SENSE) === false && !labels.has(own.stem)) return inSense(own, ownSense);
    const key = known.get(name) ?? speakerOf(name) ?? own;
    known.set(name, key);
    const sense = senses?.get(key.stem);
    const isOfLabel = sense?.startsWith(JUDGED_SENSE) === false && labels.has(key.stem) && speakerOf(name) === null;
    return sense === undefined || isOfLabel ? key : inSense(key, sense);
  };
}

/** One mention for each speaker of a chunk, at the first label in its text. */
function speakerFacts(chunk: ExtractedChunk, transcript: string): MentionFact[] {
  const facts = new Map<string, MentionFact>();
  for (const turn of chunk.turns) {
    if (turn.speaker === null || facts.has(turn.speaker)) continue;
    const label = labelRange(chunk, turn, turn.speaker);
    if (label === null) continue;
    facts.set(turn.speaker, {
      kind: "mention",
      chunk: chunk.ordinal,
      entity: speakerKey(turn.speaker, transcript, chunk.senses),
      name: turn.speaker,
      type: "Person",
      asserted: true,
      confidence: 1,
      ...label,
    });
  }
  return [...facts.values()];
}

function labelRange(chunk: Pick<Chunk, "text" | "startOffset">, turn: ChunkTurn, speaker: string) {
  const unit = chunk.text.slice(turn.unitOffset - chunk.startOffset, turn.startOffset - chunk.startOffset);
  const at = unit.indexOf(speaker);
  if (at < 0) return null;
  return { startOffset: turn.unitOffset + at, endOffset: turn.unitOffset + at + speaker.length };
}

/** @param before the context of the chunk */
function statedFacts(
  chunk: ExtractedChunk,
  before: Pick<ExtractedChunk, "turns">,
  { id: transcript, chunks }: ExtractedTranscript,
  nameKey: Naming,
): Fact[] {
  const { mentions, relations, quotes, aliases } = chunk.extraction ?? {
    mentions: [],
    relations: [],
    quotes: [],
    aliases: [],
  };
  const facts: Fact[] = [];
  const at = { chunk: chunk.ordinal };
  for (const mention of mentions) {
    const range = canonicalRange(chunk, mention.span);
    if (range === null) continue;
    const asserted = mention.status === "asserted";
    facts.push({
      kind: "mention",
      ...at,
      entity: nameKey(mention.name, chunk),
      name: mention.name,
      type: mention.type,
      asserted,
      ...range,
      confidence: mention.confidence,
    });
  }
  for (const relation of relations) {
    const { source, type, target, polarity, confidence, span, antecedents = [] } = relation;
    const range = canonicalRange(chunk, span);
    if (range === null) continue;
    const antecedentRanges = antecedents
      .flatMap((antecedent) => antecedentRange(chunk, before, antecedent) ?? [])
      .sort((one, other) => one.startOffset - other.startOffset || one.endOffset - other.endOffset);
    const statement = statementOf(relation, chunks, range, antecedentRanges);
    facts.push({
      kind: "relation",
      ...at,
      source: nameKey(source, chunk),
      type,
      target: nameKey(target, chunk),
      polarity,
      confidence,
      ...range,
      antecedents: antecedentRanges,
      statement: { contentKey: statementKey(statement), statement, isRisky: isRisky(relation, statement) },
    });
  }
  for (const quote of quotes) {
    const range = canonicalRange(chunk, quote.span);
    if (range === null) continue;
    const label = chunk.turns[quote.span.turn]?.speaker ?? null;
    const speaker = label === null ? null : speakerKey(label, transcript, chunk.senses);
    facts.push({ kind: "quote", ...at, speaker, about: quote.about.map((name) => nameKey(name, chunk)), ...range });
  }
  for (const { name, alias } of aliases)
    facts.push({ kind: "alias", ...at, name: nameKey(name, chunk), alias: nameKey(alias, chunk) });
  return facts;
}

/** Turns of the context have negative numbers. */
function antecedentRange(chunk: ExtractedChunk, before: Pick<ExtractedChunk, "turns">, span: Span) {
  return span.turn < 0
    ? canonicalRange(before, { ...span, turn: span.turn + before.turns.length })
    : canonicalRange(chunk, span);
}

function canonicalRange(
  chunk: Pick<ExtractedChunk, "turns">,
  span: Span,
): { startOffset: number; endOffset: number } | null {
  const turn = chunk.turns[span.turn];
  if (turn === undefined || span.start < 0 || span.end <= span.start || turn.startOffset + span.end > turn.endOffset)
    return null;
  return { startOffset: turn.startOffset + span.start, endOffset: turn.startOffset + span.end };
}

/** RELATES_TO between terms that occur together in this conversation; each window is evidence. */
function cooccurrenceFacts(transcript: ExtractedTranscript, nameKey: Naming): Fact[] {
  const sentences: SentencePosition[] = [];
  const occurrences: Occurrence[] = [];
  const keys = new Map<string, NameKey>();
  for (const chunk of transcript.chunks) {
    if (chunk.extraction === null) continue;
    const base = sentences.length;
    for (const span of chunk.extraction.sentences) {
      const range = canonicalRange(chunk, span) ?? { startOffset: 0, endOffset: 0 };
      sentences.push({ chunk: chunk.ordinal, turn: span.turn, ...range });
    }
    for (const mention of chunk.extraction.mentions) {
      if (mention.sentence === null) continue;
      const key = nameKey(mention.name, chunk);
      keys.set(key.stem, key);
      occurrences.push({ term: key.stem, sentence: base + mention.sentence });
    }
  }
  const said = new Set(occurrences.map(({ term, sentence }) => `${sentence} ${term}`));
  return findCooccurrences(occurrences, sentences, isSupported).flatMap(({ first, second, npmi, sentences: starts }) =>
    starts.map((start): Fact => {
      const here = sentences[start] as SentencePosition;
      const both = said.has(`${start} ${first}`) && said.has(`${start} ${second}`);
      const end = both ? here : (sentences[start + 1] as SentencePosition);
      const window = { chunk: here.chunk, startOffset: here.startOffset, endOffset: end.endOffset };
      const ends = { source: keys.get(first) as NameKey, target: keys.get(second) as NameKey };
      return {
        kind: "relation",
        type: "RELATES_TO",
        polarity: "implied",
        confidence: Math.round(npmi * 1000) / 1000,
        ...ends,
        ...window,
        antecedents: [],
        statement: null,
      };
    }),
  );
}

/**
 * One mention and one quote per position, one relation per position and triple. The choice does not depend on their
 * order.
 */
function withoutRepeats(facts: readonly Fact[]): Fact[] {
  const kept = new Map<string, Fact>();
  for (const fact of facts) {
    const identity = identityOf(fact);
    const known = kept.get(identity);
    if (known === undefined || goesBefore(fact, known)) kept.set(identity, fact);
  }
  return [...kept.values()];
}

/**
 * Of two mentions at one position: the asserted one, then the longer name. Of two equal relations at one position: the
 * earlier polarity, then the higher confidence. Otherwise the first in a fixed order.
 */
function goesBefore(fact: Fact, known: Fact): boolean {
  if (fact.kind === "mention" && known.kind === "mention") {
    if (fact.asserted !== known.asserted) return fact.asserted;
    if (fact.name.length !== known.name.length) return fact.name.length > known.name.length;
  }
  if (fact.kind === "relation" && known.kind === "relation") {
    if (fact.polarity !== known.polarity) return POLARITIES.indexOf(fact.polarity) < POLARITIES.indexOf(known.polarity);
    if (fact.confidence !== known.confidence) return fact.confidence > known.confidence;
  }
  return JSON.stringify(fact) < JSON.stringify(known);
}

function identityOf(fact: Fact): string {
  switch (fact.kind) {
    case "mention":
      return `m ${fact.startOffset} ${fact.endOffset}`;
    case "relation":
      return `r ${fact.startOffset} ${fact.endOffset} ${fact.type} ${fact.source.key}\u0000${fact.target.key}`;
    case "quote":
      return `q ${fact.startOffset} ${fact.endOffset}`;
    case "alias":
      return `a ${fact.name.key}\u0000${fact.alias.key}`;
  }
}
