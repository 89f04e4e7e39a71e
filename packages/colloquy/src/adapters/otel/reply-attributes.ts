import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd } from "../../ports/index.ts";

/** The conventions' reason for a reply that began and did not end. */
const BROKEN_OFF = "error";
/** Ids, model names and reasons are one word. Any other value of a server may contain people's words. */
const WORD = /^[^\p{C}\s]{1,200}$/u;

/** The facts of a reply in the gen_ai conventions, and its finish reason in OpenInference's form too. */
export function replyAttributes(end: Pick<AttemptEnd, "reply" | "failure" | "firstTokenMs">): Attributes {
  const { id, model } = end.reply;
  const reason = finishReasonOf(end);
  return {
    "gen_ai.response.id": wordOf(id),
    "gen_ai.response.model": wordOf(model),
    "gen_ai.response.finish_reasons": reason === null ? undefined : [reason],
    "llm.finish_reason": reason ?? undefined,
  };
}

/** Why a reply ended; null if no reason was reported and no reply had begun. */
export function finishReasonOf({
  reply: { finishReason },
  failure,
  firstTokenMs,
}: Pick<AttemptEnd, "reply" | "failure" | "firstTokenMs">): string | null {
  if (finishReason !== undefined) return wordOf(finishReason) ?? null;
  return failure !== null && firstTokenMs !== null ? BROKEN_OFF : null;
}

function wordOf(text: string | undefined): string | undefined {
  return text !== undefined && WORD.test(text) ? text : undefined;
}
