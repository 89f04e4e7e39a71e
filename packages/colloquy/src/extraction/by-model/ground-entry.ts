import type { EntityMention, Extraction, QuoteMention, RelationMention, Span } from "../../model/index.ts";
import type { ExtractionRequest, RejectedCounts } from "../../ports/index.ts";
import { foldWords } from "../grounding.ts";
import { type Locator, locatorIn } from "./locate.ts";
import type { EntityItem, QuoteItem, RelationItem, ReplyEntry } from "./parse-reply.ts";
import { REPLY_LIMITS } from "./reply-limits.ts";
import { onlyTypeOf, type TypeIndex } from "./type-index.ts";

type Refusal = "ungrounded" | "schema";

/**
 * Finds the items of a model's entry in the words of the chunk. The turn of an item's evidence gives its speaker and time. An
 * item whose evidence is not in one turn is refused as `ungrounded`, an item with types or ends that the ontology does not have
 * as `schema`. The turn of a relation's evidence or of one of its antecedents has a word of at least one end. Confidences are
 * not judged here.
 *
 * Of each list the first items are kept, up to `REPLY_LIMITS`. The others are refused as `schema`.
 *
 * An entity that only the context names is kept if it is an end of a relation with an antecedent there: the words of the
 * relation mention it by a word such as "it".
 *
 * An end of a relation that the model did not list as an entity becomes an entity if the chunk has the name and the allowed
 * pairs leave only one type. Otherwise its type would be a guess, and the relation is refused.
 */
export function groundEntry(
  entry: ReplyEntry,
  { turns, context }: Pick<ExtractionRequest, "turns" | "context">,
  types: TypeIndex,
): { readonly extraction: Extraction; readonly rejected: RejectedCounts } {
  const grounding = new EntryGrounding(entry, locatorIn(turns, context), types);
  for (const item of entry.entities) grounding.addEntity(item);
  for (const item of entry.relations) grounding.addRelation(item);
  for (const item of entry.quotes) grounding.addQuote(item);
  const { mentions, relations, quotes, rejected } = grounding;
  return {
    extraction: { sentences: [], mentions: [...mentions.values()], relations, quotes, aliases: [] },
    rejected: { ...rejected, schema: rejected.schema + entry.malformed },
  };
}

class EntryGrounding {
  /** By folded name: a chunk has one entity of a name. */
  readonly mentions = new Map<string, EntityMention>();
  readonly relations: RelationMention[] = [];
  readonly quotes: QuoteMention[] = [];
  readonly rejected = { ungrounded: 0, schema: 0, lowConfidence: 0 };
  readonly #locator: Locator;
  readonly #types: TypeIndex;
  readonly #withAntecedents: readonly RelationItem[];
  readonly #refusedNames = new Map<string, Refusal>();
  /** Keys of the items that were added, because models repeat items. */
  readonly #seen = new Set<string>();

  constructor({ relations }: ReplyEntry, locator: Locator, types: TypeIndex) {
    this.#locator = locator;
    this.#types = types;
    this.#withAntecedents = relations.filter(({ antecedents }) => antecedents.length > 0);
  }

  addEntity({ name, type: written, evidence, confidence }: EntityItem): void {
    const key = foldWords(name);
    if (this.mentions.has(key)) return;
    const isFull = this.mentions.size >= REPLY_LIMITS.entities;
    const refusal = isFull ? "schema" : this.#addMention(name, this.#types.entityType(written), evidence, confidence);
    if (refusal === null) return;
    this.rejected[refusal] += 1;
    this.#refusedNames.set(key, refusal);
  }

  addRelation(item: RelationItem): void {
    const refusal = this.#relate(item);
    if (refusal !== null) this.rejected[refusal] += 1;
  }

  addQuote({ text, about, confidence }: QuoteItem): void {
    const span = this.#locator.statement(text);
    if (span === null) {
      this.rejected.ungrounded += 1;
      return;
    }
    if (this.#isRepeated("quote", place(span))) return;
    if (this.quotes.length >= REPLY_LIMITS.quotes) {
      this.rejected.schema += 1;
      return;
    }
    const names = about.flatMap((name) => this.mentions.get(foldWords(name))?.name ?? []);
    this.quotes.push({ span, about: [...new Set(names)].slice(0, REPLY_LIMITS.about), confidence });
  }

  #addMention(name: string, type: string | null, evidence: string, confidence: number): Refusal | null {
    if (type === null || foldWords(name) === "") return "schema";
    // Resolution takes one mention for each span. A second name there would silently lose its entity and relations.
    const places = this.#locator.name(name, evidence, type);
    const candidates = places.length > 0 ? places : this.#placesByAntecedent(name, type);
    const span = candidates.find((candidate) => !this.#seen.has(placeOfName(candidate)));
    if (span === undefined) return "ungrounded";
    this.#seen.add(placeOfName(span));
    this.mentions.set(foldWords(name), { name, type, span, sentence: null, confidence, status: "asserted" });
    return null;
  }

  #placesByAntecedent(name: string, type: string): readonly Span[] {
    const key = foldWords(name);
    return this.#withAntecedents.flatMap(({ source, target, evidence, antecedents }) => {
      const statement = this.#locator.statement(evidence);
      if (statement === null || ![source, target].some((end) => foldWords(end) === key)) return [];
      return this.#locator.byAntecedent(statement, this.#antecedents(antecedents), name, type);
    });
  }

  #antecedents(words: readonly string[]): readonly Span[] {
    return words.flatMap((text) => this.#locator.antecedent(text) ?? []).slice(0, REPLY_LIMITS.antecedents);
  }

  #relate(item: RelationItem): Refusal | null {
    const definition = this.#types.relationType(item.type);
    if (definition === null || foldWords(item.source) === foldWords(item.target)) return "schema";
    if (this.relations.length >= REPLY_LIMITS.relations) return "schema";
    const span = this.#locator.statement(item.evidence);
    if (span === null) return "ungrounded";
    const typeOf = (name: string): string | null => this.mentions.get(foldWords(name))?.type ?? null;
    const refusal =
      this.#ensureEnd(item, item.source, () => onlyTypeOf("source", definition, typeOf(item.target))) ??
      this.#ensureEnd(item, item.target, () => onlyTypeOf("target", definition, typeOf(item.source)));
    if (refusal !== null) return refusal;
    const [source, target] = [this.mentions.get(foldWords(item.source)), this.mentions.get(foldWords(item.target))];
    if (source === undefined || target === undefined) return "schema";
    // An antecedent within the statement adds nothing.
    const given = this.#antecedents(item.antecedents).filter((words) => !isWithin(words, span));
    const isAbout = (words: Span): boolean =>
      [source, target].some(({ name, type }) => this.#locator.isAbout(words, name, type));
    if (![span, ...given].some(isAbout)) return "ungrounded";
    if (this.#isRepeated("relation", definition.name, source.name, target.name, place(span))) return null;
    this.relations.push({
      source: source.name,
      sourceType: source.type,
      type: definition.name,
      target: target.name,
      targetType: target.type,
      polarity: item.polarity,
      confidence: item.confidence,
      span,
      ...this.#allAntecedents(span, given, [source, target]),
    });
    return null;
  }

  /**
   * The given antecedents, and for each end that neither they nor the statement name: the place in the chunk that names it, the
   * nearest one before the statement. So the evidence shows both ends.
   */
  #allAntecedents(
    statement: Span,
    given: readonly Span[],
    ends: readonly EntityMention[],
  ): Pick<RelationMention, "antecedents"> {
    const missing = ends.filter(
      ({ name, type }) => ![statement, ...given].some((words) => this.#locator.hasWordOf(words, name, type)),
    );
    const found = missing
      .map(({ name, span }) => this.#locator.nearestBefore(statement, name) ?? span)
      .filter((span) => !isWithin(span, statement) && !isWithin(statement, span));
    const antecedents = [...given, ...found].slice(0, REPLY_LIMITS.antecedents);
    return antecedents.length === 0 ? {} : { antecedents };
  }

  #ensureEnd({ evidence, confidence }: RelationItem, name: string, onlyType: () => string | null): Refusal | null {
    const key = foldWords(name);
    if (this.mentions.has(key)) return null;
    return this.#refusedNames.get(key) ?? this.#addMention(name, onlyType(), evidence, confidence);
  }

  #isRepeated(...identity: readonly string[]): boolean {
    const key = identity.join("\u0000");
    const isRepeated = this.#seen.has(key);
    this.#seen.add(key);
    return isRepeated;
  }
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.turn === outer.turn && inner.start >= outer.start && inner.end <= outer.end;
}

function placeOfName(span: Span): string {
  return `name ${place(span)}`;
}

function place({ turn, start, end }: Span): string {
  return `${turn} ${start} ${end}`;
}
