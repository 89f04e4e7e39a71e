import { limiterEvent, type RunListener, type StageParts } from "../../pipeline/index.ts";
import type { NameJudge } from "../../ports/index.ts";
import type { RunOptions } from "../run-options.ts";
import type { FoundModels } from "./find-models.ts";
import { isModelOfExtraction } from "./model-settings.ts";
import { createStageLimiter } from "./stage-limiter.ts";

/**
 * Opens the caller's judge, else the model that `resolutionModel` names; null without one. A judge that is the model of the
 * extraction has the extraction's limiter, because a provider counts the calls of both together.
 */
export function openJudgingStage(
  models: Pick<FoundModels, "judge">,
  options: RunOptions,
  {
    observer,
    emit,
    extraction,
  }: Pick<StageParts<unknown>, "observer"> & {
    readonly emit: RunListener;
    readonly extraction: Pick<StageParts<unknown>, "limiter">;
  },
): (StageParts<NameJudge> & AsyncDisposable) | null {
  const port = options.ports?.nameJudge ?? models.judge;
  if (port === null) return null;
  if (port === models.judge && isModelOfExtraction(options))
    return { port, limiter: extraction.limiter, observer, [Symbol.asyncDispose]: async () => undefined };
  const limiter = createStageLimiter("judge", port, options, {
    observer,
    onEvent: (event) => emit(limiterEvent("judge", event)),
  });
  return { port, limiter, observer, [Symbol.asyncDispose]: () => limiter[Symbol.asyncDispose]() };
}
