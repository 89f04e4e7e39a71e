import type { EntityMention, Extraction, QuoteMention, RelationMention, Span, TurnView } from "../../model/index.ts";
import type { ExtractionRequest, RejectedCounts } from "../../ports/index.ts";
import { foldWords } from "../grounding.ts";
import { type NamedBefore, namedBeforeIn } from "../names/named-before.ts";
import { type Locator, locatorIn } from "./locate.ts";
import type { EntityItem, QuoteItem, RelationItem, ReplyEntry } from "./parse-reply.ts";
import { type RelationEnds, relationEndsIn } from "./relation-ends.ts";
import { REPLY_LIMITS } from "./reply-limits.ts";
import { onlyTypeOf, type TypeIndex } from "./type-index.ts";

type Refusal = "ungrounded" | "schema";

/**
 * Finds the items of a model's entry in the words of the chunk. The turn of an item's evidence gives its speaker and time. An
 * item whose evidence is not in one turn is refused as `ungrounded`, an item with types or ends that the ontology does not have
 * as `schema`. A relation whose words do not speak of its ends (`RelationEnds`) is `ungrounded`. Confidences are not judged
 * here.
 *
 * Of each list the first items are kept, up to `REPLY_LIMITS`. The others are refused as `schema`.
 *
 * An entity that only the context names is kept if it is an end of a kept relation with an antecedent there: the words of the
 * relation mention it by a word such as "it".
 *
 * An end of a relation that the model did not list as an entity becomes an entity if the chunk has the name and the allowed
 * pairs leave only one type. Otherwise its type would be a guess, and the relation is refused.
 */
export function groundEntry(
  entry: ReplyEntry,
  { turns, context = [] }: Pick<ExtractionRequest, "turns" | "context">,
  types: TypeIndex,
): { readonly extraction: Extraction; readonly rejected: RejectedCounts } {
  const grounding = new EntryGrounding(entry, turns, context, types);
  for (const item of entry.entities) grounding.addEntity(item);
  for (const item of entry.relations) grounding.addRelation(item);
  grounding.dropUnrelatedFromContext();
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
  readonly #ends: RelationEnds;
  readonly #isNamedBefore: NamedBefore;
  readonly #lengthOf: (turn: number) => number;
  readonly #types: TypeIndex;
  readonly #withAntecedents: readonly RelationItem[];
  /** Keys of mentions that only the context names. */
  readonly #fromContext = new Set<string>();
  readonly #refusedNames = new Map<string, Refusal>();
  /** Keys of the items that were added, because models repeat items. */
  readonly #seen = new Set<string>();

  constructor({ relations }: ReplyEntry, turns: readonly TurnView[], context: readonly TurnView[], types: TypeIndex) {
    this.#locator = locatorIn(turns, context);
    this.#ends = relationEndsIn(turns, context);
    this.#isNamedBefore = namedBeforeIn(context);
    this.#lengthOf = (turn) => turns[turn]?.text.length ?? 0;
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

  /** Removes the mentions that only the context names, and that no relation needs. */
  dropUnrelatedFromContext(): void {
    const ends = new Set(this.relations.flatMap(({ source, target }) => [foldWords(source), foldWords(target)]));
    for (const key of this.#fromContext) {
      if (ends.has(key)) continue;
      this.mentions.delete(key);
      this.rejected.ungrounded += 1;
    }
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
    if (places.length === 0) this.#fromContext.add(foldWords(name));
    this.#seen.add(placeOfName(span));
    this.mentions.set(foldWords(name), { name, type, span, sentence: null, confidence, status: "asserted" });
    return null;
  }

  /** For an end that only the context names: the statements of its relations, and their whole turns. */
  #placesByAntecedent(name: string, type: string): readonly Span[] {
    const key = foldWords(name);
    return this.#withAntecedents.flatMap(({ source, target, evidence, antecedents }) => {
      const statement = this.#locator.statement(evidence);
      if (statement === null || ![source, target].some((end) => foldWords(end) === key)) return [];
      if (!this.#isNamedBefore(this.#antecedents(antecedents), name, type)) return [];
      const { turn } = statement;
      return [statement, { turn, start: 0, end: this.#lengthOf(turn) }];
    });
  }

  #antecedents(words: readonly string[]): readonly Span[] {
    return words.flatMap((text) => this.#locator.antecedent(text) ?? []);
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
    const ends = [source, target].map((end) => ({ ...end, isFromContext: this.#fromContext.has(foldWords(end.name)) }));
    const given = this.#antecedents(item.antecedents);
    if (!this.#ends.areSpokenOf(span, given, ends)) return "ungrounded";
    if (this.#isRepeated("relation", definition.name, source.name, target.name, place(span))) return null;
    const antecedents = this.#ends.antecedents(span, given, ends);
    this.relations.push({
      source: source.name,
      sourceType: source.type,
      type: definition.name,
      target: target.name,
      targetType: target.type,
      polarity: item.polarity,
      confidence: item.confidence,
      span,
      ...(antecedents.length === 0 ? {} : { antecedents }),
    });
    return null;
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

function placeOfName(span: Span): string {
  return `name ${place(span)}`;
}

function place({ turn, start, end }: Span): string {
  return `${turn} ${start} ${end}`;
}
