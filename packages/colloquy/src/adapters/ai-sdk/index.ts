export { createChatModel } from "./chat-model.ts";
export { createEmbeddingModel, type EmbeddingCreation } from "./embedding-model.ts";
export { parseModelName, PROVIDER_KEYS } from "./model-name.ts";
export type { ModelSpec } from "./model-spec.ts";
