import type { AttemptFacts } from "../../ports/index.ts";

/** What traces call an attempt. */
export interface CalledModel {
  /** As the gen_ai conventions name it; null for what runs on this machine without a model. */
  readonly operation: "chat" | "embeddings" | null;
  /** As the gen_ai conventions name it; null beside a null operation. */
  readonly provider: string | null;
  readonly model: string;
}

/** Providers whose name in the gen_ai conventions is not the one of `provider:model`. */
const CONVENTIONAL: Readonly<Record<string, string>> = {
  google: "gcp.gemini",
  mistral: "mistral_ai",
  xai: "x_ai",
};

/** Parts `provider:model`. What has no provider is no model, such as rules. */
export function calledModel({
  lane,
  operation,
  model,
}: Pick<AttemptFacts, "lane" | "operation" | "model">): CalledModel {
  const colon = model.indexOf(":");
  if (colon < 1) return { operation: null, provider: null, model };
  const provider = model.slice(0, colon);
  const embeds = operation === "embed" || (operation === "verify" && lane === "embedding");
  return {
    operation: embeds ? "embeddings" : "chat",
    provider: CONVENTIONAL[provider] ?? provider,
    model: model.slice(colon + 1),
  };
}
