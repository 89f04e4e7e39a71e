import {
  Budget,
  CallAccount,
  cancelWhenStopped,
  type ObservedReply,
  ping,
  UNTRACED,
} from "../../packages/colloquy/src/calls/index.ts";
import { runBatches } from "../../packages/colloquy/src/pipeline/run-batches.ts";
import { RunTally } from "../../packages/colloquy/src/pipeline/run-tally.ts";
import type { CommitResult } from "../../packages/colloquy/src/pipeline/run-types.ts";
import {
  CallError,
  type CallOptions,
  type ChatModel,
  type ChatReply,
  type ChatRequest,
  type Clock,
  type PendingChunk,
} from "../../packages/colloquy/src/ports/index.ts";
import type { RateLimiter } from "@colloquy/rate-limit";
import { createObserver } from "../../packages/colloquy/test/observers.ts";
import { type Charge, chargedTokens } from "./bound.ts";
import { completeEntries } from "./complete-entries.ts";
import { pendingChunks } from "./pending-chunks.ts";
import { expectedTokens, labelsOf, CHUNKS_A_CALL, chunkAt, requestFor } from "./workload.ts";

/** The number of calls whose chunks are requested. */
export interface Task {
  readonly seed: number;
  readonly calls: number;
  /** The charge rule of the provider; default `max`. */
  readonly charge?: Charge;
  /** Ends it early, after the calls in flight. */
  readonly stop?: AbortSignal;
}

/** The measured chat model, limiter and clock. */
export interface AskedParts {
  readonly chat: Pick<ChatModel, "complete" | "ping" | "pingTokens">;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
}

export interface AskedFigures {
  readonly chunks: number;
  /** Chunks without an entry, by reason. */
  readonly lost: Readonly<Record<string, number>>;
  /** Calls passed to the limiter: each may take several attempts. */
  readonly calls: number;
  /** Milliseconds of attempts with a complete reply: of those with a full batch, and the shortest. */
  readonly fullBatchMs: readonly number[];
  readonly shortestMs: number;
  /**
   * The dispatched amounts when the last new chunk was requested: from then on there
   * are only repeated requests.
   */
  readonly allAsked: Dispatched;
}

interface Dispatched {
  readonly atMs: number;
  readonly requests: number;
  readonly tokens: number;
}

/** Requests all chunks through the pipeline's own stage, after its ping; there is no ledger, and only labels of replies are read. */
export async function requestChunks(task: Task, { chat, limiter, clock }: AskedParts): Promise<AskedFigures> {
  const total = task.calls * CHUNKS_A_CALL;
  const halt = new AbortController();
  const stop = task.stop === undefined ? halt.signal : AbortSignal.any([halt.signal, task.stop]);
  const tally = new RunTally();
  const lost: Record<string, number> = {};
  const fullBatchMs: number[] = [];
  let shortestMs = Number.POSITIVE_INFINITY;
  let open = total;
  const dispatches = countDispatches(total, task.charge ?? "max");

  async function send(batch: readonly PendingChunk[], options: CallOptions): Promise<ChatReply> {
    const begun = clock.now();
    const request = requestFor(batch.map(({ view }) => view));
    dispatches.send(begun, batch, request);
    const reply = await chat.complete(request, options).catch((error: unknown) => {
      if (CallError.isInstance(error) && error.kind === "rate-limited") dispatches.takeBack(request);
      throw error;
    });
    if (reply.interruption !== null && completeEntries(reply.text).size === 0) throw reply.interruption;
    if (reply.finishReason === "stop") {
      const took = clock.now() - begun;
      shortestMs = Math.min(shortestMs, took);
      if (batch.length === CHUNKS_A_CALL) fullBatchMs.push(took);
    }
    return reply;
  }

  async function commit(
    batch: readonly PendingChunk[],
    { reply: { text, finishReason } }: ObservedReply<ChatReply>,
  ): Promise<CommitResult> {
    const answered = completeEntries(text);
    const labels = labelsOf(batch.length);
    const missing = batch.filter((_, place) => !answered.has(labels[place] ?? ""));
    const settled = batch.length - missing.length;
    open -= settled;
    const cutOff = finishReason !== "stop" && missing.length > 0;
    const invalid = answered.size === 0 && !cutOff ? "The reply holds no complete entry." : null;
    return { settled, missing, unusable: new Map(), cutOff, invalid };
  }

  async function deadLetter(chunks: ReadonlyMap<PendingChunk, string>): Promise<void> {
    open -= chunks.size;
    for (const reason of chunks.values()) lost[reason] = (lost[reason] ?? 0) + 1;
  }

  using _cancelling = cancelWhenStopped([limiter], stop);
  const account = new CallAccount();
  const observer = createObserver("extract", { account });
  const port = { paid: true, ping: (options: CallOptions) => chat.ping(options) };
  await ping(chat.pingTokens === undefined ? port : { ...port, pingTokens: chat.pingTokens }, {
    stage: "extract",
    limiter,
    observer,
    emit: () => {},
  });
  await runBatches<ChatReply>(
    {
      runId: "bench",
      now: () => new Date(),
      emit: () => {},
      stop,
      tally,
      budget: new Budget(null, account),
      span: UNTRACED.stage("extract"),
      halt: () => halt.abort(),
    },
    pendingChunks(task.seed, total),
    {
      plan: PLAN(total),
      operation: "extract",
      limiter,
      observer,
      taperedTokens: expectedTokens(USUAL_BATCH),
      tokens: (batch) => expectedTokens(batch.map(({ view }) => view)),
      request: (batch) => (options) => send(batch, options),
      read: ({ limits, usage, text }) => ({ limits, usage, text }),
      commit,
      deadLetter,
    },
  );
  if (open > 0) lost["never answered"] = open;
  return {
    chunks: total,
    lost,
    calls: account.totals({ pings: false }).calls,
    fullBatchMs,
    shortestMs,
    allAsked: dispatches.allAsked(),
  };
}

/** Counts what is dispatched; a chunk is new until it is sent for the first time. */
function countDispatches(total: number, charge: Charge) {
  const isSent = new Uint8Array(total);
  let startedAt: number | null = null;
  let [requests, tokens] = [0, 0];
  let allAsked: Dispatched = { atMs: 0, requests, tokens };
  return {
    send(now: number, batch: readonly PendingChunk[], request: ChatRequest): void {
      startedAt ??= now;
      requests += 1;
      tokens += chargedTokens(request, charge);
      const places = batch.map(({ contentKey }) => Number(contentKey));
      if (places.some((place) => isSent[place] === 0)) allAsked = { atMs: now - startedAt, requests, tokens };
      for (const place of places) isSent[place] = 1;
    },
    /** A refused call is not charged. */
    takeBack(request: ChatRequest): void {
      requests -= 1;
      tokens -= chargedTokens(request, charge);
    },
    allAsked: () => allAsked,
  };
}

/** The number of chunks lost for any reason. */
export function countLost({ lost }: Pick<AskedFigures, "lost">): number {
  return Object.values(lost).reduce((sum, one) => sum + one, 0);
}

const PLAN = (total: number) =>
  ({
    stage: "extract",
    profile: "simulated",
    paid: true,
    force: false,
    batchSize: CHUNKS_A_CALL,
    batchTokens: Number.MAX_SAFE_INTEGER,
    total,
  }) as const;

const USUAL_BATCH = Array.from({ length: CHUNKS_A_CALL }, (_, index) => [chunkAt(1, index)]);
