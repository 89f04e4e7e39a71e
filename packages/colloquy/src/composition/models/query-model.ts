import { HashingEmbeddingModel } from "../../adapters/hashing/index.ts";
import { CHARACTERS_PER_TOKEN } from "../../model/index.ts";
import type { EmbeddingModel, EmbeddingProfile } from "../../ports/index.ts";
import { createRateLimiter, systemClock } from "@colloquy/rate-limit";
import { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "../../retrieval/index.ts";
import { findNamedEmbeddingModel } from "./create-models.ts";
import type { ModelOptions } from "./model-options.ts";

/** How queries are embedded, so that they can be compared with the vectors of an index. */
export interface QueryModel extends AsyncDisposable {
  /** Null where nobody can: then keywords alone decide. */
  readonly embedding: Pick<EmbeddingModel, "embedQuery"> | null;
  readonly ranking: Ranking;
  /** A sentence that says what is missing and how to have it; null where nothing is. */
  readonly remark: string | null;
}

/**
 * Finds the model that made the vectors of an index. A caller's own is taken at its word; it stays the caller's.
 * @param active whose vectors the index holds; null while it holds none.
 */
export async function chooseQueryModel(
  active: EmbeddingProfile | null,
  own: EmbeddingModel | undefined,
  options: ModelOptions,
): Promise<QueryModel> {
  // An index of no vectors may be prepared for those of any model: there is nothing to compare a query with.
  if (active === null) return by(null, LEXICAL_RANKING);
  const hashing = new HashingEmbeddingModel();
  if (own !== undefined) return by(own, own.profile === hashing.profile ? LEXICAL_RANKING : SEMANTIC_RANKING);
  if (active.profile === hashing.profile) return by(hashing, LEXICAL_RANKING);
  for (const dimensions of [options.dimensions, active.dimensions]) {
    const named = await findNamedEmbeddingModel({ ...options, ...(dimensions === undefined ? {} : { dimensions }) });
    if (named?.profile !== active.profile) continue;
    const embedding = await named.create({ knownDimensions: active.dimensions });
    return askPatiently(embedding);
  }
  return { ...by(null, LEXICAL_RANKING), remark: describeMissing(active, options) };
}

function by(embedding: QueryModel["embedding"], ranking: Ranking): QueryModel {
  return { embedding, ranking, remark: null, async [Symbol.asyncDispose]() {} };
}

/** How long a person waits for the vector of a query before the keywords have to do. */
const PATIENCE_MS = 20_000;
/** How long where nobody answers at all. */
const SILENCE_MS = 5_000;

function askPatiently(model: EmbeddingModel): QueryModel {
  const limiter = createRateLimiter({
    clock: systemClock,
    maxConcurrent: 4,
    timeoutMs: PATIENCE_MS,
    giveUpAfterMs: SILENCE_MS,
  });
  const embedQuery: EmbeddingModel["embedQuery"] = (text, { signal, weight }) =>
    limiter.run({
      cost: { inputTokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN), maxOutputTokens: 0 },
      send: (attempt) => model.embedQuery(text, { signal: AbortSignal.any([signal, attempt.signal]), weight }),
    });
  return {
    ...by({ embedQuery }, SEMANTIC_RANKING),
    async [Symbol.asyncDispose]() {
      await limiter[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
    },
  };
}

function describeMissing({ profile }: EmbeddingProfile, { embeddingModel }: ModelOptions): string {
  const model = profile.replace(/\/\d+$/, "");
  const given = embeddingModel === undefined ? "" : `, not by ${embeddingModel}`;
  return `Searched by words alone: the vectors were made by ${profile}${given}. To search by meaning as well, name it with --embedding-model ${model}, with its --embedding-base-url where it has one.`;
}
