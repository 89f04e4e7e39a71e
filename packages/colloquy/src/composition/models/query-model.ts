import { HashingEmbeddingModel } from "../../adapters/hashing/index.ts";
import { CHARACTERS_PER_TOKEN } from "../../model/index.ts";
import type { EmbeddingModel, EmbeddingProfile } from "../../ports/index.ts";
import { createRateLimiter, systemClock } from "@colloquy/rate-limit";
import { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "../../retrieval/index.ts";
import { findNamedEmbeddingModel } from "./create-models.ts";
import { indexedLocalModel } from "./indexed-model.ts";
import type { ModelOptions } from "./model-options.ts";
import { howToName } from "./model-of-profile.ts";

/** Embeds queries for the comparison with the vectors of an index. */
export interface QueryModel extends AsyncDisposable {
  /** Null when no model is available: then only keywords decide. */
  readonly embedding: Pick<EmbeddingModel, "embedQuery"> | null;
  readonly ranking: Ranking;
  /** A sentence about the missing model and how to name it; null when nothing is missing. */
  readonly remark: string | null;
}

/**
 * Finds the model that made the vectors of an index. A model of the caller is used without a check and stays open.
 * @param active the profile of the index's vectors; null for an empty index.
 * @param notify receives one sentence before a local model is fetched, which happens only if the options name it.
 */
export async function chooseQueryModel(
  active: EmbeddingProfile | null,
  own: EmbeddingModel | undefined,
  options: ModelOptions,
  notify: (message: string) => void,
): Promise<QueryModel> {
  // An index without vectors has nothing that a query can be compared with.
  if (active === null) return queryModel(null, LEXICAL_RANKING);
  const hashing = new HashingEmbeddingModel();
  if (own !== undefined) return queryModel(own, own.profile === hashing.profile ? LEXICAL_RANKING : SEMANTIC_RANKING);
  if (active.profile === hashing.profile) return queryModel(hashing, LEXICAL_RANKING);
  const local = await indexedLocalModel(active, options)?.create({});
  if (local !== undefined) return ownedModel(local);
  for (const dimensions of [options.dimensions, active.dimensions]) {
    const named = await findNamedEmbeddingModel({ ...options, ...(dimensions === undefined ? {} : { dimensions }) });
    if (named?.profile !== active.profile) continue;
    const embedding = await named.create({ knownDimensions: active.dimensions, notify });
    return named.paid ? withTimeouts(embedding) : ownedModel(embedding);
  }
  return { ...queryModel(null, LEXICAL_RANKING), remark: describeMissing(active, options) };
}

function queryModel(embedding: QueryModel["embedding"], ranking: Ranking): QueryModel {
  return { embedding, ranking, remark: null, async [Symbol.asyncDispose]() {} };
}

function ownedModel(model: EmbeddingModel): QueryModel {
  return { ...queryModel(model, SEMANTIC_RANKING), [Symbol.asyncDispose]: () => model[Symbol.asyncDispose]() };
}

/** Timeout for the vector of a query. After it, only keywords decide. */
const QUERY_TIMEOUT_MS = 20_000;
/** Timeout when the provider does not respond at all. */
const GIVE_UP_AFTER_MS = 5_000;

function withTimeouts(model: EmbeddingModel): QueryModel {
  const limiter = createRateLimiter({
    clock: systemClock,
    maxConcurrent: 4,
    timeoutMs: QUERY_TIMEOUT_MS,
    giveUpAfterMs: GIVE_UP_AFTER_MS,
  });
  const embedQuery: EmbeddingModel["embedQuery"] = (text, { signal, weight }) =>
    limiter.run({
      tokens: { inputTokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN), maxOutputTokens: 0 },
      send: (attempt) => model.embedQuery(text, { signal: AbortSignal.any([signal, attempt.signal]), weight }),
    });
  return {
    ...queryModel({ embedQuery }, SEMANTIC_RANKING),
    async [Symbol.asyncDispose]() {
      await limiter[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
    },
  };
}

function describeMissing({ profile }: EmbeddingProfile, { embeddingModel }: ModelOptions): string {
  const given = embeddingModel === undefined ? "" : `, not ${embeddingModel}`;
  return `Searched by words only: the vectors are of ${profile}${given}. To search by meaning too, name this model with ${howToName(profile)}.`;
}
