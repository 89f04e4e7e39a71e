import { useQueryClient } from "@tanstack/react-query";
import { type Answer, answerEvents, type AnswerSentence, type Citation, type Question } from "colloquy/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { address, ApiError, stream } from "../../api/client.ts";
import { answersKey } from "../../api/queries.ts";

/** An answer while it arrives. */
export interface Asking {
  readonly question: string;
  /** When it was asked, in ISO 8601. */
  readonly since: string;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  /** All of it; null while it arrives. */
  readonly answer: Answer | null;
  readonly error: Error | null;
  readonly state: "asking" | "answered" | "stopped" | "failed";
}

const begun = (question: string): Asking => ({
  question,
  since: new Date().toISOString(),
  sentences: [],
  citations: [],
  answer: null,
  error: null,
  state: "asking",
});

/** Asks questions one at a time. A question ends when the page is left. */
export function useAsk(workspace: string) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask = useCallback(
    async (question: Question) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const change = (next: (asking: Asking) => Asking): void => {
        if (running.current === controller) setAsking((before) => next(before ?? begun(question.question)));
      };
      setAsking(begun(question.question));
      try {
        for await (const { event, data } of stream(address(["w", workspace, "ask"]), question, controller.signal)) {
          if (event === "sentence") {
            const { sentence, added } = answerEvents.sentence.parse(JSON.parse(data));
            change((before) => ({
              ...before,
              sentences: [...before.sentences, sentence],
              citations: [...before.citations, ...added],
            }));
          } else if (event === "problem") {
            const { code, message } = answerEvents.problem.parse(JSON.parse(data));
            throw new ApiError(200, code, message);
          } else if (event === "answer") {
            const answer = answerEvents.answer.parse(JSON.parse(data));
            await client.invalidateQueries({ queryKey: answersKey(workspace) });
            change((before) => ({ ...before, answer, state: "answered" }));
          }
        }
      } catch (error) {
        if (controller.signal.aborted) change((before) => ({ ...before, state: "stopped" }));
        else change((before) => ({ ...before, error: error as Error, state: "failed" }));
      }
    },
    [client, workspace],
  );
  const stop = useCallback(() => running.current?.abort(), []);
  const clear = useCallback(() => setAsking(null), []);
  return { asking, ask, stop, clear };
}
