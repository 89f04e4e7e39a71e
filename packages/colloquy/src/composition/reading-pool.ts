import { ANALYSIS_VERSION } from "../analysis/index.ts";
import { ColloquyError, describeSystemError } from "../model/index.ts";
import type { FoundFile, ReadOutcome, TranscriptReader } from "../pipeline/index.ts";
import type { EmbeddingReply } from "../ports/index.ts";
import type { TextAnalyser } from "../projection/index.ts";
import { READER_VERSION_WITH_CHUNKS } from "./reader-version.ts";
import { ranOutOfMemory, startThread, type Thread, threadFile } from "./thread/index.ts";

/** What a reading thread does. */
export interface ReadingThread {
  fingerprint(file: FoundFile): ReturnType<TranscriptReader["fingerprint"]>;
  read(file: FoundFile): Promise<ReadOutcome>;
  analyse(texts: readonly string[]): Promise<readonly (readonly string[])[]>;
  embed(texts: readonly string[]): Promise<EmbeddingReply>;
}

interface Seat {
  thread: Promise<Thread<null>> | null;
  busy: number;
}

const HEAP_MEGABYTES = 512;
/** A thread costs a third of a second of processor time before it does anything: little work is done sooner by one. */
const FURTHER_THREADS_AFTER_MS = 1_000;

/**
 * Threads that read files and analyse texts: one is started when there is work, the others when there still is after a
 * second. Disposing twice is no error. When a thread dies, each piece of work that it had is done again on a thread of its own:
 * only what breaks that one, too, fails.
 */
export class ReadingPool implements TranscriptReader {
  readonly version: string;
  readonly concurrency: number;
  readonly analyser: TextAnalyser = {
    version: ANALYSIS_VERSION,
    analyse: (texts) => this.#work(this.#first, (thread) => thread.analyse(texts)),
  };
  readonly #seats: readonly Seat[];
  readonly #heapMegabytes: number;
  /** When the first thread was started, in milliseconds of the process; null before. */
  #startedMs: number | null = null;
  /** Work that is done again, one piece after another. */
  #again: Promise<unknown> = Promise.resolve();

  /** @param heapMegabytes the largest heap of each thread. */
  constructor(threads: number, heapMegabytes = HEAP_MEGABYTES) {
    this.#heapMegabytes = heapMegabytes;
    this.version = READER_VERSION_WITH_CHUNKS;
    this.concurrency = threads;
    this.#seats = Array.from({ length: threads }, () => ({ thread: null, busy: 0 }));
  }

  fingerprint(file: FoundFile): ReturnType<TranscriptReader["fingerprint"]> {
    return this.#onFile(() => this.#work(this.#seatsInUse(), (thread) => thread.fingerprint(file)));
  }

  read(file: FoundFile): Promise<ReadOutcome> {
    return this.#onFile(() => this.#work(this.#seatsInUse(), (thread) => thread.read(file)));
  }

  embed(texts: readonly string[]): Promise<EmbeddingReply> {
    return this.#work(this.#first, (thread) => thread.embed(texts));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#seats.map((seat) => this.#leave(seat)));
  }

  /** Texts are for one thread: while they are analysed, passages are extracted, and a thread holds 60 MB. */
  get #first(): readonly Seat[] {
    return this.#seats.slice(0, 1);
  }

  async #work<Result>(seats: readonly Seat[], work: (thread: ReadingThread) => Promise<Result>): Promise<Result> {
    const seat = seats.reduce((one, other) => (other.busy < one.busy ? other : one));
    seat.busy += 1;
    seat.thread ??= startReadingThread(this.#heapMegabytes);
    const { thread } = seat;
    try {
      const { connection } = await thread;
      return await work(connection.object<ReadingThread>("reading"));
    } catch (error) {
      if (!ColloquyError.isInstance(error)) throw error;
      // Others that lost the same thread may have a new one by now.
      if (seat.thread === thread) seat.thread = null;
    } finally {
      seat.busy -= 1;
    }
    return this.#alone(work);
  }

  #seatsInUse(): readonly Seat[] {
    const now = performance.now();
    this.#startedMs ??= now;
    return now - this.#startedMs < FURTHER_THREADS_AFTER_MS ? this.#first : this.#seats;
  }

  async #alone<Result>(work: (thread: ReadingThread) => Promise<Result>): Promise<Result> {
    const before = this.#again;
    const again = (async () => {
      await before.catch(() => null);
      await using thread = await startReadingThread(this.#heapMegabytes);
      return await work(thread.connection.object<ReadingThread>("reading"));
    })();
    this.#again = again;
    return again;
  }

  /** One bad file never stops the others, not even one that breaks its thread. */
  async #onFile<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | { readonly skipped: string }> {
    try {
      return await work();
    } catch (error) {
      if (ranOutOfMemory(error))
        return { skipped: `reading it takes more than ${this.#heapMegabytes} MB of memory; split the file` };
      return { skipped: `reading it failed: ${describeSystemError(error)}` };
    }
  }

  async #leave(seat: Seat): Promise<void> {
    const { thread } = seat;
    seat.thread = null;
    await (await thread?.catch(() => null))?.[Symbol.asyncDispose]();
  }
}

function startReadingThread(heapMegabytes: number): Promise<Thread<null>> {
  return startThread<null>({
    name: "reading",
    file: threadFile(import.meta.url, "reading-thread"),
    data: null,
    heapMegabytes,
    isReusable: true,
  });
}
