import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createObserver, UNPRICED } from "../../test/observers.ts";
import { PlainLimiter } from "../../test/plain-limiter.ts";
import { ColloquyError } from "../model/index.ts";
import { CallError, type Ledger, NO_USAGE, type PendingChunk, type Usage } from "../ports/index.ts";
import type { LimiterSnapshot } from "@colloquy/rate-limit";
import { CUT_OFF, LEFT_OUT, NO_RESULTS } from "./split-policy.ts";
import { Budget, CallAccount, cancelWhenStopped, type ObservedReply, UNTRACED } from "../calls/index.ts";
import { FEW_CHUNKS, MOST_IN_A_ROW, WINDOW } from "./circuit-breaker.ts";
import type { RunEvent } from "./events.ts";
import type { CommitResult, StageWork } from "./run-types.ts";
import { runBatches } from "./run-batches.ts";
import { RunTally } from "./run-tally.ts";
import { costlyRuns } from "../../test/properties.ts";

/** The part of a ledger that a stage reads: chunks in order. Settled chunks are not pending. */
class PendingList implements Pick<Ledger, "pending" | "submit" | "failBatch"> {
  readonly settled = new Set<string>();
  readonly keys: readonly string[];
  pages = 0;

  constructor(count: number) {
    this.keys = Array.from({ length: count }, (_, index) => `k${String(index).padStart(6, "0")}`);
  }

  async submit(): Promise<number> {
    return 1;
  }

  async failBatch(): Promise<void> {}

  async pending(_lane: unknown, { after, limit }: Parameters<Ledger["pending"]>[1]) {
    this.pages += 1;
    const rest = this.keys.filter((key) => (after === null || key > after) && !this.settled.has(key));
    const items = rest
      .slice(0, limit)
      .map((contentKey): PendingChunk => ({ contentKey, chunk: contentKey, view: [], tokens: 1 }));
    return { items, next: rest.length > limit ? (items.at(-1)?.contentKey ?? null) : null };
  }
}

/** The reply of a model: entries by content key. Chunks without an entry are missing. */
interface ScriptedReply {
  readonly entries: ReadonlyMap<string, "good" | "bad">;
  readonly cutOff?: boolean;
  readonly invalid?: string;
}

/** Returns the reply for a prompt, by its chunks and the number of earlier calls for the same chunks; may throw. */
type Script = (keys: readonly string[], asked: number) => ScriptedReply;

const allGood: Script = (keys) => ({ entries: new Map(keys.map((key) => [key, "good"] as const)) });

class ModelStage implements Omit<StageWork<ScriptedReply>, "plan"> {
  readonly operation = "extract";
  readonly observer = createObserver("extract");
  readonly limiter: PlainLimiter;
  readonly calls: string[] = [];
  readonly deadLetters = new Map<string, string>();
  readonly taperedTokens = { inputTokens: 6_500, maxOutputTokens: 4_000 };
  usage: Usage | null = { ...NO_USAGE, inputTokens: 100, outputTokens: 10 };
  readonly #list: PendingList;
  readonly #script: Script;
  readonly #latency: (call: number) => number;

  constructor(
    list: PendingList,
    concurrencyLimit: number,
    script: Script = allGood,
    { latency = (call: number) => 20 - (call % 20), perMinute = {} as LimiterSnapshot["perMinute"] } = {},
  ) {
    this.limiter = new PlainLimiter(concurrencyLimit, perMinute);
    this.#list = list;
    this.#script = script;
    this.#latency = latency;
  }

  tokens() {
    return this.taperedTokens;
  }

  request(batch: readonly PendingChunk[]): () => Promise<ScriptedReply> {
    return () => this.send(batch);
  }

  async send(batch: readonly PendingChunk[]): Promise<ScriptedReply> {
    const keys = batch.map(({ contentKey }) => contentKey);
    const prompt = keys.join();
    const asked = this.calls.filter((call) => call === prompt).length;
    this.calls.push(prompt);
    // Different numbers of event loop turns, so that replies arrive out of order.
    for (let turn = this.#latency(this.calls.length); turn > 0; turn -= 1) await setImmediate();
    return this.#script(keys, asked);
  }

  read() {
    return { limits: [], usage: this.usage, text: null };
  }

  async commit(
    batch: readonly PendingChunk[],
    { reply: { entries, cutOff = false, invalid } }: ObservedReply<ScriptedReply>,
  ): Promise<CommitResult> {
    const answers = batch.map((content) => [content, entries.get(content.contentKey)] as const);
    const good = answers.flatMap(([content, answer]) => (answer === "good" ? [content] : []));
    for (const { contentKey } of good) this.#list.settled.add(contentKey);
    return {
      settled: good.length,
      missing: answers.flatMap(([content, answer]) => (answer === undefined ? [content] : [])),
      unusable: new Map(
        answers.flatMap(([content, answer]) => (answer === "bad" ? [[content, "It is nonsense."]] : [])),
      ),
      cutOff,
      invalid: invalid ?? null,
    };
  }

  async deadLetter(contents: ReadonlyMap<PendingChunk, string>): Promise<void> {
    for (const [{ contentKey }, reason] of contents) {
      this.deadLetters.set(contentKey, reason);
      this.#list.settled.add(contentKey);
    }
  }
}

async function run(
  list: PendingList,
  stage: ModelStage,
  {
    stop = new AbortController(),
    limit = Number.POSITIVE_INFINITY,
    batchSize = 10,
    deadLetters = false,
    budget = new Budget(null, new CallAccount()),
  } = {},
) {
  const events: RunEvent[] = [];
  const tally = new RunTally();
  const context = {
    runId: "run-1",
    now: () => new Date(0),
    emit: (event: RunEvent) => void events.push(event),
    stop: stop.signal,
    tally,
    halt: () => stop.abort(),
    budget,
    span: UNTRACED.stage("extract"),
  };
  using _cancelling = cancelWhenStopped([stage.limiter], stop.signal);
  const total = Math.min(limit, list.keys.length - list.settled.size);
  const asked = { stage: "extract", profile: "p", paid: true, force: false, deadLetters } as const;
  const plan = { ...asked, batchSize, batchTokens: Number.POSITIVE_INFINITY, total };
  const failure = await runBatches(context, list, Object.assign(stage, { plan })).catch((error: unknown) => error);
  return { events, failure, usage: stage.observer.usage, failed: tally.failuresOf("extract") };
}

const of = <Name extends RunEvent["event"]>(events: readonly RunEvent[], name: Name) =>
  events.filter((event): event is RunEvent & { readonly event: Name } => event.event === name);

describe("a stage", () => {
  it("shows its waits for the ledger and for room in the budget", async () => {
    const seen = new Set<string>();
    class Watched extends ModelStage {
      readonly account = new CallAccount();
      override readonly observer = createObserver("extract", {
        pricing: { ...UNPRICED, mostOf: () => 1 },
        account: this.account,
      });

      override async send(batch: readonly PendingChunk[]): Promise<ScriptedReply> {
        const reply = await super.send(batch);
        if (this.observer.waits.longest("budget") > 0) seen.add("budget while a call is in flight");
        return reply;
      }

      override async commit(...settled: Parameters<ModelStage["commit"]>): Promise<CommitResult> {
        await setImmediate();
        if (this.observer.waits.longest("store") > 0) seen.add("store while it commits");
        return await super.commit(...settled);
      }
    }
    class SlowList extends PendingList {
      override async pending(...asked: Parameters<PendingList["pending"]>) {
        await setImmediate();
        if (stage.observer.waits.longest("store") > 0) seen.add("store while it looks what is pending");
        return await super.pending(...asked);
      }
    }
    const list = new SlowList(30);
    const stage = new Watched(list, 8);
    await run(list, stage, { budget: new Budget(1, stage.account) });
    expect([...seen].toSorted()).toEqual([
      "budget while a call is in flight",
      "store while it commits",
      "store while it looks what is pending",
    ]);
    expect([stage.observer.waits.longest("budget"), stage.observer.waits.longest("store")]).toEqual([0, 0]);
  });

  it("reports the settled chunks of each batch, which add up to all chunks", async () => {
    const list = new PendingList(130);
    const half: Script = (keys, asked) => ({
      entries: new Map((asked === 0 ? keys.slice(0, Math.ceil(keys.length / 2)) : keys).map((key) => [key, "good"])),
    });
    const { events } = await run(list, new ModelStage(list, 4, half));
    expect(of(events, "batch.completed").length).toBeGreaterThan(13);
    expect(of(events, "batch.completed").reduce((sum, { chunks }) => sum + chunks, 0)).toBe(130);
  });

  it.each([1, 3, 16, 500])(
    "sends the same batches with %i in flight, and never more at once",
    async (concurrencyLimit) => {
      const reference = new PendingList(1234);
      const alone = new ModelStage(reference, 1);
      await run(reference, alone);

      const list = new PendingList(1234);
      const stage = new ModelStage(list, concurrencyLimit);
      const { failure } = await run(list, stage);
      expect(failure).toBeUndefined();
      expect(stage.calls.toSorted()).toEqual(alone.calls.toSorted());
      if (concurrencyLimit <= 16) expect(stage.limiter.mostInFlight).toBe(concurrencyLimit);
      expect(list.settled.size).toBe(1234);
    },
  );

  it("counts done chunks up to the total, with the tokens of each batch", async () => {
    const list = new PendingList(25);
    const { events } = await run(list, new ModelStage(list, 2));
    const completed = of(events, "batch.completed");
    expect(Math.max(...completed.map(({ done }) => done))).toBe(25);
    expect(completed.every((event) => event.total === 25 && event.inputTokens === 100)).toBe(true);
  });

  it("sends no more chunks than its total, and the next run continues after them", async () => {
    const list = new PendingList(40);
    const stage = new ModelStage(list, 4);
    await run(list, stage, { limit: 15 });
    expect([...list.settled].toSorted()).toEqual(list.keys.slice(0, 15));
    await run(list, stage);
    expect(stage.calls.join().split(",").toSorted()).toEqual(list.keys);
  });

  it("reads no more pending chunks than its limiter wants", async () => {
    const list = new PendingList(20_000);
    const stop = new AbortController();
    const stage = new ModelStage(list, 4, (keys, asked) => {
      if (stage.calls.length === 5) stop.abort();
      return allGood(keys, asked);
    });
    await run(list, stage, { stop });
    expect(list.pages).toBeLessThanOrEqual(3);
  });

  it("informs its limiter when the last batches are waiting", async () => {
    const list = new PendingList(100);
    const stage = new ModelStage(list, 2);
    await run(list, stage);
    expect(stage.limiter.drained).toEqual([true, false]);
  });

  it("makes the last batches smaller, by the limits and not by the calls in flight", async () => {
    const cut = async (perMinute: LimiterSnapshot["perMinute"], concurrencyLimit: number) => {
      const list = new PendingList(2000);
      const stage = new ModelStage(list, concurrencyLimit, allGood, { perMinute });
      await run(list, stage);
      return stage.calls.toSorted().map((call) => call.split(",").length);
    };
    const slow = await cut({ tokens: 200_000 }, 5);
    expect(await cut({ tokens: 200_000 }, 100)).toEqual(slow);
    expect(slow.slice(0, 175).every((size) => size === 10)).toBe(true);
    expect(slow.at(-2)).toBe(3);
    expect(slow.length).toBeGreaterThan(205);
    expect((await cut({ tokens: 400_000 }, 5)).length).toBeGreaterThan(slow.length);
    expect(await cut({ tokens: 1_000 }, 5)).toHaveLength(200);
  });

  it("makes batches smaller by the limits that its first reply reports, and not before it", async () => {
    const cut = async (limits: LimiterSnapshot["perMinute"], when: "from the start" | "with a reply") => {
      const list = new PendingList(300);
      const reporting: Script = (keys, asked) => {
        Object.assign(stage.limiter, { perMinute: limits });
        return allGood(keys, asked);
      };
      const stage: ModelStage = new ModelStage(list, 100, reporting, {
        perMinute: when === "from the start" ? limits : {},
      });
      await run(list, stage);
      return stage.calls.toSorted();
    };
    const known = await cut({ tokens: 20_000 }, "from the start");
    expect(await cut({ tokens: 20_000 }, "with a reply")).toEqual(known);
    expect(await cut({}, "with a reply")).not.toEqual(known);
  });

  it("counts calls without reported usage", async () => {
    const list = new PendingList(20);
    const stage = new ModelStage(list, 1);
    stage.usage = null;
    const { usage, events } = await run(list, stage);
    expect(usage).toMatchObject({ calls: 2, unreported: 2, inputTokens: 0 });
    expect(of(events, "batch.completed")[0]).toMatchObject({ inputTokens: null, outputTokens: null });
  });
});

describe("a stage whose calls fail", () => {
  it("does not count batches as failed that were never sent after the provider was given up", async () => {
    const list = new PendingList(300);
    const gone = new CallError("unanswered", "The provider answered no call for 600 seconds.");
    const stage: ModelStage = new ModelStage(list, 2, () => {
      stage.limiter.close(gone);
      throw gone;
    });
    const { events, failure, failed, usage } = await run(list, stage);
    expect(failure).toMatchObject({ code: "provider" });
    // Three more batches were waiting in the limiter.
    expect(stage.calls).toHaveLength(2);
    expect([usage.calls, failed, of(events, "batch.failed").length]).toEqual([2, 2, 2]);
  });

  it("counts implausible usage as unreported, in the ledger and in events", async () => {
    const list = new PendingList(10);
    const committed: (Usage | null)[] = [];
    class Keeping extends ModelStage {
      override async commit(...given: Parameters<ModelStage["commit"]>): Promise<CommitResult> {
        committed.push(given[1].usage);
        return await super.commit(...given);
      }
    }
    const stage = new Keeping(list, 1);
    stage.usage = { ...NO_USAGE, inputTokens: 1e15, outputTokens: 10 };
    const { events, usage } = await run(list, stage);
    expect(committed).toEqual([null]);
    expect(of(events, "batch.completed")[0]).toMatchObject({ inputTokens: null });
    expect(usage).toMatchObject({ implausible: 1, inputTokens: 0 });
  });

  it("makes poisoned chunks dead letters alone, with the reason, and halves the rest of their batches", async () => {
    const list = new PendingList(300);
    const stage = new ModelStage(list, 4, (keys, asked) => {
      if (keys.includes("k000123") || keys.includes("k000277")) throw new Error("It is poison.");
      return allGood(keys, asked);
    });
    const { events, failure } = await run(list, stage);
    expect(failure).toBeUndefined();
    expect([...stage.deadLetters].toSorted()).toEqual([
      ["k000123", "It is poison."],
      ["k000277", "It is poison."],
    ]);
    expect(list.settled.size).toBe(300);
    expect(of(events, "chunk.deadLettered")).toHaveLength(2);
    const with123 = stage.calls.filter((call) => call.includes("k000123")).map((call) => call.split(",").length);
    expect(with123).toEqual([10, 5, 2, 1]);
  });

  it("sends the same batch once more after an invalid reply, and then halves", async () => {
    const list = new PendingList(20);
    const once = new ModelStage(list, 1, (keys, asked) => {
      if (asked === 0) throw new CallError("invalid", "It is no JSON.");
      return allGood(keys, asked);
    });
    expect((await run(list, once)).events.filter(({ event }) => event === "batch.failed")).toHaveLength(2);
    expect(once.calls.map((call) => call.split(",").length)).toEqual([10, 10, 10, 10]);
    expect(list.settled.size).toBe(20);

    const poisoned = new PendingList(10);
    const stage = new ModelStage(poisoned, 1, (keys, asked) => {
      if (keys.includes("k000000")) throw new CallError("invalid", "It is no JSON.");
      return allGood(keys, asked);
    });
    await run(poisoned, stage);
    const sizes = stage.calls.filter((call) => call.includes("k000000")).map((call) => call.split(",").length);
    expect(sizes).toEqual([10, 10, 5, 3, 2, 1, 1, 1]);
    expect([...stage.deadLetters]).toEqual([["k000000", "It is no JSON."]]);
  });

  it("does the same after a reply that is unusable as a whole, and counts its usage", async () => {
    const list = new PendingList(10);
    const stage = new ModelStage(list, 1, (keys, asked) =>
      keys.includes("k000000") ? { entries: new Map(), invalid: "It is no JSON." } : allGood(keys, asked),
    );
    const { usage } = await run(list, stage);
    const sizes = stage.calls.filter((call) => call.includes("k000000")).map((call) => call.split(",").length);
    expect(sizes).toEqual([10, 10, 5, 3, 2, 1, 1, 1]);
    expect([...stage.deadLetters]).toEqual([["k000000", "It is no JSON."]]);
    expect(usage.inputTokens).toBe(100 * stage.calls.length);
  });

  it("halves a batch that is too large at once, and stops only if no chunk fits", async () => {
    const list = new PendingList(400);
    const stage = new ModelStage(list, 8, (keys, asked) => {
      if (keys.length > 3) throw new CallError("too-large", "It is too large.");
      return allGood(keys, asked);
    });
    expect((await run(list, stage)).failure).toBeUndefined();
    expect(list.settled.size).toBe(400);
    expect(stage.deadLetters.size).toBe(0);

    const hopeless = new PendingList(400);
    const never = new ModelStage(hopeless, 8, () => {
      throw new CallError("too-large", "It is too large.");
    });
    expect((await run(hopeless, never)).failure).toMatchObject({ code: "provider" });
  });

  it.each(["unauthorised", "not-found", "quota-exhausted", "unanswered"] as const)(
    "stops at once for %s, commits calls in flight and reports that finished work is kept",
    async (kind) => {
      const list = new PendingList(1000);
      const stage = new ModelStage(list, 8, (keys, asked) => {
        if (keys.includes("k000030")) throw new CallError(kind, "The key was refused.");
        return allGood(keys, asked);
      });
      const { failure } = await run(list, stage);
      expect(failure).toMatchObject({
        code: "provider",
        exitCode: 1,
        message: "The key was refused. Finished work is kept: run the same command again to continue.",
      });
      expect(stage.deadLetters.size).toBe(0);
      expect(list.settled.size).toBe((stage.calls.length - 1) * 10);
      expect(stage.calls.length).toBeLessThan(30);
    },
  );

  it("stops at a failure that the user must fix", async () => {
    const list = new PendingList(1000);
    const stage = new ModelStage(list, 8, () => {
      throw new ColloquyError("provider", "The model is gone.");
    });
    expect((await run(list, stage)).failure).toMatchObject({ code: "provider", message: "The model is gone." });
  });

  it("stops when 16 of the last 20 batches fail alike, at any time, without dead letters", async () => {
    for (const good of [0, 40]) {
      const list = new PendingList(1000);
      const stage = new ModelStage(list, 1, (keys, asked) => {
        if (stage.calls.length > good && keys[0]?.endsWith("00") !== true) throw new Error("Not in JSON.");
        return allGood(keys, asked);
      });
      const { failure } = await run(list, stage);
      expect(failure).toMatchObject({ code: "provider", exitCode: 1 });
      expect(String(failure)).toMatch(/16 of the last (18|20) batches failed alike \(Not in JSON\)/);
      expect(stage.deadLetters.size).toBe(0);
      // Each successful batch releases the earlier failed batches, which are sent once more.
      expect(stage.calls.length - good).toBeLessThanOrEqual(20 + 30);
    }
  });

  it("stops when none of the last 20 batches has a usable reply, for any reasons", async () => {
    const list = new PendingList(1000);
    const stage = new ModelStage(list, 1, (keys, asked) => {
      if (stage.calls.length > 30) throw new Error(`Reason ${"ABC".at(stage.calls.length % 3)}.`);
      return allGood(keys, asked);
    });
    const { failure, failed } = await run(list, stage);
    expect(String(failure)).toContain("none of the last 20 batches had a usable reply");
    expect(failed).toBeLessThanOrEqual(20 + 5);
    expect(stage.deadLetters.size).toBe(0);
  });

  it("continues when good and bad phases alternate", async () => {
    const list = new PendingList(2000);
    let batches = 0;
    const stage = new ModelStage(list, 1, (keys, asked) => {
      if (keys.length === 10 && asked === 0 && (batches += 1) % 20 < 10)
        throw new CallError("invalid", "It is no JSON.");
      return allGood(keys, asked);
    });
    expect((await run(list, stage)).failure).toBeUndefined();
    expect([list.settled.size, stage.deadLetters.size]).toEqual([2000, 0]);
  });

  it("stops a model without usable replies for the last chunks of a run, and pays for few chunks twice", async () => {
    const list = new PendingList(402);
    const stage = new ModelStage(list, 8, (keys, asked) =>
      list.settled.size < 350 ? allGood(keys, asked) : { entries: new Map(), invalid: "It is no JSON." },
    );
    const { failure, failed } = await run(list, stage);
    expect(failure).toMatchObject({ code: "provider", exitCode: 1 });
    expect(String(failure)).toMatch(
      /the last \d+ calls had no usable reply \(It is no JSON\)\. Correct the cause\. Finished work is kept/,
    );
    expect(stage.deadLetters.size).toBe(0);
    expect(failed).toBeLessThanOrEqual(11);
  });

  it("makes the last few chunks dead letters when a working model fails for them", async () => {
    const list = new PendingList(130);
    const bad = new Set(list.keys.slice(-10));
    const stage = new ModelStage(list, 4, (keys, asked) =>
      keys.some((key) => bad.has(key)) ? { entries: new Map(), invalid: "It is no JSON." } : allGood(keys, asked),
    );
    expect((await run(list, stage)).failure).toBeUndefined();
    expect([...stage.deadLetters.keys()].toSorted()).toEqual([...bad]);
    expect(list.settled.size).toBe(130);
  });

  it.each([51, 20, 7])("stops a run of %i chunks without any usable reply, without dead letters", async (count) => {
    const list = new PendingList(count);
    const refuse: Script = () => ({ entries: new Map(), invalid: "The model refused to answer." });
    const stage = new ModelStage(list, 8, refuse);
    const { failure } = await run(list, stage);
    expect(failure).toMatchObject({ code: "provider" });
    expect(String(failure)).toContain("calls had no usable reply (The model refused to answer)");
    expect(stage.deadLetters.size).toBe(0);
    expect(stage.calls.length).toBeLessThanOrEqual(11);
  });

  it("does not stop a small run when single chunks make their batches fail", async () => {
    const list = new PendingList(20);
    const poison = new Set(["k000001", "k000012", "k000013"]);
    const spoilt: Script = (keys) =>
      keys.some((key) => poison.has(key)) ? { entries: new Map(), invalid: "It is no JSON." } : allGood(keys, 0);
    const stage = new ModelStage(list, 4, spoilt);
    const { failure } = await run(list, stage);
    expect(failure).toBeUndefined();
    expect([...stage.deadLetters.keys()].toSorted()).toEqual([...poison]);
  });

  it("makes the few chunks of a run dead letters, also when they fail alike", async () => {
    const list = new PendingList(3);
    const stage = new ModelStage(list, 4, () => ({ entries: new Map(), invalid: "It is no JSON." }));
    expect((await run(list, stage)).failure).toBeUndefined();
    expect(stage.deadLetters.size).toBe(3);
  });

  it("sends a chunk that was too large alone once more if the refusal makes the call smaller", async () => {
    for (const [learns, deadLetters] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const list = new PendingList(1);
      let room = 2_000;
      const stage = new ModelStage(list, 4, (keys) => {
        const tooLarge = room > 500;
        if (learns) room = 400;
        if (tooLarge) throw new CallError("too-large", "It is too large.");
        return allGood(keys, 0);
      });
      stage.tokens = () => ({ inputTokens: 6_500, maxOutputTokens: room });
      const { failure } = await run(list, stage);
      expect(failure).toBeUndefined();
      expect(stage.calls).toHaveLength(learns ? 2 : 1);
      expect(stage.deadLetters.size).toBe(deadLetters);
    }
  });

  it("sends all dead letters again, also when many fail alike", async () => {
    const list = new PendingList(300);
    const stage = new ModelStage(list, 4, () => {
      throw new Error("Not in JSON.");
    });
    const { failure } = await run(list, stage, { deadLetters: true });
    expect(failure).toBeUndefined();
    expect(stage.deadLetters.size).toBe(300);
  });

  it("continues when the first batches fail for different reasons", async () => {
    const list = new PendingList(1000);
    let batches = 0;
    const stage = new ModelStage(list, 1, (keys, asked) => {
      if (keys.length === 10 && (batches += 1) <= 15) throw new Error(`Reason ${"ABC".at(batches % 3)}.`);
      return allGood(keys, asked);
    });
    const { failure } = await run(list, stage);
    expect(failure).toBeUndefined();
    expect(list.settled.size).toBe(1000);
    expect(stage.deadLetters.size).toBe(0);
  });

  it("sends no new calls after it is stopped: calls in flight are committed, waiting chunks stay pending", async () => {
    const list = new PendingList(1000);
    const stop = new AbortController();
    let [sent, waiting] = [0, 0];
    const stage = new ModelStage(list, 4, (keys, asked) => {
      if (keys.includes("k000050")) {
        [sent, waiting] = [stage.calls.length, stage.limiter.snapshot.waiting];
        stop.abort();
      }
      return allGood(keys, asked);
    });
    const { failure, usage, failed } = await run(list, stage, { stop });
    expect(failure).toBeUndefined();
    expect(waiting).toBeGreaterThan(0);
    expect(stage.calls).toHaveLength(sent);
    expect(list.settled.size).toBe(sent * 10);
    expect({ calls: usage.calls, failed }).toEqual({ calls: stage.calls.length, failed: 0 });
  });

  it("warns once when replies settle less than a third of the chunks of each call", async () => {
    const firstOnly: Script = ([key = ""]) => ({ entries: new Map([[key, "good"]]) });
    const list = new PendingList(400);
    const { events, failure } = await run(list, new ModelStage(list, 4, firstOnly));
    expect(failure).toBeUndefined();
    expect(list.settled.size).toBe(400);
    expect(of(events, "warning").map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^The replies to the last 20 calls had results for \d+ of \d+ chunks\. .*smaller --batch-size/,
      ),
    ]);
    const half: Script = (keys) => ({ entries: new Map(keys.slice(0, 5).map((key) => [key, "good"])) });
    const other = new PendingList(400);
    expect(of((await run(other, new ModelStage(other, 4, half))).events, "warning")).toEqual([]);
  });

  it("ends when it is stopped while failed batches wait for the circuit breaker", async () => {
    const list = new PendingList(1000);
    const stop = new AbortController();
    const stage = new ModelStage(list, 1, () => {
      if (stage.calls.length === 5) stop.abort();
      throw new Error("Not now.");
    });
    const { failure } = await run(list, stage, { stop });
    expect(failure).toBeUndefined();
    expect(stage.deadLetters.size).toBe(0);
  });

  it("stops when the ledger fails, and waits for calls in flight", async () => {
    const list = new PendingList(1000);
    const stage = new ModelStage(list, 4);
    stage.commit = async () => {
      throw new ColloquyError("disk", "The disk is full.");
    };
    expect((await run(list, stage)).failure).toMatchObject({ code: "disk" });
    expect(stage.limiter.snapshot.inFlight).toBe(0);
  });
});

describe("a stage whose replies leave chunks out", () => {
  it("requests missing chunks again at once, in one batch", async () => {
    const list = new PendingList(50);
    const stage = new ModelStage(list, 1, (keys) => ({
      entries: new Map(keys.filter((key) => keys.length < 10 || !/[27]$/.test(key)).map((key) => [key, "good"])),
    }));
    const { events, failure } = await run(list, stage);
    expect(failure).toBeUndefined();
    expect(stage.calls.indexOf("k000002,k000007")).toBeLessThan(6);
    expect(stage.calls).toContain("k000032,k000037");
    expect(stage.calls).toHaveLength(10);
    expect(list.settled.size).toBe(50);
    expect(of(events, "warning")).toEqual([]);
  });

  it("makes a chunk that is missing in three calls alone a dead letter", async () => {
    const list = new PendingList(300);
    const stage = new ModelStage(list, 4, (keys) => ({
      entries: new Map(keys.filter((key) => !key.endsWith("7")).map((key) => [key, "good"])),
    }));
    const { events, failure } = await run(list, stage);
    expect(failure).toBeUndefined();
    expect([...stage.deadLetters.keys()].toSorted()).toEqual(list.keys.filter((key) => key.endsWith("7")));
    expect(new Set(stage.deadLetters.values())).toEqual(new Set([LEFT_OUT]));
    expect(stage.calls.filter((call) => call === "k000017")).toHaveLength(3);
    expect(of(events, "batch.completed").at(-1)?.total).toBe(300);
    expect(of(events, "chunk.deadLettered")).toHaveLength(30);
  });

  it("commits complete chunks of a cut-off reply, halves the others, and makes a chunk that is always cut off a dead letter", async () => {
    const list = new PendingList(10);
    // Four entries fit into a reply. The entry of the ninth chunk never fits.
    const stage = new ModelStage(list, 1, (keys) => {
      const fitting = keys.slice(0, 4).filter((key) => key !== "k000008");
      return { entries: new Map(fitting.map((key) => [key, "good"])), cutOff: fitting.length < keys.length };
    });
    await run(list, stage);
    expect(stage.calls.slice(0, 3)).toEqual([list.keys.join(), "k000004,k000005,k000006", "k000007,k000008,k000009"]);
    expect([...stage.deadLetters]).toEqual([["k000008", CUT_OFF]]);
    expect(list.settled.size).toBe(10);
  });

  it("sends a chunk with an unusable entry alone, and makes it a dead letter if its entry stays unusable", async () => {
    const list = new PendingList(30);
    const stage = new ModelStage(list, 2, (keys, asked) => ({
      entries: new Map(
        keys.map((key) => [key, key === "k000004" || (key === "k000011" && keys.length > 1) ? "bad" : "good"]),
      ),
      cutOff: asked > 99,
    }));
    await run(list, stage);
    expect([...stage.deadLetters]).toEqual([["k000004", "It is nonsense."]]);
    expect(stage.calls.filter((call) => !call.includes(",")).toSorted()).toEqual(["k000004", "k000004", "k000011"]);
    expect(list.settled.size).toBe(30);
  });

  it("counts a reply without any entry as a failed batch", async () => {
    const list = new PendingList(1000);
    const stage = new ModelStage(list, 1, () => ({ entries: new Map() }));
    const { failure, failed } = await run(list, stage);
    expect(String(failure)).toContain(`16 of the last 16 batches failed alike (${NO_RESULTS.replace(".", "")})`);
    expect(failed).toBeLessThanOrEqual(16 + 5);
    expect(stage.deadLetters.size).toBe(0);
  });
});

describe("any replies", () => {
  /** A number from 0 to 99 that depends only on the arguments. */
  function chance(...words: readonly unknown[]): number {
    let hash = 2166136261;
    for (const character of words.join()) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
    return (hash >>> 8) % 100;
  }

  const scripted =
    (seed: number): Script =>
    (keys, asked) => {
      const drawn = chance(seed, keys, asked);
      const reason = `It is no use to ask for ${keys.join()}.`;
      if (drawn < 4) throw new CallError("invalid", reason);
      if (drawn < 6 && keys.length > 2) throw new CallError("too-large", reason);
      if (drawn < 8) throw new CallError("timeout", reason);
      if (drawn < 10) throw new Error(reason);
      const fates = keys.map((key) => [key, chance(seed, key, asked, keys.length)] as const);
      const shown = drawn < 16 ? fates.slice(0, drawn % 4) : fates;
      const entries = shown.filter(([, fate]) => fate >= 4);
      return {
        entries: new Map(entries.map(([key, fate]) => [key, fate < 8 ? "bad" : "good"])),
        cutOff: shown.length < fates.length,
      };
    };

  it("have a bounded number of calls after a model stops working, at any time and concurrency", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.integer(),
          count: fc.integer({ min: 1, max: 900 }),
          batchSize: fc.integer({ min: 1, max: 12 }),
          good: fc.integer({ min: 0, max: 120 }),
          concurrencyLimit: fc.constantFrom(1, 8, 64),
          failing: fc.integer({ min: 0, max: 30 }),
        }),
        async ({ seed, count, batchSize, good, concurrencyLimit, failing }) => {
          const list = new PendingList(count);
          let atDeath = 0;
          const latency = (call: number): number => chance(seed, concurrencyLimit, call) % 8;
          const model: Script = (keys, asked) => {
            if (stage.calls.length > good) atDeath ||= stage.calls.length;
            const useless = atDeath > 0 || chance(seed, keys, asked) < failing;
            return useless ? { entries: new Map(), invalid: "It is no JSON." } : allGood(keys, asked);
          };
          const stage = new ModelStage(list, concurrencyLimit, model, { latency });
          const { failure } = await run(list, stage, { batchSize });
          // After a stop, the open chunks are pending. Without a stop, a few chunks are sent until they are dead letters.
          if (failure === undefined) expect(list.settled.size).toBe(count);
          else expect(failure).toMatchObject({ code: "provider" });
          const bound = WINDOW + 2 * concurrencyLimit + MOST_IN_A_ROW + 5 * FEW_CHUNKS.ofAWorkingModel;
          if (atDeath > 0) expect(stage.calls.length - atDeath).toBeLessThanOrEqual(bound);
        },
      ),
      costlyRuns(25),
    );
  });

  it("never stop the run when up to 30 % of the batches always fail alike", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 10, max: 30 }),
        fc.constantFrom(1, 64),
        async (seed, failing, concurrencyLimit) => {
          const list = new PendingList(3000);
          const poison = new Set(list.keys.filter((key, index) => index % 10 === 3 && chance(seed, key) < failing));
          const stage = new ModelStage(list, concurrencyLimit, (keys, asked) =>
            keys.some((key) => poison.has(key))
              ? { entries: new Map(), invalid: "It is no JSON." }
              : allGood(keys, asked),
          );
          expect((await run(list, stage)).failure).toBeUndefined();
          expect([...stage.deadLetters.keys()].toSorted()).toEqual([...poison]);
        },
      ),
      // A model that fails in 30 % of its batches is stopped in about one of 10,000 such runs, so the seed is fixed.
      { numRuns: 10, seed: 5 },
    );
  });

  it("lead to the same prompts, settled chunks and dead letters at any concurrency and in any order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 12 }),
        async (seed, count, batchSize) => {
          const outcomes = [];
          for (const concurrencyLimit of [1, 8, 64, 256]) {
            const list = new PendingList(count);
            const latency = (call: number): number => chance(seed, concurrencyLimit, call) % 8;
            const stage = new ModelStage(list, concurrencyLimit, scripted(seed), {
              latency,
              perMinute: { requests: 12 },
            });
            const { failure } = await run(list, stage, { batchSize });
            expect(failure).toBeUndefined();
            const settled = list.keys.filter((key) => list.settled.has(key));
            outcomes.push({ calls: stage.calls.toSorted(), settled, deadLetters: [...stage.deadLetters].toSorted() });
          }
          for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
        },
      ),
      { numRuns: 25 },
    );
  });
});
