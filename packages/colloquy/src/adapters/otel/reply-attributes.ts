import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd } from "../../ports/index.ts";

/** By the conventions: of a reply that began and has no end. */
const BROKEN_OFF = "error";
/** Ids, names of models and reasons are one word; whatever else a server puts in their place may be what somebody said. */
const WORD = /^[^\p{C}\s]{1,200}$/u;

/** What a reply says of itself, by the gen_ai conventions, and its reason by OpenInference too. */
export function replyAttributes(end: Pick<AttemptEnd, "reply" | "failure" | "firstTokenMs">): Attributes {
  const { id, model } = end.reply;
  const reason = finishReasonOf(end);
  return {
    ...(id !== undefined && WORD.test(id) ? { "gen_ai.response.id": id } : {}),
    ...(model !== undefined && WORD.test(model) ? { "gen_ai.response.model": model } : {}),
    ...(reason === null ? {} : { "gen_ai.response.finish_reasons": [reason], "llm.finish_reason": reason }),
  };
}

/** Why a reply ended; null where nobody told and none had begun. */
export function finishReasonOf({
  reply: { finishReason },
  failure,
  firstTokenMs,
}: Pick<AttemptEnd, "reply" | "failure" | "firstTokenMs">): string | null {
  if (finishReason !== undefined) return WORD.test(finishReason) ? finishReason : null;
  return failure !== null && firstTokenMs !== null ? BROKEN_OFF : null;
}
