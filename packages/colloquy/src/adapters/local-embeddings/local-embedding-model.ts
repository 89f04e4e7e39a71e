import { availableParallelism } from "node:os";
import { ColloquyError } from "../../model/index.ts";
import { CallError, type EmbeddingModel, type EmbeddingReply, NO_USAGE } from "../../ports/index.ts";
import { threadFile, ThreadPool } from "../../threads/index.ts";
import type { InferenceThread } from "./inference-thread.ts";
import { localProfile } from "./model-name.ts";
import type { ModelProperties } from "./model-properties.ts";

/** Each thread has the model in memory: about 250 MB for the default one. */
const MOST_THREADS = 2;
/** A thread takes half a second of processor time to load the model. */
const FURTHER_AFTER_MS = 2_000;
/** Outside of the heap are the weights and the states. */
const HEAP_MEGABYTES = 512;
/** More than a chunk has passages. A call takes about a second. */
export const LOCAL_BATCH_SIZE = 64;

/** A model whose files are on this machine. */
export interface ModelFiles {
  /** `OWNER/NAME`, as on the hub. */
  readonly id: string;
  readonly folder: string;
  readonly properties: ModelProperties;
}

/**
 * An embedding model that runs on this machine, on threads of its own. The vector of a text depends on this text alone: not on
 * the other texts of a call, and not on the number of threads.
 */
export class LocalEmbeddingModel implements EmbeddingModel {
  readonly profile: string;
  readonly dimensions: number;
  readonly paid = false;
  readonly concurrency = Math.min(MOST_THREADS, availableParallelism());
  readonly batchSize = LOCAL_BATCH_SIZE;
  readonly #files: ModelFiles;
  readonly #pool: ThreadPool<InferenceThread>;

  constructor(files: ModelFiles) {
    this.profile = localProfile(files.id);
    this.dimensions = files.properties.dimensions;
    this.#files = files;
    this.#pool = new ThreadPool({
      name: "embedding",
      file: threadFile(import.meta.url, "inference-thread"),
      heapMegabytes: HEAP_MEGABYTES,
      threads: this.concurrency,
      furtherAfterMs: FURTHER_AFTER_MS,
    });
  }

  /** @throws ColloquyError if the model cannot be loaded; CallError `invalid` if it fails on a text. */
  async embed(texts: readonly string[], { signal }: { readonly signal: AbortSignal }): Promise<EmbeddingReply> {
    const { passage } = this.#files.properties.prefixes;
    return {
      vectors: await this.#run(
        texts.map((text) => passage + text),
        signal,
      ),
      usage: NO_USAGE,
    };
  }

  /** @throws CallError `invalid` if the model cannot be loaded or fails, so that a search continues with words only. */
  async embedQuery(text: string, { signal }: { readonly signal: AbortSignal }): Promise<Float32Array> {
    try {
      const [vector] = await this.#run([this.#files.properties.prefixes.query + text], signal);
      return vector as Float32Array;
    } catch (error) {
      if (!ColloquyError.isInstance(error)) throw error;
      throw new CallError("invalid", error.message, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
  }

  async #run(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const { folder, properties, id } = this.#files;
    const { dimensions, maxTokens, pooling } = properties;
    try {
      return await this.#pool.run((thread) => thread.embed({ folder, dimensions, maxTokens, pooling }, texts), {
        signal,
      });
    } catch (error) {
      if (signal.aborted || ColloquyError.isInstance(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new CallError("invalid", `The local model ${id} failed (${reason}).`, { cause: error });
    }
  }
}
