import {
  type CallObserver,
  type FirstCall,
  firstCallFailure,
  laneEvent,
  NEVER_ABORTED,
  type Patience,
  sendFirst,
  Withdrawal,
  withdrawWhenStopped,
} from "../../pipeline/index.ts";
import type { EmbeddingModel, Ledger, Usage } from "../../ports/index.ts";
import { stopWhenInterrupted } from "../../projection/index.ts";
import { type RateLimiter, systemClock } from "@colloquy/rate-limit";
import type { ReadingPool } from "../reading-pool.ts";
import type { RunOptions } from "../run-options.ts";
import type { NamedEmbeddingModel } from "./create-models.ts";
import type { FoundModels } from "./find-models.ts";
import type { LaneHearing, OpenLane } from "./lane.ts";
import { createLaneLimiter, giveUpAfterMs, type LanePort } from "./lane-limiter.ts";

export interface EmbeddingLane extends OpenLane<EmbeddingModel> {
  /** Whether the lane is left out, because hashed words would take the place of a model's vectors. */
  readonly left: boolean;
}

/**
 * The caller's own model, else the one that is named, else hashed words: but these never replace what a model made.
 * @throws ColloquyError `provider` when the dimensions of the model's vectors had to be asked for, and it did not answer.
 */
export async function openEmbeddingLane(
  parts: {
    readonly models: Pick<FoundModels, "embedding">;
    readonly ledger: Pick<Ledger, "activeEmbedding" | "dimensionsOf">;
    readonly texts: ReadingPool;
  },
  options: RunOptions,
  { observer, emit }: LaneHearing,
): Promise<EmbeddingLane> {
  const { models, ledger, texts } = parts;
  const own = options.ports?.embeddingModel;
  const named = models.embedding;
  const hashing = own === undefined && named === null ? texts.hashingModel() : null;
  let made: EmbeddingModel | null = null;
  const asked: LanePort = own ??
    hashing ?? {
      paid: true,
      verify: async (given) =>
        made === null ? await learnNothing(named, given.signal) : ((await made.verify?.(given)) ?? null),
    };
  const limiter = createLaneLimiter("embedding", asked, options, {
    observer,
    onEvent: (event) => emit(laneEvent("embedding", event)),
  });
  const close = async (): Promise<void> => {
    await limiter[Symbol.asyncDispose]();
    await made?.[Symbol.asyncDispose]();
  };
  const patience: Patience = {
    clock: systemClock,
    giveUpAfterMs: giveUpAfterMs(options),
    tell: (message) => emit({ event: "notice", message }),
    model: "embedding model",
  };
  try {
    if (named !== null)
      made = await makeModel(named, ledger, limiter, {
        stop: options.signal ?? NEVER_ABORTED,
        patience,
        observer,
      });
    const port = own ?? made ?? (hashing as EmbeddingModel);
    const kept = hashing === null || options.skipEmbeddings === true ? null : await ledger.activeEmbedding();
    const left = kept !== null && kept.profile !== port.profile;
    if (left) emit({ event: "warning", message: describeLeft(kept.profile) });
    return {
      port,
      limiter,
      left,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The smallest call to a model of which nothing is known yet: made, and thrown away. */
async function learnNothing(
  named: NamedEmbeddingModel | null,
  signal: AbortSignal = NEVER_ABORTED,
): Promise<Usage | null> {
  let used: Usage | null = null;
  const model = await named?.create({ knownDimensions: null, signal, onUsage: (usage) => (used = usage) });
  await model?.[Symbol.asyncDispose]();
  return used;
}

function describeLeft(profile: string): string {
  return `The index holds vectors by ${profile}, so new passages are not indexed without it: name it with --embedding-model ${profile.replace(/\/\d+$/, "")}, with its --embedding-base-url where it has one.`;
}

/**
 * The user may say how many dimensions there are, and the ledger knows those of what it holds; otherwise one short text is embedded, under the limits as any other.
 * @throws ColloquyError `interrupted` where the run is stopped first.
 */
async function makeModel(
  named: NamedEmbeddingModel,
  ledger: Pick<Ledger, "dimensionsOf">,
  limiter: RateLimiter,
  {
    stop,
    patience,
    observer,
  }: { readonly stop: AbortSignal; readonly patience: Patience; readonly observer: CallObserver },
): Promise<EmbeddingModel> {
  const knownDimensions = named.dimensions ?? (await ledger.dimensionsOf(named.profile));
  if (knownDimensions !== null) return named.create({ knownDimensions });

  using _withdrawing = withdrawWhenStopped([limiter], stop);
  let used: Usage | null = null;
  const cost = { inputTokens: 1, maxOutputTokens: 0 };
  const call: FirstCall<EmbeddingModel> = {
    cost,
    send: observer.verifying(
      cost,
      (options) => named.create({ ...options, knownDimensions: null, onUsage: (usage) => (used = usage) }),
      () => used,
    ),
  };
  try {
    return await sendFirst(call, limiter, patience);
  } catch (error) {
    if (error instanceof Withdrawal) stopWhenInterrupted(stop);
    throw firstCallFailure(error);
  }
}
