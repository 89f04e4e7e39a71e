import type { LimitedResource, ModelStage } from "../ports/index.ts";
import { counted } from "./numbers.ts";

/** The names of the model stages in sentences. */
export const MODEL_STAGE_TERMS: Readonly<Record<ModelStage, string>> = {
  extract: "extraction",
  embed: "embedding",
  check: "checking",
  judge: "judging",
};

/** `1 chunk`, `20 pairs`: the items of a model stage. */
export function countedItems(stage: ModelStage, count: number): string {
  return counted(count, itemTerm(stage));
}

export function itemTerm(stage: ModelStage): string {
  return ITEMS[stage];
}

const ITEMS: Readonly<Record<ModelStage, string>> = {
  extract: "chunk",
  embed: "chunk",
  check: "statement",
  judge: "pair",
};

/** The limited resources in display order. */
export const RESOURCES: readonly LimitedResource[] = ["tokens", "inputTokens", "outputTokens", "requests"];

export const RESOURCE_TERMS: Readonly<Record<LimitedResource, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};

/** Whether a bottleneck is a limited resource. */
export function isResource(name: string | null): name is LimitedResource {
  return name !== null && name in RESOURCE_TERMS;
}
