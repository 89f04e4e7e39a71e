/** The kind of a span for LangSmith, and, in OpenInference's word, for Phoenix and Langfuse. */
export const SPAN_KIND = {
  step: { "langsmith.span.kind": "chain", "openinference.span.kind": "CHAIN" },
  chat: { "langsmith.span.kind": "llm", "openinference.span.kind": "LLM" },
  embeddings: { "langsmith.span.kind": "embedding", "openinference.span.kind": "EMBEDDING" },
} as const;
