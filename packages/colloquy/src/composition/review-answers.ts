import { appendFileSync, readFileSync } from "node:fs";
import { z } from "zod";
import { PRIVATE_FILE } from "../files/index.ts";
import {
  ColloquyError,
  describeSystemError,
  REVIEW_ANSWERS,
  type ReviewAnswer,
  systemErrorCode,
} from "../model/index.ts";

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
      const lines = readIfPresent(path).split("\n");
      // A line that a full disk cut is no answer.
      const answered = lines.flatMap((line) => LINE.safeParse(parsed(line)).data ?? []);
      return new Map(answered.map(({ id, answer }) => [id, answer]));
    },
    add(answers) {
      if (answers.length === 0) return;
      const lines = answers.map(({ id, answer }) => `${JSON.stringify({ id, answer })}\n`);
      try {
        appendFileSync(path, lines.join(""), { mode: PRIVATE_FILE });
      } catch (error) {
        throw new ColloquyError("disk", `The answers cannot be written to ${path} (${describeSystemError(error)}).`, {
          cause: error,
        });
      }
    },
  };
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return "";
    throw error;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
