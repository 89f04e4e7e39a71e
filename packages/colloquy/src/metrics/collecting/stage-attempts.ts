import type { AttemptCompleted, CallTotals } from "../../calls/index.ts";
import type { CallSample } from "../../estimation/index.ts";
import { EvenSample } from "./even-sample.ts";
import { LogHistogram } from "./log-histogram.ts";

const MOST_SAMPLES = 400;

/** The distributions and samples of one stage's attempts. Their sums are in the account. */
export class StageAttempts {
  readonly #latency = new LogHistogram();
  readonly #firstToken = new LogHistogram();
  readonly #wait = new LogHistogram();
  readonly #samples = new EvenSample<CallSample>(MOST_SAMPLES);
  #batchSize = 0;
  #model = "";
  #sent: { readonly first: number; readonly last: number } | null = null;
  #fullReplies = 0;

  /** @param at end of the attempt, in milliseconds since 1970. */
  record(attempt: AttemptCompleted, at: number): void {
    const { failure, durationMs, waitMs, firstTokenMs, operation, model } = attempt;
    const isPing = operation === "ping";
    this.#wait.add(waitMs);
    this.#sentAt(at - durationMs);
    if (!isPing || this.#model === "") this.#model = model;
    if (attempt.chunks > this.#batchSize) this.#batchSize = attempt.chunks;
    if (failure !== null) return;
    this.#latency.add(durationMs);
    if (firstTokenMs !== null) this.#firstToken.add(firstTokenMs);
    if (!isPing) this.#sample(attempt);
  }

  /** `provider:model`; empty before the first attempt. */
  get model(): string {
    return this.#model;
  }

  get samples(): readonly CallSample[] {
    return this.#samples.items;
  }

  /** Send times of the first and the last attempt; null before the first attempt. */
  get sent(): { readonly first: number; readonly last: number } | null {
    return this.#sent;
  }

  /** @param all all calls of the stage. @param work the calls without pings. */
  figures(all: CallTotals, work: CallTotals) {
    const { calls, attempts, retries, rateLimited, failures } = all;
    const hasRoom = work.allowedOutputTokens > 0;
    const replies = reportedReplies(work);
    return {
      batchSize: this.#batchSize,
      calls,
      attempts,
      retries,
      rateLimited,
      failures,
      latencyMs: this.#latency.distribution,
      firstTokenMs: this.#firstToken.distribution,
      waitMs: this.#wait.distribution,
      outputTokensPerReply: hasRoom ? work.outputTokens / replies : null,
      maxOutputTokensPerCall: hasRoom ? work.allowedOutputTokens / replies : null,
      fullReplies: this.#fullReplies,
    };
  }

  #sentAt(at: number): void {
    const { first, last } = this.#sent ?? { first: at, last: at };
    if (this.#sent === null || at < first || at > last)
      this.#sent = { first: Math.min(first, at), last: Math.max(last, at) };
  }

  #sample({ chunks, usage, expected, durationMs }: AttemptCompleted): void {
    if (usage === null) return;
    const { inputTokens, cachedInputTokens, outputTokens } = usage;
    const { maxOutputTokens } = expected;
    if (maxOutputTokens > 0 && outputTokens >= maxOutputTokens) this.#fullReplies += 1;
    this.#samples.offer(() => ({
      chunks,
      expectedInputTokens: expected.inputTokens,
      maxOutputTokens,
      inputTokens,
      cachedInputTokens,
      outputTokens,
      durationMs,
    }));
  }
}

export function reportedReplies({ replies, unreported }: Pick<CallTotals, "replies" | "unreported">): number {
  return replies - unreported;
}
