import type { Answer, AnswerSentence, Citation } from "colloquy/api";

/** What became of a question. */
export type Progress =
  | { readonly state: "asking" }
  | { readonly state: "answered"; readonly answer: Answer }
  | { readonly state: "stopped" }
  | { readonly state: "failed"; readonly error: Error };

/** A question that was asked on this page, with what has arrived of its answer. */
export interface Asking {
  /** The entry of the browser's history in which it was asked has it, too. */
  readonly id: number;
  readonly question: string;
  /** The time of the answer before it in its conversation, as the server gives it; null: it is the first. */
  readonly after: string | null;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly progress: Progress;
}

export function begun(id: number, question: string, after: string | null): Asking {
  return { id, question, after, sentences: [], citations: [], progress: { state: "asking" } };
}

/** The conversation in which the answer is kept; undefined while there is none. */
export function keptIn({ progress }: Asking): string | undefined {
  return progress.state === "answered" ? (progress.answer.conversation ?? undefined) : undefined;
}
