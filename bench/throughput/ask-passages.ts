import { type Answer, runLane } from "../../src/pipeline/run-lane.ts";
import { RunTally } from "../../src/pipeline/run-tally.ts";
import {
  CallError,
  type CallOptions,
  type ChatModel,
  type ChatReply,
  type Clock,
  type PendingContent,
} from "../../src/ports/index.ts";
import type { RateLimiter } from "../../src/rate-limit/index.ts";
import { completeEntries } from "./complete-entries.ts";
import { pendingPassages } from "./pending-passages.ts";
import { inputTokens, labelsOf, PASSAGES_A_CALL, passageAt, requestFor } from "./workload.ts";

/** What is asked for: the passages of so many calls. */
export interface Task {
  readonly seed: number;
  readonly calls: number;
}

/** What is measured: a chat model behind a limiter, and by which clock. */
export interface AskedParts {
  readonly chat: Pick<ChatModel, "complete">;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
}

export interface AskedFigures {
  readonly passages: number;
  /** Passages that have no entry, by reason. */
  readonly lost: Readonly<Record<string, number>>;
  /** Batches handed to the limiter: each may take several attempts. */
  readonly calls: number;
  /** Of attempts with a complete reply, in milliseconds: of those with a full batch, and the shortest of all. */
  readonly fullBatchMs: readonly number[];
  readonly shortestMs: number;
}

/** Asks for all passages through the pipeline's own lane; there is no ledger, and nothing is read but labels. */
export async function askPassages(task: Task, { chat, limiter, clock }: AskedParts): Promise<AskedFigures> {
  const total = task.calls * PASSAGES_A_CALL;
  const stop = new AbortController();
  const tally = new RunTally();
  const lost: Record<string, number> = {};
  const fullBatchMs: number[] = [];
  let shortestMs = Number.POSITIVE_INFINITY;
  let open = total;

  async function send(batch: readonly PendingContent[], options: CallOptions): Promise<ChatReply> {
    const begun = clock.now();
    const reply = await chat.complete(requestFor(batch.map(({ view }) => view)), options);
    if (completeEntries(reply.text).size === 0 && reply.finishReason !== "length") throw uselessness(reply);
    if (reply.finishReason === "stop") {
      const took = clock.now() - begun;
      shortestMs = Math.min(shortestMs, took);
      if (batch.length === PASSAGES_A_CALL) fullBatchMs.push(took);
    }
    return reply;
  }

  async function commit(batch: readonly PendingContent[], { text, finishReason }: ChatReply): Promise<Answer> {
    const answered = completeEntries(text);
    const labels = labelsOf(batch.length);
    const missing = batch.filter((_, place) => !answered.has(labels[place] ?? ""));
    const settled = batch.length - missing.length;
    open -= settled;
    return { settled, missing, unusable: new Map(), cutOff: finishReason !== "stop" && missing.length > 0 };
  }

  async function bury(contents: ReadonlyMap<PendingContent, string>): Promise<void> {
    open -= contents.size;
    for (const reason of contents.values()) lost[reason] = (lost[reason] ?? 0) + 1;
  }

  await runLane<ChatReply>(
    { emit: () => {}, stop: stop.signal, tally, halt: () => stop.abort() },
    pendingPassages(task.seed, total),
    PLAN(total),
    {
      limiter,
      paid: true,
      taperedCost: costOf(USUAL_BATCH),
      cost: (batch) => costOf(batch.map(({ view }) => view)),
      send,
      reading: ({ limits, usage }) => ({ limits, usage }),
      commit,
      bury,
    },
  );
  if (open > 0) lost["never answered"] = open;
  return { passages: total, lost, calls: tally.measureOf("extraction").calls, fullBatchMs, shortestMs };
}

/** How many passages were lost, for whatever reason. */
export function countLost({ lost }: Pick<AskedFigures, "lost">): number {
  return Object.values(lost).reduce((sum, one) => sum + one, 0);
}

const PLAN = (total: number) =>
  ({
    lane: "extraction",
    profile: "simulated",
    paid: true,
    force: false,
    batchSize: PASSAGES_A_CALL,
    batchTokens: Number.MAX_SAFE_INTEGER,
    total,
  }) as const;

const USUAL_BATCH = Array.from({ length: PASSAGES_A_CALL }, (_, index) => [passageAt(1, index)]);

function costOf(passages: Parameters<typeof requestFor>[0]) {
  const request = requestFor(passages);
  return { inputTokens: inputTokens(request), maxOutputTokens: request.maxOutputTokens };
}

function uselessness({ interruption, limits }: ChatReply): CallError {
  return interruption ?? new CallError("invalid", "The reply holds no complete entry.", { limits });
}
