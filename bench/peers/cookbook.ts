// The policy of the OpenAI cookbook's script for parallel requests, written from its description: one bucket of requests
// and one of tokens, full at the start, a call costs prompt + max_tokens; nothing is sent for 15 s after a 429; five
// attempts for each call, after any failure. Its rates are the full limits of the account.
import { setTimeout as sleep } from "node:timers/promises";
import { openAiCaller } from "./openai-client.ts";
import { asError, measurePeer, type Outcome, type PeerTask } from "./peer.ts";
import type { WorkloadCall } from "../throughput/workload.ts";

const ATTEMPTS = 5;
const PAUSE_MS = 15_000;
const LOOP_MS = 1;

interface Job {
  readonly index: number;
  readonly call: WorkloadCall;
  attemptsLeft: number;
}

/** Prompt at four characters a token, as the provider counts, and the longest allowed reply. */
const estimate = ({ system, prompt, maxOutputTokens }: WorkloadCall): number =>
  Math.ceil((system.length + prompt.length) / 4) + maxOutputTokens;

async function answerAll(task: PeerTask): Promise<readonly Outcome[]> {
  const ask = openAiCaller(task, 0);
  const waiting: Job[] = task.calls.map((call, index) => ({ index, call, attemptsLeft: ATTEMPTS }));
  const again: Job[] = [];
  const outcomes: Outcome[] = [];
  let inFlight = 0;
  let requests = task.requestsPerMinute;
  let tokens = task.tokensPerMinute;
  let updated = performance.now();
  let pausedUntil = 0;

  async function send(job: Job): Promise<void> {
    inFlight += 1;
    try {
      outcomes[job.index] = await ask(job.call);
    } catch (thrown) {
      const error = asError(thrown);
      if (Reflect.get(error, "status") === 429) pausedUntil = performance.now() + PAUSE_MS;
      if (job.attemptsLeft > 0) again.push(job);
      else outcomes[job.index] = error;
    } finally {
      inFlight -= 1;
    }
  }

  let next: Job | undefined;
  for (;;) {
    next ??= again.shift() ?? waiting.shift();
    if (next === undefined && inFlight === 0) return outcomes;
    const now = performance.now();
    const minutes = (now - updated) / 60_000;
    updated = now;
    requests = Math.min(task.requestsPerMinute, requests + task.requestsPerMinute * minutes);
    tokens = Math.min(task.tokensPerMinute, tokens + task.tokensPerMinute * minutes);
    if (next !== undefined && requests >= 1 && tokens >= estimate(next.call)) {
      requests -= 1;
      tokens -= estimate(next.call);
      next.attemptsLeft -= 1;
      void send(next);
      next = undefined;
    }
    await sleep(Math.max(LOOP_MS, pausedUntil - performance.now()));
  }
}

await measurePeer(answerAll);
