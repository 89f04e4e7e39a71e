import type { AttemptFacts } from "../../ports/index.ts";

/** The names of an attempt in traces. */
export interface CalledModel {
  /** In the words of the gen_ai conventions; null for work on this machine without a model. */
  readonly operation: "chat" | "embeddings" | null;
  /** In the words of the gen_ai conventions; null if the operation is null. */
  readonly provider: string | null;
  readonly model: string;
}

/** Providers whose name in the gen_ai conventions differs from that in `provider:model`. */
const CONVENTIONAL: Readonly<Record<string, string>> = {
  google: "gcp.gemini",
  mistral: "mistral_ai",
  xai: "x_ai",
};

/** Splits `provider:model`. A profile without a provider is no model, such as the rules. */
export function calledModel({
  stage,
  operation,
  model,
}: Pick<AttemptFacts, "stage" | "operation" | "model">): CalledModel {
  const colon = model.indexOf(":");
  if (colon < 1) return { operation: null, provider: null, model };
  const provider = model.slice(0, colon);
  const embeds = operation === "embed" || (operation === "ping" && stage === "embed");
  return {
    operation: embeds ? "embeddings" : "chat",
    provider: CONVENTIONAL[provider] ?? provider,
    model: model.slice(colon + 1),
  };
}
