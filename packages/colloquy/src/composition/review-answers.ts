import { z } from "zod";
import { appendJsonLines, readJsonLines } from "../files/index.ts";
import {
  ColloquyError,
  describeSystemError,
  REVIEW_ANSWERS,
  REVIEW_KINDS,
  type ReviewAnswer,
  type ReviewKind,
} from "../model/index.ts";
import type { GraphStore } from "../ports/index.ts";
import {
  drawSample,
  type ReviewFigures,
  reviewFigures,
  type ReviewItem,
  type ReviewOptions,
} from "../retrieval/index.ts";

/** An answer to an item of a review, by the item's id. */
export interface AnsweredItem {
  readonly id: string;
  readonly answer: ReviewAnswer;
  /** The kind of the item. Without it, the answer counts in a review only, and not in the quality of an overview. */
  readonly kind?: ReviewKind;
}

/** The answers of a workspace: a file of lines of JSON, in which the last answer to an item counts. */
export interface ReviewAnswers {
  read(): ReadonlyMap<string, ReviewAnswer>;
  add(answers: readonly AnsweredItem[]): void;
  /** The share of right items by kind, of all answers that name their kind. */
  figures(): readonly ReviewFigures[];
}

const LINE = z.object({ id: z.string(), answer: z.enum(REVIEW_ANSWERS), kind: z.enum(REVIEW_KINDS).exactOptional() });

export function reviewAnswers(path: string): ReviewAnswers {
  const lines = (): readonly AnsweredItem[] => readJsonLines(path).flatMap((line) => LINE.safeParse(line).data ?? []);
  return {
    read: () => new Map(lines().map(({ id, answer }) => [id, answer])),
    figures() {
      const answered = lines();
      const kinds = new Map(answered.flatMap(({ id, kind }) => (kind === undefined ? [] : [[id, kind] as const])));
      return reviewFigures(
        [...kinds].map(([id, kind]) => ({ id, kind })),
        new Map(answered.map(({ id, answer }) => [id, answer])),
      );
    },
    add(answers) {
      if (answers.length === 0) return;
      try {
        appendJsonLines(
          path,
          answers.map(({ id, answer, kind }) => ({ id, answer, ...(kind === undefined ? {} : { kind }) })),
        );
      } catch (error) {
        throw new ColloquyError("disk", `The answers cannot be written to ${path} (${describeSystemError(error)}).`, {
          cause: error,
        });
      }
    },
  };
}

/** A sample of a graph, and how much of it is right. */
export interface Review {
  readonly items: readonly (ReviewItem & { readonly answer: ReviewAnswer | null })[];
  readonly figures: readonly ReviewFigures[];
}

export async function readReview(graph: GraphStore, kept: ReviewAnswers, options: ReviewOptions): Promise<Review> {
  const items = await drawSample(graph, options);
  const answers = kept.read();
  return {
    items: items.map((item) => ({ ...item, answer: answers.get(item.id) ?? null })),
    figures: reviewFigures(items, answers),
  };
}
