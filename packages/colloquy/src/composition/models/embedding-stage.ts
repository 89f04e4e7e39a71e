import {
  type CallObserver,
  CancelledCall,
  cancelWhenStopped,
  firstCallFailure,
  NEVER_ABORTED,
  sendFirst,
} from "../../calls/index.ts";
import { limiterEvent, type RunListener, type StageParts } from "../../pipeline/index.ts";
import type { EmbeddingModel, Ledger, Usage } from "../../ports/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { stopWhenInterrupted } from "../../projection/index.ts";
import { type RateLimiter, systemClock } from "@colloquy/rate-limit";
import type { ReadingPool } from "../reading-pool.ts";
import type { RunOptions } from "../run-options.ts";
import type { NamedEmbeddingModel } from "./create-models.ts";
import type { FoundModels } from "./find-models.ts";
import { howToName, modelOfProfile } from "./model-of-profile.ts";
import { createStageLimiter, giveUpAfterOf, type StagePort } from "./stage-limiter.ts";

export interface EmbeddingStage extends StageParts<EmbeddingModel>, AsyncDisposable {
  /** Whether the stage is skipped because hashed words would replace vectors of a model. */
  readonly isSkipped: boolean;
}

/**
 * Opens the caller's model, else the named model, else hashed words, which never replace vectors of a model.
 * @throws ColloquyError `provider` when a call for the number of dimensions fails, or a local model cannot be fetched.
 */
export async function openEmbeddingStage(
  parts: {
    readonly models: Pick<FoundModels, "embedding">;
    readonly ledger: Pick<Ledger, "activeEmbedding" | "dimensionsOf">;
    readonly texts: ReadingPool;
  },
  options: RunOptions,
  observer: CallObserver,
  emit: RunListener,
): Promise<EmbeddingStage> {
  const { models, ledger, texts } = parts;
  const own = options.ports?.embeddingModel;
  const named = models.embedding;
  const hashing = own === undefined && named === null ? texts.hashingModel() : null;
  let made = named === null || named.paid ? null : await makeLocal(named, ledger, options, emit);
  const pinged: StagePort = own ??
    hashing ??
    made ?? {
      paid: true,
      ping: async (given) =>
        made === null ? await pingNamed(named, given.signal) : ((await made.ping?.(given)) ?? null),
    };
  const limiter = createStageLimiter("embed", pinged, options, {
    observer,
    onEvent: (event) => emit(limiterEvent("embed", event)),
  });
  const close = async (): Promise<void> => {
    await limiter[Symbol.asyncDispose]();
    await made?.[Symbol.asyncDispose]();
  };
  try {
    if (named?.paid === true) made = await makeModel(named, ledger, { limiter, observer, emit }, options);
    const port = own ?? made ?? (hashing as EmbeddingModel);
    const kept = hashing === null || options.skipEmbeddings === true ? null : await ledger.activeEmbedding();
    const isSkipped = kept !== null && kept.profile !== port.profile;
    if (isSkipped) emit({ event: "warning", message: describeSkipped(kept.profile) });
    return {
      port,
      limiter,
      observer,
      isSkipped,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Pings a model with an unknown number of dimensions. */
async function pingNamed(
  named: NamedEmbeddingModel | null,
  signal: AbortSignal = NEVER_ABORTED,
): Promise<Usage | null> {
  let used: Usage | null = null;
  const model = await named?.create({ knownDimensions: null, signal, onUsage: (usage) => (used = usage) });
  await model?.[Symbol.asyncDispose]();
  return used;
}

function describeSkipped(profile: string): string {
  return `The index holds vectors of ${profile}, so new chunks are not embedded without this model: name it with ${howToName(profile)}.`;
}

/** @throws ColloquyError `interrupted` when the run is stopped while the model is fetched. */
async function makeLocal(
  named: NamedEmbeddingModel,
  ledger: Pick<Ledger, "dimensionsOf">,
  { signal = NEVER_ABORTED }: RunOptions,
  emit: RunListener,
): Promise<EmbeddingModel> {
  try {
    const model = await named.create({ signal, notify: (message) => emit({ event: "notice", message }) });
    const known = await ledger.dimensionsOf(named.profile);
    if (known === null || known === model.dimensions) return model;
    throw new ColloquyError(
      "configuration",
      `The files of ${modelOfProfile(named.profile)} are of a model with ${model.dimensions} dimensions, but its vectors in the workspace have ${known}: it is another model under the same name.`,
    );
  } catch (error) {
    stopWhenInterrupted(signal);
    throw error;
  }
}

/**
 * Takes the number of dimensions from the options or the ledger. Otherwise it embeds one short text, under the limits.
 * @throws ColloquyError `interrupted` when the run is stopped first.
 */
async function makeModel(
  named: NamedEmbeddingModel,
  ledger: Pick<Ledger, "dimensionsOf">,
  { limiter, observer, emit }: { limiter: RateLimiter; observer: CallObserver; emit: RunListener },
  options: RunOptions,
): Promise<EmbeddingModel> {
  const knownDimensions = named.dimensions ?? (await ledger.dimensionsOf(named.profile));
  if (knownDimensions !== null) return named.create({ knownDimensions });

  const { signal: stop = NEVER_ABORTED } = options;
  using _cancelling = cancelWhenStopped([limiter], stop);
  let used: Usage | null = null;
  const tokens = { inputTokens: 1, maxOutputTokens: 0 };
  const call = {
    tokens,
    send: observer.pinging(
      tokens,
      (given) => named.create({ ...given, knownDimensions: null, onUsage: (usage) => (used = usage) }),
      () => used,
    ),
    model: "embedding model",
    giveUpAfterMs: giveUpAfterOf(options),
    notice: (message: string) => emit({ event: "notice", message }),
    clock: systemClock,
  };
  try {
    return await sendFirst(call, limiter);
  } catch (error) {
    if (error instanceof CancelledCall) stopWhenInterrupted(stop);
    throw firstCallFailure(error);
  }
}
