import { z } from "zod";
import type { KeptAnswer } from "../../answering/index.ts";
import { appendJsonLines, jsonLines, readJsonLines, writeWhole } from "../../files/index.ts";
import { ColloquyError, describeSystemError, type Evidence } from "../../model/index.ts";

/** The questions of a workspace with their answers and replies: a file of lines of JSON, the latest at its end. */
export interface KeptAnswers {
  /** The latest conversation, its first question first; empty if nothing was asked. */
  conversation(): readonly KeptAnswer[];
  /** A reply to an equal request; null if there is none. */
  replyTo(request: string): string | null;
  add(answer: KeptAnswer): void;
}

/** With more answers, the older half is removed. */
const MOST_ANSWERS = 400;

const LINE = z.object({
  conversation: z.string(),
  question: z.string(),
  query: z.string(),
  entities: z.array(z.string()),
  time: z.string(),
  profile: z.string().nullable(),
  request: z.string().nullable(),
  reply: z.string().nullable(),
  answer: z.array(z.object({ text: z.string(), citations: z.array(z.number()) })),
  citations: z.array(z.looseObject({ n: z.number(), file: z.string(), text: z.string() })),
  answered: z.boolean(),
});

export function keptAnswers(path: string): KeptAnswers {
  const read = (): readonly KeptAnswer[] => readJsonLines(path).flatMap((line) => answerIn(line) ?? []);
  return {
    conversation() {
      const all = read();
      const latest = all.at(-1)?.conversation;
      return all.filter(({ conversation }) => conversation === latest);
    },
    replyTo: (request) => read().findLast((each) => each.request === request)?.reply ?? null,
    add(answer) {
      try {
        const all = read();
        if (all.length < MOST_ANSWERS) appendJsonLines(path, [answer]);
        else writeWhole(path, jsonLines([...all.slice(-MOST_ANSWERS / 2), answer]));
      } catch (error) {
        throw new ColloquyError(
          "disk",
          `The answer cannot be kept in ${path} (${describeSystemError(error)}): make the folder of the workspace writable, or free some space.`,
          { cause: error },
        );
      }
    },
  };
}

/** Null for a line of another form. */
function answerIn(line: unknown): KeptAnswer | null {
  const { data } = LINE.safeParse(line);
  if (data === undefined) return null;
  return { ...data, citations: data.citations as unknown as readonly (Evidence & { readonly n: number })[] };
}
