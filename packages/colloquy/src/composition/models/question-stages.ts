import type { CallObserver } from "../../calls/index.ts";
import { limiterEvent, type RunListener, type StageParts } from "../../pipeline/index.ts";
import type { NameJudge, QuestionStage, StatementChecker, Summariser } from "../../ports/index.ts";
import type { RunOptions } from "../run-options.ts";
import type { FoundModels } from "./find-models.ts";
import { isModelOfExtraction } from "./model-settings.ts";
import { createStageLimiter, type StagePort } from "./stage-limiter.ts";

/** The parts of a run that a stage of questions uses. */
export interface QuestionStageParts {
  readonly observer: CallObserver;
  readonly emit: RunListener;
  readonly extraction: Pick<StageParts<unknown>, "limiter">;
}

type QuestionStageOf<Port> = (StageParts<Port> & AsyncDisposable) | null;

/** Opens the caller's checker, else the model that extracts, with `verify`; null without one. */
export function openCheckingStage(
  models: Pick<FoundModels, "checker">,
  options: RunOptions,
  parts: QuestionStageParts,
): QuestionStageOf<StatementChecker> {
  const port = options.ports?.statementChecker ?? models.checker;
  const isShared = port === models.checker && options.ports?.extractor === undefined;
  return port === null ? null : openStage("check", { port, isShared }, options, parts);
}

/** Opens the caller's judge, else the model that `resolutionModel` names; null without one. */
export function openJudgingStage(
  models: Pick<FoundModels, "judge">,
  options: RunOptions,
  parts: QuestionStageParts,
): QuestionStageOf<NameJudge> {
  const port = options.ports?.nameJudge ?? models.judge;
  const isShared = port === models.judge && isModelOfExtraction(options);
  return port === null ? null : openStage("judge", { port, isShared }, options, parts);
}

/** Opens the caller's summariser, else the model that extracts; null unless the options ask for summaries. */
export function openSummarisingStage(
  models: Pick<FoundModels, "summariser">,
  options: RunOptions,
  parts: QuestionStageParts,
): QuestionStageOf<Summariser> {
  const port = options.ports?.summariser ?? models.summariser;
  if (port === null || options.summaries !== true) return null;
  const isShared = port === models.summariser && options.ports?.extractor === undefined;
  return openStage("summarise", { port, isShared }, options, parts);
}

/**
 * @param called `isShared`: the port is the model of the extraction. Then it has the extraction's limiter, because a
 *   provider counts the calls of both together.
 */
function openStage<Port extends StagePort>(
  stage: QuestionStage,
  { port, isShared }: { readonly port: Port; readonly isShared: boolean },
  options: RunOptions,
  { observer, emit, extraction }: QuestionStageParts,
): QuestionStageOf<Port> {
  if (isShared) return { port, limiter: extraction.limiter, observer, [Symbol.asyncDispose]: async () => undefined };
  const limiter = createStageLimiter(stage, port, options, {
    observer,
    onEvent: (event) => emit(limiterEvent(stage, event)),
  });
  return { port, limiter, observer, [Symbol.asyncDispose]: () => limiter[Symbol.asyncDispose]() };
}
