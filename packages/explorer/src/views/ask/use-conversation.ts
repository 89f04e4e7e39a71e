import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import type { KeptAnswer } from "colloquy/api";
import { useEffect, useRef } from "react";
import { answersQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { type Asking, begun, keptIn } from "./asking.ts";
import { keptBefore } from "./conversation.ts";
import { useAsk } from "./use-ask.ts";

/**
 * What the page is about. `start`: nothing is asked yet. `loading` and `failed`: the conversation of the address is read.
 * `unknown`: it is not kept. `open`: it is shown.
 */
type Phase = "start" | "loading" | "failed" | "unknown" | "open";

/** The conversation of the address, and the question that was asked last if it was asked at this entry of the history. */
export function useConversation() {
  const workspace = useWorkspace();
  const navigate = useNavigate({ from: "/w/$workspace/ask" });
  const { conversation, file: files, speaker } = useSearch({ from: "/w/$workspace/ask" });
  const { asking, ask, stop } = useAsk(workspace);
  const asked = useLocation({ select: ({ state }) => state.asked });
  const current = asking !== null && asking.id === asked ? asking : null;
  const earlier = useInfiniteQuery({ ...answersQuery(workspace, conversation), enabled: conversation !== undefined });
  const listed = conversation === undefined ? [] : itemsOf(earlier.data).toReversed();
  const kept = keptBefore(listed, current);
  const phase = ((): Phase => {
    if (current !== null || kept.length > 0) return "open";
    if (conversation === undefined) return "start";
    return earlier.isPending ? "loading" : earlier.isError ? "failed" : "unknown";
  })();

  const send = (question: string): void => {
    const id = Date.now();
    const continued = phase === "unknown" ? undefined : conversation;
    const scope = { files: files && [...files], speaker };
    void ask({ question, conversation: continued, ...scope }, begun(id, question, listed.at(-1)?.time ?? null));
    void navigate({
      search: ({ q: _asked, cite: _cite, ...search }) => search,
      state: { asked: id },
      replace: true,
    });
  };
  useAskAtOnce(send);
  useAddressOf(current);
  return { phase, kept, current, earlier, send, stop };
}

export type Conversation = ReturnType<typeof useConversation>;

export function itemsOf(
  data: { readonly pages: readonly { readonly items: readonly KeptAnswer[] }[] } | undefined,
): readonly KeptAnswer[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}

/** Gives the address the conversation in which the answer is kept. */
function useAddressOf(current: Asking | null): void {
  const navigate = useNavigate({ from: "/w/$workspace/ask" });
  const conversation = current === null ? undefined : keptIn(current);
  useEffect(() => {
    if (conversation !== undefined)
      void navigate({ search: (search) => ({ ...search, conversation }), state: true, replace: true });
  }, [conversation, navigate]);
}

/**
 * Asks the question that another view sent here. A question that is only in the address is not asked, because a link of another
 * page must not spend money.
 */
function useAskAtOnce(send: (question: string) => void): void {
  const { q = "" } = useSearch({ from: "/w/$workspace/ask" });
  const { state } = useLocation();
  const asked = useRef("");
  useEffect(() => {
    if (state.ask !== true || q === "" || asked.current === state.key) return;
    asked.current = state.key ?? q;
    send(q);
  });
}
