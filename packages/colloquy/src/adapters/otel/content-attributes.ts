import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd, CallContent } from "../../ports/index.ts";
import { finishReasonOf } from "./reply-attributes.ts";

/** Messages need a finish reason, even if the provider reported none. */
const UNKNOWN = "unknown";

/**
 * Prompt and reply in the form of the gen_ai conventions, if they are recorded. `forLangSmith`: also in the form that LangSmith
 * reads.
 */
export function contentAttributes(end: AttemptEnd, forLangSmith: boolean): Attributes {
  const { content } = end;
  if (content === null) return {};
  const shown = conventional(content, finishReasonOf(end) ?? UNKNOWN);
  return { ...shown, ...(forLangSmith ? indexed(content) : {}) };
}

function conventional({ system, prompt, reply }: CallContent, finishReason: string): Attributes {
  const instructions = system === null ? undefined : [text(system)];
  const replies =
    reply === null ? undefined : [{ role: "assistant", parts: [text(reply)], finish_reason: finishReason }];
  return {
    "gen_ai.system_instructions": JSON.stringify(instructions),
    "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [text(prompt)] }]),
    "gen_ai.output.messages": JSON.stringify(replies),
  };
}

function text(content: string): { readonly type: "text"; readonly content: string } {
  return { type: "text", content };
}

/** The older form, with numbered messages. LangSmith documents each of its parts. */
function indexed({ system, prompt, reply }: CallContent): Attributes {
  const asked = [...(system === null ? [] : [{ role: "system", content: system }]), { role: "user", content: prompt }];
  const attributes: Attributes = {};
  for (const [at, { role, content }] of asked.entries()) {
    attributes[`gen_ai.prompt.${at}.role`] = role;
    attributes[`gen_ai.prompt.${at}.content`] = content;
  }
  if (reply !== null) {
    attributes["gen_ai.completion.0.role"] = "assistant";
    attributes["gen_ai.completion.0.content"] = reply;
  }
  return attributes;
}
