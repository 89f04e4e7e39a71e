export {
  CallAccount,
  type CallTotals,
  type CostTotal,
  sumOfCosts,
  sumOfTokens,
  type UnknownSpendTotal,
} from "./account.ts";
export { Budget, type Reservation } from "./budget.ts";
export type { CallWork, ObservedReply, ReplyReading } from "./call.ts";
export type { AttemptCompleted, BudgetReached, CallListener, UnknownSpend, UnreportedUsage } from "./call-events.ts";
export { reasonOf, sentenceOf, spanFailure, stoppingError } from "./call-failure.ts";
export { CallObserver, INPUT_EXCESS } from "./call-observer.ts";
export { CancelledCall, cancelWhenStopped, whenWantedOrStopped } from "./cancelled-call.ts";
export { NEVER_ABORTED, UNTRACED } from "./defaults.ts";
export { DollarSum, totalDollars } from "./dollar-sum.ts";
export { firstCallFailure, sendFirst } from "./first-call.ts";
export { ping, type Pingable, pingTokens, pingWithinBudget } from "./ping.ts";
export { type BatchCall, CallPipeline, NoRoomInBudget } from "./pipeline.ts";
export { type StageWait, StageWaits } from "./waits.ts";
