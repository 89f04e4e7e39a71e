import type { CallSample, LaneMeasurement } from "../../estimation/index.ts";
import type { AttemptCompleted } from "../../pipeline/index.ts";
import type { LanePerformance } from "../reports/index.ts";
import { EvenSample } from "./even-sample.ts";
import { LogHistogram } from "./log-histogram.ts";

const MOST_SAMPLES = 400;

type AttemptFigures = Pick<
  LanePerformance,
  | "batchSize"
  | "calls"
  | "attempts"
  | "retries"
  | "rateLimited"
  | "failures"
  | "latencyMs"
  | "firstTokenMs"
  | "waitMs"
  | "outputTokensPerReply"
  | "maxOutputTokensPerCall"
  | "fullReplies"
>;

/** What the attempts of one lane came to. */
export class LaneAttempts {
  readonly #latency = new LogHistogram();
  readonly #firstToken = new LogHistogram();
  readonly #wait = new LogHistogram();
  readonly #samples = new EvenSample<CallSample>(MOST_SAMPLES);
  readonly #failures = new Map<string, number>();
  /** Of those that worked on passages. */
  readonly #asked = { calls: 0, attempts: 0 };
  #attempts = 0;
  #calls = 0;
  #retries = 0;
  #rateLimited = 0;
  #batchSize = 0;
  #model = "";
  #sent: { readonly first: number; readonly last: number } | null = null;
  /** Of replies about passages that told what they used. */
  readonly #told = { replies: 0, outputTokens: 0, room: 0, full: 0 };

  /** @param at when it ended, in milliseconds since 1970. */
  record(attempt: AttemptCompleted, at: number): void {
    const { failure, ms, waitMs, firstTokenMs, operation, model } = attempt;
    this.#attempts += 1;
    if (attempt.attempt === 1) this.#calls += 1;
    else this.#retries += 1;
    this.#wait.add(waitMs);
    this.#sentAt(at - ms);
    if (operation !== "verify" || this.#model === "") this.#model = model;
    if (operation !== "verify") this.#asked.attempts += 1;
    if (operation !== "verify" && attempt.attempt === 1) this.#asked.calls += 1;
    if (attempt.chunks > this.#batchSize) this.#batchSize = attempt.chunks;
    if (failure !== null) return this.#failed(failure);
    this.#latency.add(ms);
    if (firstTokenMs !== null) this.#firstToken.add(firstTokenMs);
    if (operation !== "verify") this.#sample(attempt);
  }

  /** `provider:model`; empty before the first attempt. */
  get model(): string {
    return this.#model;
  }

  get samples(): readonly CallSample[] {
    return this.#samples.items;
  }

  /** When the first and the last attempt were sent; null before the first. */
  get sent(): { readonly first: number; readonly last: number } | null {
    return this.#sent;
  }

  /** Calls and attempts that worked on passages, and the replies that told what they used. */
  get asked(): Pick<LaneMeasurement, "calls" | "attempts" | "replies"> {
    return { ...this.#asked, replies: this.#told.replies };
  }

  get figures(): AttemptFigures {
    const { replies, outputTokens, room, full } = this.#told;
    const hasRoom = room > 0;
    return {
      batchSize: this.#batchSize,
      calls: this.#calls,
      attempts: this.#attempts,
      retries: this.#retries,
      rateLimited: this.#rateLimited,
      failures: Object.fromEntries(this.#failures),
      latencyMs: this.#latency.distribution,
      firstTokenMs: this.#firstToken.distribution,
      waitMs: this.#wait.distribution,
      outputTokensPerReply: hasRoom ? outputTokens / replies : null,
      maxOutputTokensPerCall: hasRoom ? room / replies : null,
      fullReplies: full,
    };
  }

  #failed(kind: string): void {
    if (kind === "rate-limited") this.#rateLimited += 1;
    else this.#failures.set(kind, (this.#failures.get(kind) ?? 0) + 1);
  }

  #sentAt(at: number): void {
    const { first, last } = this.#sent ?? { first: at, last: at };
    if (this.#sent === null || at < first || at > last)
      this.#sent = { first: Math.min(first, at), last: Math.max(last, at) };
  }

  #sample({ chunks, usage, expected, ms }: AttemptCompleted): void {
    if (usage === null) return;
    const { inputTokens, cachedInputTokens, outputTokens } = usage;
    const { maxOutputTokens } = expected;
    this.#told.replies += 1;
    this.#told.outputTokens += outputTokens;
    this.#told.room += maxOutputTokens;
    if (maxOutputTokens > 0 && outputTokens >= maxOutputTokens) this.#told.full += 1;
    this.#samples.offer(() => ({
      chunks,
      expectedInputTokens: expected.inputTokens,
      maxOutputTokens,
      inputTokens,
      cachedInputTokens,
      outputTokens,
      ms,
    }));
  }
}
