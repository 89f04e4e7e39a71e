import { existsSync } from "node:fs";
import { z } from "zod";
import {
  type AnswerRow,
  type AnswersDatabase,
  type NumberedAnswerRow,
  openAnswers,
} from "../../adapters/sqlite/answers.ts";
import type { KeptAnswer } from "../../answering/index.ts";
import { ColloquyError, describeSystemError } from "../../model/index.ts";
import { type Listing, type ListOptions, type PagedList, readListing } from "../../retrieval/index.ts";

/** The questions of a workspace with their answers and replies. Nothing is deleted. */
export interface KeptAnswers {
  /** A conversation, or the latest one, its first question first; empty if there is none. */
  conversation(named?: string): readonly KeptAnswer[];
  /** The answers of all conversations, or of one, in pages, the latest first. */
  list(options: ListOptions & { readonly conversation?: string }): Promise<Listing<KeptAnswer>>;
  /** A reply to an equal request; null if there is none. */
  replyTo(request: string): string | null;
  /** @throws ColloquyError `disk` if the answer is not on the disk. */
  add(answer: KeptAnswer): void;
}

/** Opens the file for each use, so that other processes and runs are never in the way. */
export function keptAnswers(path: string): KeptAnswers {
  const read = <Result>(from: (answers: AnswersDatabase) => Result, none: Result): Result => {
    if (!existsSync(path)) return none;
    using answers = openAnswers(path, { readonly: true });
    return from(answers);
  };
  return {
    conversation: (named) => read((answers) => answers.conversation(named).map(keptAnswer), []),
    async list({ conversation, ...options }) {
      const of = conversation === undefined ? {} : { conversation };
      const rows: PagedList<NumberedAnswerRow, number> = {
        name: "answers",
        position: z.number(),
        positionOf: ({ no }) => no,
        read: async ({ after, limit }) =>
          read((answers) => answers.latest({ ...of, limit, ...(after === undefined ? {} : { after }) }), []),
      };
      const { items, next } = await readListing(rows, options);
      return { items: items.map(({ no: _no, ...row }) => keptAnswer(row)), next };
    },
    replyTo: (request) => read((answers) => answers.replyTo(request), null),
    add({ conversation, request, profile, reply, ...rest }) {
      try {
        using answers = openAnswers(path, { readonly: false });
        answers.add({ conversation, request, profile, reply, rest: JSON.stringify(rest) });
      } catch (error) {
        throw notKept(path, error);
      }
    },
  };
}

function keptAnswer({ rest, ...row }: AnswerRow): KeptAnswer {
  return { ...JSON.parse(rest), ...row } as KeptAnswer;
}

function notKept(path: string, cause: unknown): ColloquyError {
  const why = ColloquyError.isInstance(cause)
    ? cause.message
    : `${path}: ${describeSystemError(cause)}. Make the folder of the workspace writable, or free some space.`;
  return new ColloquyError("disk", `The answer cannot be kept: ${why}`, { cause });
}
