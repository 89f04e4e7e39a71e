import type { LimitedResource, ModelStage } from "../ports/index.ts";
import { counted } from "./numbers.ts";

/** The names of the model stages in sentences. */
export const MODEL_STAGE_TERMS: Readonly<Record<ModelStage, string>> = {
  extract: "extraction",
  embed: "embedding",
  check: "checking",
  judge: "judging",
  summarise: "summarising",
  answer: "answering",
};

/** `1 chunk`, `20 pairs`: the items of a model stage. */
export function countedItems(stage: ModelStage, count: number): string {
  return counted(count, itemTerm(stage), itemTerm(stage, count));
}

/** The item of a model stage: the plural, unless `count` is 1. */
export function itemTerm(stage: ModelStage, count = 1): string {
  const term = ITEMS[stage];
  return count === 1 ? term : stage === "summarise" ? "summaries" : `${term}s`;
}

const ITEMS: Readonly<Record<ModelStage, string>> = {
  extract: "chunk",
  embed: "chunk",
  check: "statement",
  judge: "pair",
  summarise: "summary",
  answer: "question",
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
