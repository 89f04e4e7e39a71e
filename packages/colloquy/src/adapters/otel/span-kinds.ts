/** What a span is to LangSmith, and to Phoenix and Langfuse, which read OpenInference's word for it. */
export const SPAN_KIND = {
  step: { "langsmith.span.kind": "chain", "openinference.span.kind": "CHAIN" },
  chat: { "langsmith.span.kind": "llm", "openinference.span.kind": "LLM" },
  embeddings: { "langsmith.span.kind": "embedding", "openinference.span.kind": "EMBEDDING" },
} as const;
