/** A word or mark with its tags; offsets are UTF-16 units in the turn. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  readonly lemma: string;
  /** Universal part of speech. */
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens of one sentence of one turn. */
export interface Sentence {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  readonly isQuestion: boolean;
}
