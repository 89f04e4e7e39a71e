import type { CallObserver } from "../../calls/index.ts";
import { limiterEvent, type RunListener, type StageParts } from "../../pipeline/index.ts";
import type { Extractor, ModelStage } from "../../ports/index.ts";
import type { RunOptions } from "../run-options.ts";
import { THREADS } from "../threads.ts";
import type { FoundModels } from "./find-models.ts";
import { createStageLimiter } from "./stage-limiter.ts";

export interface ExtractionStage extends StageParts<Extractor>, AsyncDisposable {
  /** Ends the threads of the rules, which hold a language model in memory. Call it after the last call of the stage. */
  endThreads(): Promise<void>;
}

/**
 * Opens the caller's extractor, else the named model, else the rules.
 * @param stageInUse returns the stage that uses the limiter: the extraction, or a later stage with the same model.
 */
export async function openExtractionStage(
  models: Pick<FoundModels, "extractor">,
  options: RunOptions,
  observer: CallObserver,
  emit: RunListener,
  stageInUse: () => ModelStage = () => "extract",
): Promise<ExtractionStage> {
  const extractor = options.ports?.extractor ?? models.extractor;
  const rules = extractor === null ? await loadRules() : null;
  const port = extractor ?? (rules as Extractor);
  if (rules !== null && options.ontology !== undefined)
    emit({
      event: "warning",
      message: `The ontology ${options.ontology} has no effect on rules: name a model with --model.`,
    });
  const limiter = createStageLimiter("extract", port, options, {
    observer,
    onEvent: (event) => emit(limiterEvent(stageInUse(), event)),
  });
  return {
    port,
    limiter,
    observer,
    endThreads: async () => rules?.[Symbol.asyncDispose](),
    async [Symbol.asyncDispose]() {
      await limiter[Symbol.asyncDispose]();
      await rules?.[Symbol.asyncDispose]();
    },
  };
}

/** Loads the rules only when they are used, because they load a language model. */
async function loadRules(): Promise<Extractor> {
  const { createRulesExtractor } = await import("../../adapters/rules/index.ts");
  return createRulesExtractor({ workers: THREADS });
}
