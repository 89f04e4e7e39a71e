import { describe, expect, it } from "vitest";
import {
  type AttemptEnd,
  CallError,
  type CallErrorKind,
  type CallOptions,
  NO_USAGE,
  type Pricing,
  type Usage,
} from "../ports/index.ts";
import { Budget } from "./budget.ts";
import { CallObserver } from "./call-observer.ts";
import { CallAccount } from "./account.ts";
import type { ReplyReading } from "./call.ts";
import type { AttemptCompleted, CallEvent } from "./call-events.ts";
import { UNTRACED } from "./defaults.ts";

const signal = new AbortController().signal;
/** A dollar a million tokens in, ten out. */
const PRICING: Pricing = {
  model: "openai:dear",
  source: "a test",
  prices: { input: 1, cachedInput: 1, output: 10 },
  cost: ({ inputTokens, outputTokens }) => (inputTokens + 10 * outputTokens) / 1e6,
  mostOf: ({ inputTokens, maxOutputTokens }) => (inputTokens + 10 * maxOutputTokens) / 1e6,
};
const EXPECTED = { inputTokens: 1_000, maxOutputTokens: 4_000 };
const USED: Usage = { ...NO_USAGE, inputTokens: 1_100, cachedInputTokens: 100, outputTokens: 200 };

/** Observes one attempt of a call of ten chunks. */
function observe<Reply>(
  observer: CallObserver,
  send: (options: CallOptions) => Promise<Reply>,
  read: (reply: Reply) => Omit<ReplyReading, "limits">,
  { attempt = 1, expected = EXPECTED } = {},
) {
  const attemptOf = observer.observing<Reply>({
    operation: "extract",
    chunks: 10,
    batch: 3,
    expected: () => expected,
    send,
    read: (reply) => ({ limits: [], ...read(reply) }),
  });
  return attemptOf({ signal, attempt });
}

function observed(pricing = PRICING) {
  const events: AttemptCompleted[] = [];
  const ends: AttemptEnd[] = [];
  const emit = (event: CallEvent): void => void (event.event === "attempt.completed" && events.push(event));
  const span = { attempt: () => ({ end: (end: AttemptEnd) => void ends.push(end) }) };
  const observer = new CallObserver({
    stage: "extract",
    pricing,
    span,
    wantsContent: false,
    account: new CallAccount(),
    emit,
  });
  const ask = (reply: Usage | null | Error, attempt = 1): Promise<unknown> =>
    observe(
      observer,
      () => (reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply)),
      (usage) => ({ usage, text: "{}" }),
      { attempt },
    ).catch((error: unknown) => error);
  return { observer, events, ends, ask };
}

const failure = (kind: CallErrorKind, details = {}) => new CallError(kind, "No.", details);

describe("an observer of calls", () => {
  it("reports usage and cost of a reply to the token", async () => {
    const { observer, events, ask } = observed();
    await ask(USED);
    expect(events).toEqual([
      expect.objectContaining({ model: "openai:dear", batch: 3, failure: null, usage: USED, unknownSpend: null }),
    ]);
    expect(events[0]?.costUsd).toBeCloseTo(0.0031, 12);
    expect(observer.usage).toMatchObject({ ...USED, calls: 1, attempts: 1, unreported: 0 });
  });

  it("adds request facts, reply facts and the cost of the prompt to the span", async () => {
    const { observer, ends } = observed();
    const request = { streamed: true, temperature: 0 };
    const facts = { id: "chatcmpl-1", finishReason: "length" };
    await observe(
      observer,
      async ({ onRequest, onReply }) => {
        onRequest?.(request);
        onReply?.(facts);
      },
      () => ({ usage: USED, text: "{}" }),
    );
    expect(ends).toMatchObject([{ request, reply: facts, costUsd: 0.0031 }]);
    expect(ends[0]?.promptCostUsd).toBeCloseTo(0.0011, 12);
  });

  it("adds request facts to the span of a failed attempt, and those of another form to the next span", async () => {
    const { observer, ends } = observed();
    const call = observe(
      observer,
      async ({ onRequest, onRepeat }) => {
        onRequest?.({ temperature: 0 });
        onRepeat?.();
        onRequest?.({ streamed: true });
        throw failure("server");
      },
      () => ({ usage: null, text: null }),
    );
    await expect(call).rejects.toMatchObject({ kind: "server" });
    expect(ends.map((end) => [end.request, end.reply, end.promptCostUsd])).toEqual([
      [{ temperature: 0 }, {}, null],
      [{ streamed: true }, {}, null],
    ]);
  });

  it("numbers the forms of a request as attempts", async () => {
    const { observer, events } = observed();
    await observe(
      observer,
      async ({ onRepeat }) => {
        onRepeat?.();
        onRepeat?.();
      },
      () => ({ usage: USED, text: "{}" }),
    );
    expect(events.map(({ attempt, failure }) => [attempt, failure])).toEqual([
      [1, "invalid"],
      [2, "invalid"],
      [3, null],
    ]);
  });

  it("does not request facts from the port without traces", async () => {
    const observer = new CallObserver({
      stage: "extract",
      pricing: PRICING,
      span: UNTRACED,
      wantsContent: false,
      account: new CallAccount(),
      emit: () => undefined,
    });
    let given: CallOptions = { signal };
    const work = async (options: CallOptions): Promise<void> => void (given = options);
    await observe(observer, work, () => ({ usage: USED, text: null }));
    expect(given.onProgress).toBeDefined();
    expect([given.onRequest, given.onReply]).toEqual([undefined, undefined]);
  });

  it.each(["rate-limited", "overloaded", "unauthorised", "too-large"] as const)(
    "counts no cost when the provider refuses: %s",
    async (kind) => {
      const { observer, events, ask } = observed();
      await ask(failure(kind));
      expect(events[0]).toMatchObject({ failure: kind, costUsd: 0, unknownSpend: null });
      expect(observer.usage.costUsd).toBe(0);
    },
  );

  it.each(["timeout", "network", "server", "invalid"] as const)(
    "lists an attempt that ended without a reply as unknown spend with an upper bound: %s",
    async (kind) => {
      const { observer, events, ask } = observed();
      await ask(failure(kind));
      const spend = { inputTokens: 1_250, outputTokens: 4_000, upToUsd: 0.04125 };
      expect(events[0]).toMatchObject({ failure: kind, costUsd: null, unknownSpend: spend });
      expect(observer.usage).toMatchObject({ costUsd: 0, unknownSpend: { attempts: 1, ...spend } });
    },
  );

  it("counts no cost for a call that never left this machine", async () => {
    const { events, ask } = observed();
    await ask(failure("network", { unspent: true }));
    expect(events[0]).toMatchObject({ costUsd: 0, unknownSpend: null });
  });

  it("counts a reply without usage as unknown spend, bounded by the prompt sizes of earlier replies", async () => {
    const { observer, ask } = observed();
    await ask({ ...USED, inputTokens: 2_000 });
    await ask(null);
    expect(observer.usage).toMatchObject({ unreported: 1, unknownSpend: { attempts: 1, inputTokens: 2_000 } });
  });

  it("has an unknown cost with bounds after a reply without usage", async () => {
    const { observer, events, ask } = observed();
    await ask(USED);
    await ask(null);
    expect(events[1]).toMatchObject({ usage: null, unreported: "missing", costUsd: null });
    expect(observer.usage).toMatchObject({ costUsd: null, costAtLeastUsd: 0.0031, costAtMostUsd: 0.04435 });
  });

  it("counts implausible usage as unreported in event, span, reply and totals", async () => {
    const { observer, events, ends, ask } = observed();
    const observedReply = await ask({ ...USED, inputTokens: 1e15 });
    expect(observedReply).toMatchObject({ usage: null });
    await ask({ ...USED, outputTokens: 1e15 });
    expect(events.map(({ unreported }) => unreported)).toEqual(["implausible", "implausible"]);
    expect(ends).toMatchObject([{ usage: null }, { usage: null }]);
    expect(observer.usage).toMatchObject({
      unreported: 2,
      implausible: 2,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: null,
      costAtLeastUsd: 0,
      // The bound for prompts does not change.
      costAtMostUsd: 2 * 0.04125,
    });
  });

  it("counts an interrupted reply as unknown spend, apart from the cost of other replies", async () => {
    const { observer, events } = observed();
    const interrupted = () => ({ usage: null, text: "{", unreported: "interrupted" }) as const;
    await observe(observer, () => Promise.resolve(null), interrupted);
    expect(events[0]).toMatchObject({ unreported: "interrupted", failure: null, costUsd: null });
    expect(observer.usage).toMatchObject({ unreported: 1, costUsd: 0, costAtMostUsd: 0.04125 });
  });

  it("has an unknown cost, not 0, when the price is unknown", async () => {
    const { observer, events, ask } = observed({ ...PRICING, prices: null, cost: () => null, mostOf: () => null });
    await ask(USED);
    await ask(failure("timeout"));
    expect(events.map(({ costUsd }) => costUsd)).toEqual([null, null]);
    expect(observer.usage).toMatchObject({ costUsd: null, unknownSpend: { attempts: 1, upToUsd: null } });
  });

  it("counts calls by their first attempts, and rate-limited attempts separately", async () => {
    const { observer, ask } = observed();
    await ask(failure("rate-limited"), 1);
    await ask(failure("server"), 2);
    await ask(USED, 3);
    expect(observer.usage).toMatchObject({ calls: 1, attempts: 3, rateLimited: 1 });
  });

  it("reports two attempts for a call that is refused and sent again in another form", async () => {
    const { observer, events } = observed();
    await ping(observer);
    expect(events.map(({ attempt, failure: kind, unknownSpend }) => [attempt, kind, unknownSpend])).toEqual([
      [1, "invalid", null],
      [2, null, null],
    ]);
    expect(observer.usage).toMatchObject({ calls: 1, attempts: 2 });
  });

  it("has no upper bound when the expected tokens of a call are unknown", async () => {
    const { observer } = observed();
    const nothing = { inputTokens: 0, maxOutputTokens: 0 };
    const failed = (): Promise<Usage> => Promise.reject(failure("timeout"));
    const read = (usage: Usage) => ({ usage, text: null });
    await observe(observer, failed, read, { expected: nothing }).catch(() => undefined);
    expect(observer.usage.unknownSpend).toMatchObject({ attempts: 1, upToUsd: null });
    expect(observer.mostOf(nothing)).toBeNull();
    expect(observer.mostOf(EXPECTED)).toBeCloseTo(0.041, 12);
  });

  it("counts pings in the account, so that the budget includes them, also those before the budget", async () => {
    const account = new CallAccount();
    const observer = new CallObserver({
      stage: "extract",
      pricing: PRICING,
      span: UNTRACED,
      wantsContent: false,
      account,
      emit: () => undefined,
    });
    await ping(observer);
    const budget = new Budget(1, account);
    expect(budget.spentUsd).toBeCloseTo(0.0031, 12);
    await ping(observer);
    // The first attempt of each ping was refused and cost nothing.
    expect(budget.spentUsd).toBeCloseTo(0.0062, 12);
  });

  it("ends attempts in flight as abandoned, once, when it is closed", async () => {
    const { observer, events, ends } = observed();
    const reply = Promise.withResolvers<Usage>();
    const call = observe(
      observer,
      () => reply.promise,
      (usage) => ({ usage, text: null }),
    );
    observer.close();
    reply.resolve(USED);
    await call;
    expect(events).toMatchObject([{ failure: "abandoned", unknownSpend: { outputTokens: 4_000 } }]);
    expect(ends).toMatchObject([{ failure: { kind: "abandoned" }, costUsd: null }]);
    expect(observer.usage.attempts).toBe(1);
  });
});

async function ping(observer: CallObserver): Promise<void> {
  const send = observer.pinging(
    { inputTokens: 16, maxOutputTokens: 16 },
    async ({ onRepeat }) => {
      onRepeat?.();
      return USED;
    },
    (usage) => usage,
  );
  await send({ signal, attempt: 1 });
}
