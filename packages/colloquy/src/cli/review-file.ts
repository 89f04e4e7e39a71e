import { z } from "zod";
import { ColloquyError, REVIEW_KINDS } from "../model/index.ts";
import type { AnsweredItem } from "./library.ts";

const ANSWER = { yes: "yes", y: "yes", no: "no", n: "no", skip: "skip", s: "skip" } as const;
const LINE = z.object({
  id: z.string().min(1),
  answer: z
    .string()
    .nullable()
    .transform((text) => text?.trim().toLowerCase() ?? ""),
  kind: z.enum(REVIEW_KINDS).optional().catch(undefined),
});

/**
 * The answers of a filled-in sample: lines of JSON with `id` and `answer`. Items without an answer are left out.
 * @throws ColloquyError `invalid-input` with the first line that cannot be used.
 */
export function readAnswers(text: string, file: string): readonly AnsweredItem[] {
  return text.split("\n").flatMap((line, index): readonly AnsweredItem[] => {
    if (line.trim() === "") return [];
    const refuse = (what: string): never => {
      throw new ColloquyError("invalid-input", `${file}: line ${index + 1} ${what}.`);
    };
    const { data } = LINE.safeParse(parsed(line));
    if (data === undefined) return refuse("is no line of a sample: it needs `id` and `answer`");
    const { id, answer, kind } = data;
    if (answer === "") return [];
    if (!Object.hasOwn(ANSWER, answer))
      return refuse(`has the answer "${answer}", but it must be yes, no, skip or empty`);
    return [{ id, answer: ANSWER[answer as keyof typeof ANSWER], ...(kind === undefined ? {} : { kind }) }];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
