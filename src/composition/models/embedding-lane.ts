import { ColloquyError } from "../../model/index.ts";
import { laneEvent, type PriorCall } from "../../pipeline/index.ts";
import { CallError, type EmbeddingModel, type Ledger, type Usage } from "../../ports/index.ts";
import type { RateLimiter } from "../../rate-limit/index.ts";
import { hashingModel } from "../hashing.ts";
import type { ReadingPool } from "../reading-pool.ts";
import type { RunEvent } from "../run-event.ts";
import type { RunOptions } from "../run-options.ts";
import type { NamedEmbeddingModel } from "./create-models.ts";
import type { FoundModels } from "./find-models.ts";
import type { OpenLane } from "./lane.ts";
import { createLaneLimiter, type LanePort } from "./lane-limiter.ts";

export interface EmbeddingLane extends OpenLane<EmbeddingModel> {
  /** Whether the lane is left out, because hashed words would take the place of a model's vectors. */
  readonly left: boolean;
  /** What was asked of the model to make it. */
  readonly priorCalls: readonly PriorCall[];
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
  emit: (event: RunEvent) => void,
): Promise<EmbeddingLane> {
  const { models, ledger, texts } = parts;
  const own = options.ports?.embeddingModel;
  const hashing = own === undefined && models.embedding === null ? hashingModel(texts) : null;
  const asked: LanePort = own ?? hashing ?? { paid: true, verify: async (given) => made?.model.verify?.(given) };
  const limiter = createLaneLimiter("embedding", asked, options, (event) => emit(laneEvent("embedding", event)));
  const made: MadeModel | null = models.embedding === null ? null : await makeModel(models.embedding, ledger, limiter);
  const port = own ?? made?.model ?? (hashing as EmbeddingModel);
  const kept = hashing === null || options.skipEmbeddings === true ? null : await ledger.activeEmbedding();
  const left = kept !== null && kept.profile !== port.profile;
  if (left) emit({ event: "warning", message: describeLeft(kept.profile) });
  return {
    port,
    limiter,
    left,
    priorCalls: made?.priorCalls ?? [],
    letGo: async () => texts[Symbol.asyncDispose](),
    async [Symbol.asyncDispose]() {
      await limiter[Symbol.asyncDispose]();
      await made?.model[Symbol.asyncDispose]();
    },
  };
}

function describeLeft(profile: string): string {
  return `The index holds vectors by ${profile}, so new passages are not indexed without it: name it with --embedding-model ${profile.replace(/\/\d+$/, "")}.`;
}

/** A server that cannot be reached at the start is no outage to be waited for: it is likelier that its address is wrong. */
const CONNECTION_ATTEMPTS = 3;

interface MadeModel {
  readonly model: EmbeddingModel;
  readonly priorCalls: readonly PriorCall[];
}

/** The ledger knows the dimensions of what it holds; otherwise one short text is embedded, under the limits as any other. */
async function makeModel(
  named: NamedEmbeddingModel,
  ledger: Pick<Ledger, "dimensionsOf">,
  limiter: RateLimiter,
): Promise<MadeModel> {
  const knownDimensions = await ledger.dimensionsOf(named.profile);
  if (knownDimensions !== null) return { model: await named.create({ knownDimensions }), priorCalls: [] };
  let used: Usage | null = null;
  try {
    const model = await limiter.run({
      cost: { inputTokens: 1, maxOutputTokens: 0 },
      send: async ({ signal, attempt }) => {
        try {
          return await named.create({ knownDimensions: null, signal, onUsage: (usage) => (used = usage) });
        } catch (error) {
          const unreachable = CallError.isInstance(error) && error.kind === "network";
          throw unreachable && attempt + 1 >= CONNECTION_ATTEMPTS ? stopping(error) : error;
        }
      },
    });
    const { attempts, rateLimited } = limiter.snapshot;
    return { model, priorCalls: [{ lane: "embedding", usage: used, attempts, rateLimited }] };
  } catch (error) {
    await limiter[Symbol.asyncDispose]();
    throw CallError.isInstance(error) ? stopping(error) : error;
  }
}

function stopping(error: CallError): ColloquyError {
  return new ColloquyError("provider", error.message, { cause: error });
}
