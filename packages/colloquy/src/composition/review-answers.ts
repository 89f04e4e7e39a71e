import { z } from "zod";
import { appendJsonLines, readJsonLines } from "../files/index.ts";
import { ColloquyError, describeSystemError, REVIEW_ANSWERS, type ReviewAnswer } from "../model/index.ts";
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
}

/** The answers of a workspace: a file of lines of JSON, in which the last answer to an item counts. */
export interface ReviewAnswers {
  read(): ReadonlyMap<string, ReviewAnswer>;
  add(answers: readonly AnsweredItem[]): void;
}

const LINE = z.object({ id: z.string(), answer: z.enum(REVIEW_ANSWERS) });

export function reviewAnswers(path: string): ReviewAnswers {
  return {
    read() {
      const answered = readJsonLines(path).flatMap((line) => LINE.safeParse(line).data ?? []);
      return new Map(answered.map(({ id, answer }) => [id, answer]));
    },
    add(answers) {
      if (answers.length === 0) return;
      try {
        appendJsonLines(
          path,
          answers.map(({ id, answer }) => ({ id, answer })),
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
