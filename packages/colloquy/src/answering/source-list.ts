import { type Evidence, placeKey } from "../model/index.ts";
import type { EntityReference } from "../retrieval/index.ts";
import type { Summary } from "../summarising/index.ts";
import type { OpposedWords, StatedWords } from "./claims.ts";
import type { AskContext, ContradictingSources, ContextSource, SourcedSummary } from "./context.ts";
import type { Passage } from "./passages.ts";

/**
 * The numbered sources of a context, up to a number of characters. Words at the same place are one source, with all that is
 * concluded from them.
 */
export class SourceList {
  readonly #sources: ContextSource[] = [];
  readonly #byPlace = new Map<string, number>();
  readonly #contradictions: ContradictingSources[] = [];
  readonly #summaries: SourcedSummary[] = [];
  #passages = 0;
  #left: number;

  constructor(characters: number) {
    this.#left = characters;
  }

  get size(): number {
    return this.#sources.length;
  }

  get contradictions(): number {
    return this.#contradictions.length;
  }

  addPassage(passage: Passage): void {
    this.#passages += 1;
    for (const { evidence, isMatch } of passage)
      this.#add({ kind: "turn", passage: this.#passages, isMatch, evidence, statements: [] });
  }

  /** Without room, it is left out. */
  addStated({ evidence, statements }: StatedWords): number | null {
    const known = this.#byPlace.get(placeKey(evidence));
    if (known === undefined)
      return this.#hasRoom([evidence])
        ? this.#add({ kind: "claim", passage: null, isMatch: false, evidence, statements })
        : null;
    const source = this.#sources[known - 1] as ContextSource;
    // The polarity of a claim replaces that of plain words.
    const { polarity } = source.statements.length === 0 ? evidence : source.evidence;
    const joined = [...new Set([...source.statements, ...statements])];
    this.#sources[known - 1] = { ...source, evidence: { ...source.evidence, polarity }, statements: joined };
    return known;
  }

  /** Both sides or none. */
  addOpposed({ statements, sides }: OpposedWords): void {
    if (!this.#hasRoom(sides.map(({ evidence }) => evidence))) return;
    const [one, other] = sides.map((side) => this.addStated(side));
    if (typeof one !== "number" || typeof other !== "number" || one === other) return;
    this.#contradictions.push({ statements: [...new Set(statements)], sources: [one, other] });
  }

  addSummary(entity: EntityReference, { sentences, citations }: Summary): void {
    const numbers = new Map(citations.map(({ n, ...evidence }) => [n, this.addStated({ evidence, statements: [] })]));
    const sourced = sentences.map(({ text, citations: cited }) => ({
      text,
      sources: cited.flatMap((n) => numbers.get(n) ?? []),
    }));
    this.#summaries.push({ entity, sentences: sourced.filter(({ sources }) => sources.length > 0) });
  }

  context(asked: Omit<AskContext, "sources" | "contradictions" | "summaries">): AskContext {
    const [contradictions, summaries] = [this.#contradictions, this.#summaries];
    return { ...asked, sources: this.#sources, contradictions, summaries };
  }

  #hasRoom(words: readonly Evidence[]): boolean {
    return words.reduce((sum, { text }) => sum + text.length, 0) <= this.#left;
  }

  #add(source: Omit<ContextSource, "n">): number {
    const n = this.#sources.length + 1;
    const { evidence } = source;
    this.#sources.push({ n, ...source });
    this.#byPlace.set(placeKey(evidence), n);
    this.#left -= evidence.text.length;
    return n;
  }
}
