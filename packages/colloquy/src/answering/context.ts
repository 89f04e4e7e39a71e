import type { Evidence } from "../model/index.ts";
import type { AskedType, EntityReference } from "../retrieval/index.ts";

/**
 * `specific`: about something that the transcripts name, answered from passages and claims about it. `broad`: about the
 * transcripts as a whole, answered from the claims about the most discussed entities.
 */
export type QuestionKind = "specific" | "broad";

/** An entity that a question names, or that a broad question is answered with. */
export interface ContextEntity extends EntityReference {
  /** All its names. */
  readonly names: readonly string[];
}

/** A numbered piece of evidence for a question. */
export interface ContextSource {
  /** From 1, without gaps. */
  readonly n: number;
  /** `turn`: a whole turn of a passage. `claim`: words that support or deny a claim, or mention an entity. */
  readonly kind: "turn" | "claim";
  /** Number of the passage, from 1, for a turn. The turns of a passage are consecutive turns of one transcript. */
  readonly passage: number | null;
  /** Whether the search found these words; false for turns around them, and for claims. */
  readonly isMatch: boolean;
  readonly evidence: Evidence;
  /** What extractions conclude from the words, such as `remote work REDUCES isolation (negated)`; empty for a turn. */
  readonly statements: readonly string[];
}

/** Two sources that say the contrary of each other. */
export interface ContradictingSources {
  /** What both are about, such as `remote work REDUCES isolation`. */
  readonly statements: readonly string[];
  /** Numbers of the two sources. */
  readonly sources: readonly [number, number];
}

/** A summary that was written earlier, with the sources that its sentences cite. */
export interface SourcedSummary {
  readonly entity: EntityReference;
  readonly sentences: readonly { readonly text: string; readonly sources: readonly number[] }[];
}

/** The evidence for a question: everything that an answer may be made from. */
export interface AskContext {
  readonly question: string;
  /** The words that were searched for: the question, and in a conversation what it refers to. */
  readonly query: string;
  readonly kind: QuestionKind;
  /** Whether a broad question asks for contradictions, as in "What do the guests disagree on?". */
  readonly asksForContradictions: boolean;
  /**
   * Whether the search found what the question is about, rather than something near it; for a broad question, whether there
   * is evidence, and a contradiction if it asks for contradictions.
   */
  readonly found: boolean;
  /** The type of answer that a specific question demands and that no chunk states for it; null for other questions. */
  readonly unstated: AskedType | null;
  /** Words of a specific question that no chunk contains in any form; empty for a broad one. */
  readonly missing: readonly string[];
  readonly entities: readonly ContextEntity[];
  readonly sources: readonly ContextSource[];
  readonly contradictions: readonly ContradictingSources[];
  /** Empty unless summaries were written. Their words are a model's, so only their sources can be cited. */
  readonly summaries: readonly SourcedSummary[];
}
