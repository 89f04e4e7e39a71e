import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { ANALYSIS_VERSION } from "../analysis/index.ts";
import { describeSystemError } from "../model/index.ts";
import type { FoundFile, ReadOutcome, TranscriptReader } from "../pipeline/index.ts";
import type { EmbeddingModel } from "../ports/index.ts";
import type { TextAnalyser } from "../projection/index.ts";
import { ranOutOfMemory, threadFile, ThreadPool } from "../threads/index.ts";
import { READER_VERSION_WITH_CHUNKS } from "./reader-version.ts";
import type { ReadingThread } from "./reading-thread.ts";

const HEAP_MEGABYTES = 512;
/** A thread needs a third of a second of processor time to start, so that one thread is faster for little work. */
const FURTHER_AFTER_MS = 1_000;

/**
 * Threads that read files, analyse texts and hash terms. A thread reads one file at a time. A file that crashes its
 * thread is skipped, and the next file gets a new thread. Disposal ends the threads; later work starts new threads.
 */
export class ReadingPool implements TranscriptReader {
  readonly version = READER_VERSION_WITH_CHUNKS;
  readonly concurrency: number;
  readonly analyser: TextAnalyser = {
    version: ANALYSIS_VERSION,
    analyse: (texts) => this.#onTexts((thread) => thread.analyse(texts)),
  };
  readonly #heapMegabytes: number;
  /** Null while there are no threads. */
  #pool: ThreadPool<ReadingThread> | null = null;

  /** @param heapMegabytes the largest heap of each thread. */
  constructor(threads: number, heapMegabytes = HEAP_MEGABYTES) {
    this.concurrency = threads;
    this.#heapMegabytes = heapMegabytes;
  }

  fingerprint(file: FoundFile): ReturnType<TranscriptReader["fingerprint"]> {
    return this.#onFile((thread) => thread.fingerprint(file));
  }

  read(file: FoundFile): Promise<ReadOutcome> {
    return this.#onFile((thread) => thread.read(file));
  }

  /** The hashing embedding model, which needs no key, on these threads. */
  hashingModel(): EmbeddingModel {
    const near = new HashingEmbeddingModel();
    return {
      profile: near.profile,
      dimensions: near.dimensions,
      matchesWords: near.matchesWords,
      paid: near.paid,
      concurrency: this.concurrency,
      batchSize: near.batchSize,
      embed: (texts) => this.#onTexts((thread) => thread.embed(texts)),
      embedQuery: (text, options) => near.embedQuery(text, options),
      [Symbol.asyncDispose]: () => near[Symbol.asyncDispose](),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pool = this.#pool;
    this.#pool = null;
    await pool?.[Symbol.asyncDispose]();
  }

  get #threads(): ThreadPool<ReadingThread> {
    return (this.#pool ??= new ThreadPool({
      name: "reading",
      file: threadFile(import.meta.url, "reading-thread"),
      heapMegabytes: this.#heapMegabytes,
      threads: this.concurrency,
      furtherAfterMs: FURTHER_AFTER_MS,
    }));
  }

  /**
   * Texts start no further thread, because extraction uses the processors at the same time and a thread needs 60 MB.
   */
  #onTexts<Result>(work: (thread: ReadingThread) => Promise<Result>): Promise<Result> {
    return this.#threads.run(work, { startsFurther: false });
  }

  /** A file that fails or crashes its thread is skipped. */
  async #onFile<Outcome>(
    work: (thread: ReadingThread) => Promise<Outcome>,
  ): Promise<Outcome | { readonly skipped: string }> {
    try {
      return await this.#threads.run(work);
    } catch (error) {
      if (ranOutOfMemory(error))
        return { skipped: `reading it takes more than ${this.#heapMegabytes} MB of memory; split the file` };
      return { skipped: `reading it failed: ${describeSystemError(error)}` };
    }
  }
}
