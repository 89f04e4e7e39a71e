import type { CallObserver } from "../../calls/index.ts";
import { limiterEvent, type RunListener, type StageParts } from "../../pipeline/index.ts";
import type { NameJudge } from "../../ports/index.ts";
import type { RunOptions } from "../run-options.ts";
import type { FoundModels } from "./find-models.ts";
import { createStageLimiter } from "./stage-limiter.ts";

/** Opens the caller's judge, else the model that `resolutionModel` names; null without one. */
export function openJudgingStage(
  models: Pick<FoundModels, "judge">,
  options: RunOptions,
  observer: CallObserver,
  emit: RunListener,
): (StageParts<NameJudge> & AsyncDisposable) | null {
  const port = options.ports?.nameJudge ?? models.judge;
  if (port === null) return null;
  const limiter = createStageLimiter("judge", port, options, {
    observer,
    onEvent: (event) => emit(limiterEvent("judge", event)),
  });
  return { port, limiter, observer, [Symbol.asyncDispose]: () => limiter[Symbol.asyncDispose]() };
}
