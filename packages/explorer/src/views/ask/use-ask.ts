import { useQueryClient } from "@tanstack/react-query";
import type { Question } from "colloquy/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { address, ApiError, stream } from "../../api/client.ts";
import { answersKey } from "../../api/queries.ts";
import { problems } from "../../text/problems.ts";
import { received } from "./answer-events.ts";
import type { Asking } from "./asking.ts";

/** Asks questions one at a time. A question ends when another one is asked, and when the page is left. */
export function useAsk(workspace: string) {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const ask = useCallback(
    async (question: Question, begun: Asking) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      let now = begun;
      const show = (next: Asking): void => {
        now = next;
        if (running.current === controller) setAsking(next);
      };
      show(begun);
      try {
        const events = stream(address(["w", workspace, "ask"]), question, controller.signal);
        for await (const event of events) show(received(now, event));
        if (now.progress.state === "asking") throw new ApiError(0, "network", problems.network);
        await client.invalidateQueries({ queryKey: answersKey(workspace) });
      } catch (error) {
        const { aborted } = controller.signal;
        show({ ...now, progress: aborted ? { state: "stopped" } : { state: "failed", error: error as Error } });
      }
    },
    [client, workspace],
  );
  const stop = useCallback(() => running.current?.abort(), []);
  return { asking, ask, stop };
}
