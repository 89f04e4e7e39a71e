export { contradictionsLeftOut } from "./asked-contradictions.ts";
export type { StatedWords } from "./claims.ts";
export type {
  AskContext,
  ContextEntity,
  ContradictingSources,
  QuestionKind,
  ContextSource,
  SourcedSummary,
} from "./context.ts";
export type { Nearness } from "./best-sentences.ts";
export { type ContextOptions, type ContextSources, gatherContext, type GatheredContext } from "./gather-context.ts";
export type { AnswerCitation } from "./citation-list.ts";
export {
  AnswerChecker,
  type AnswerSentence,
  checkAnswer,
  type CheckedAnswer,
  type DroppedAnswers,
} from "./check-answer.ts";
export { extractAnswer, nearestSentence } from "./extract-answer.ts";
export { ANSWER_PROMPT_VERSION, answerRequest, type AnswerRequest, type EarlierTurn } from "./prompt.ts";
export { earlierTurns, type KeptAnswer, namesToKeep, requestKey, standaloneQuery } from "./kept-answer.ts";
export {
  type AnswerCall,
  type AnswerCallParts,
  failureOf,
  type ReplyReading,
  requestTokens,
  sendRequest,
} from "./send-request.ts";
