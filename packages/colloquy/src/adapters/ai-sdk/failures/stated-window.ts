import type { Complaint } from "./complaint.ts";

/** OpenAI and vLLM; newer llama.cpp, beside its field `n_ctx`; Anthropic. */
const STATEMENTS = [
  /maximum context length (?:is|of) (\d+)/i,
  /available context size \((\d+)/i,
  /prompt is too long: \d+ tokens > (\d+) maximum/i,
] as const;

/** How many tokens prompt and reply may have together, as the refusal of a call that was too large states it; null where it does not. */
export function statedWindow({ message, contextTokens = null }: Complaint): number | null {
  const stated = contextTokens ?? STATEMENTS.map((one) => one.exec(message)?.[1]).find((one) => one !== undefined);
  const tokens = Number(stated ?? 0);
  return Number.isSafeInteger(tokens) && tokens > 0 ? tokens : null;
}
