import type { CallObserver } from "../../calls/index.ts";
import { limiterEvent, type RunListener, type StageParts } from "../../pipeline/index.ts";
import type { QuestionStage } from "../../ports/index.ts";
import type { RunOptions } from "../run-options.ts";
import { createStageLimiter, type StagePort } from "./stage-limiter.ts";

/** Opens a stage of questions; null without a port. */
export function openQuestionStage<Port extends StagePort>(
  stage: QuestionStage,
  port: Port | null,
  options: RunOptions,
  observer: CallObserver,
  emit: RunListener,
): (StageParts<Port> & AsyncDisposable) | null {
  if (port === null) return null;
  const limiter = createStageLimiter(stage, port, options, {
    observer,
    onEvent: (event) => emit(limiterEvent(stage, event)),
  });
  return { port, limiter, observer, [Symbol.asyncDispose]: () => limiter[Symbol.asyncDispose]() };
}
