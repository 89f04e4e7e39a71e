import type { LimitedResource, ModelStage } from "../ports/index.ts";

/** The stages that call models, as sentences name them. */
export const MODEL_STAGE_TERMS: Readonly<Record<ModelStage, string>> = { extract: "extraction", embed: "embedding" };

/** What limits are of, in the order in which they are shown. */
export const RESOURCES: readonly LimitedResource[] = ["tokens", "inputTokens", "outputTokens", "requests"];

export const RESOURCE_TERMS: Readonly<Record<LimitedResource, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};

/** Whether what calls wait for is a limit. */
export function isResource(name: string | null): name is LimitedResource {
  return name !== null && name in RESOURCE_TERMS;
}
