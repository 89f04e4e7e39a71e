export type { StatedWords } from "./claims.ts";
export type {
  AskContext,
  ContextEntity,
  ContradictingSources,
  QuestionKind,
  ContextSource,
  SourcedSummary,
} from "./context.ts";
export { type ContextOptions, type ContextSources, gatherContext } from "./gather-context.ts";
