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
import { stopWhenInterrupted } from "../../projection/index.ts";
import { type RateLimiter, systemClock } from "@colloquy/rate-limit";
import type { ReadingPool } from "../reading-pool.ts";
import type { RunOptions } from "../run-options.ts";
import type { NamedEmbeddingModel } from "./create-models.ts";
import type { FoundModels } from "./find-models.ts";
import { createStageLimiter, giveUpAfterOf, type StagePort } from "./stage-limiter.ts";

export interface EmbeddingStage extends StageParts<EmbeddingModel>, AsyncDisposable {
  /** Whether the stage is skipped, because hashed words would replace a model's vectors. */
  readonly left: boolean;
}

/**
 * The caller's own model, else the named one, else hashed words, which never replace a model's vectors.
 * @throws ColloquyError `provider` when the dimensions of the model's vectors had to be asked for, and it did not answer.
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
  let made: EmbeddingModel | null = null;
  const asked: StagePort = own ??
    hashing ?? {
      paid: true,
      ping: async (given) =>
        made === null ? await pingNamed(named, given.signal) : ((await made.ping?.(given)) ?? null),
    };
  const limiter = createStageLimiter("embed", asked, options, {
    observer,
    onEvent: (event) => emit(limiterEvent("embed", event)),
  });
  const close = async (): Promise<void> => {
    await limiter[Symbol.asyncDispose]();
    await made?.[Symbol.asyncDispose]();
  };
  try {
    if (named !== null) made = await makeModel(named, ledger, { limiter, observer, emit }, options);
    const port = own ?? made ?? (hashing as EmbeddingModel);
    const kept = hashing === null || options.skipEmbeddings === true ? null : await ledger.activeEmbedding();
    const left = kept !== null && kept.profile !== port.profile;
    if (left) emit({ event: "warning", message: describeLeft(kept.profile) });
    return {
      port,
      limiter,
      observer,
      left,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The smallest call to a model of unknown dimensions. */
async function pingNamed(
  named: NamedEmbeddingModel | null,
  signal: AbortSignal = NEVER_ABORTED,
): Promise<Usage | null> {
  let used: Usage | null = null;
  const model = await named?.create({ knownDimensions: null, signal, onUsage: (usage) => (used = usage) });
  await model?.[Symbol.asyncDispose]();
  return used;
}

function describeLeft(profile: string): string {
  return `The index holds vectors by ${profile}, so new chunks are not indexed without it: name it with --embedding-model ${profile.replace(/\/\d+$/, "")}, with its --embedding-base-url where it has one.`;
}

/**
 * The number of dimensions comes from the options or the ledger; otherwise one short text is embedded, under the limits
 * as any other call.
 * @throws ColloquyError `interrupted` where the run is stopped first.
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
  const cost = { inputTokens: 1, maxOutputTokens: 0 };
  const call = {
    cost,
    send: observer.pinging(
      cost,
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
