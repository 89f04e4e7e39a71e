import { HashingEmbeddingModel } from "../../adapters/hashing/index.ts";
import { localModelOfProfile, locateLocalModel } from "../../adapters/local-embeddings/index.ts";
import { CHARACTERS_PER_TOKEN, ColloquyError } from "../../model/index.ts";
import type { EmbeddingModel, EmbeddingProfile } from "../../ports/index.ts";
import { createRateLimiter, systemClock } from "@colloquy/rate-limit";
import { findNamedEmbeddingModel, localModel } from "./create-models.ts";
import type { ModelOptions } from "./model-options.ts";
import { howToName } from "./model-of-profile.ts";
import { embeddingSettings, LOCAL, type ModelSettings } from "./model-settings.ts";

/** Embeds queries for the comparison with the vectors of an index. */
export interface QueryModel extends AsyncDisposable {
  /** Null when only keywords decide: no model is available, or the vectors match words and not meaning. */
  readonly embedding: Pick<EmbeddingModel, "embedQuery"> | null;
  /** Says which model is not available and what to do; null when nothing is missing. */
  readonly remark: string | null;
}

/** For the one time that a local model is fetched. */
export interface Fetching {
  /** Receives one sentence before a local model is fetched, which happens only if the options name it. */
  readonly notify: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Finds the model that made the vectors of an index. A model of the caller is used without a check and stays open. A local model
 * that cannot be opened is no failure: only keywords decide then.
 * @param active the profile of the index's vectors; null for an empty index.
 * @throws ColloquyError for options that cannot be used; the reason of the signal.
 */
export async function chooseQueryModel(
  active: EmbeddingProfile | null,
  own: EmbeddingModel | undefined,
  options: ModelOptions,
  fetching: Fetching,
): Promise<QueryModel> {
  // An index without vectors has nothing that a query can be compared with.
  if (active === null) return byWords(null);
  if (own !== undefined) return own.matchesWords === true ? byWords(null) : queryModel(own);
  if (active.profile === new HashingEmbeddingModel().profile) return byWords(null);
  const settings = embeddingSettings(options);
  const local = localModelOfProfile(active.profile);
  if (local !== null) return localQueryModel(local, active, { settings, options, fetching });
  if (settings === null || settings.provider === LOCAL) return byWords(describeMissing(active, options));
  for (const dimensions of [options.dimensions, active.dimensions]) {
    const named = await findNamedEmbeddingModel({ ...options, ...(dimensions === undefined ? {} : { dimensions }) });
    if (named?.profile === active.profile)
      return withTimeouts(await named.create({ knownDimensions: active.dimensions }));
  }
  return byWords(describeMissing(active, options));
}

/** A local model needs no name, because it costs nothing. It is fetched only if it is named. */
async function localQueryModel(
  id: string,
  active: EmbeddingProfile,
  given: { readonly settings: ModelSettings | null; readonly options: ModelOptions; readonly fetching: Fetching },
): Promise<QueryModel> {
  const { settings, options, fetching } = given;
  const { modelsDir, environment = process.env } = options;
  const isNamed = settings?.provider === LOCAL && settings.model === id;
  if (!isNamed && locateLocalModel(id, { modelsDir, environment }) === null)
    return byWords(describeMissing(active, options));
  try {
    const model = await localModel(id, options).create({ ...fetching, knownDimensions: active.dimensions });
    return { ...queryModel(model), [Symbol.asyncDispose]: () => model[Symbol.asyncDispose]() };
  } catch (error) {
    if (fetching.signal.aborted || !ColloquyError.isInstance(error)) throw error;
    return byWords(`Searched by words only, because the model of the vectors cannot be used. ${error.message}`);
  }
}

function byWords(remark: string | null): QueryModel {
  return { embedding: null, remark, async [Symbol.asyncDispose]() {} };
}

function queryModel(embedding: QueryModel["embedding"]): QueryModel {
  return { ...byWords(null), embedding };
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
  const embedQuery: EmbeddingModel["embedQuery"] = (text, { signal }) =>
    limiter.run({
      tokens: { inputTokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN), maxOutputTokens: 0 },
      send: (attempt) => model.embedQuery(text, { signal: AbortSignal.any([signal, attempt.signal]) }),
    });
  return {
    ...queryModel({ embedQuery }),
    async [Symbol.asyncDispose]() {
      await limiter[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
    },
  };
}

function describeMissing({ profile }: EmbeddingProfile, { embeddingModel }: ModelOptions): string {
  const given = embeddingModel === undefined ? "" : `, not ${embeddingModel}`;
  const place = localModelOfProfile(profile) === null ? "" : "; this machine does not have all files of this model";
  return `Searched by words only: the vectors are of ${profile}${given}${place}. To search by meaning too, name this model with ${howToName(profile)}.`;
}
