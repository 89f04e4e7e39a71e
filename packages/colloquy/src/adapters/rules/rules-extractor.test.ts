import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import type { ExtractionRequest } from "../../ports/index.ts";
import { extractWithRules } from "./extract.ts";
import type { WorkReply, WorkRequest } from "./messages.ts";
import { createRulesExtractor } from "./rules-extractor.ts";
import { RulesWorkerPool } from "./worker-pool.ts";

const TEXTS = [
  "Meditation reduces anxiety.",
  "Zabacedi acquired Fohajo last year.",
  "",
  "VAD stands for voice activity detection.",
];
const batchOf = (texts: readonly string[]): ExtractionRequest[] =>
  texts.map((text, index) => ({ label: `c${index}`, turns: [{ speaker: "Ada", text }] }));
const never = (): AbortSignal => new AbortController().signal;

describe("createRulesExtractor", () => {
  it("answers every label with what the rules find, alone or in a batch, in any number of threads", async () => {
    for (const workers of [1, 3]) {
      await using extractor = createRulesExtractor({ workers });
      expect(extractor.concurrency).toBe(workers);
      const together = await extractor.extract(batchOf(TEXTS), { signal: never() });
      const alone = await Promise.all(TEXTS.map((text) => extractor.extract(batchOf([text]), { signal: never() })));
      for (const [index, text] of TEXTS.entries()) {
        const expected = extractWithRules([{ speaker: "Ada", text }]);
        expect(together.extractions.get(`c${index}`)).toEqual(expected);
        expect(alone[index]?.extractions.get("c0")).toEqual(expected);
      }
      expect(together.failures.size).toBe(0);
    }
  });

  it("reads a text alike in a new thread, whatever the thread read first", async () => {
    const texts = [
      "Yes, Janet's, yes. (Janet's) O'Brien's-making, C-7.",
      "Janet's making it harder for O'Brien's team, and C-7 too.",
      "JANET'S O'BRIEN'S c-7 well-Janet's-making.",
    ];
    const readIn = async (order: readonly string[]): Promise<Map<string, unknown>> => {
      const worker = new Worker(new URL("./worker.ts", import.meta.url));
      const found = new Map<string, unknown>();
      for (const [id, text] of order.entries()) {
        const read = once(worker, "message");
        worker.postMessage({ id, views: [[{ speaker: "Ada", text }]] } satisfies WorkRequest);
        const [{ extractions }] = (await read) as [WorkReply];
        found.set(text, extractions[0]);
      }
      await worker.terminate();
      return found;
    };
    expect(await readIn(texts.toReversed())).toEqual(await readIn(texts));
  });

  it("reads batches alike in several threads at once", async () => {
    await using pool = new RulesWorkerPool(3, 0);
    const views = TEXTS.map((text) => [{ speaker: "Ada", text }]);
    await pool.run(views, never());
    const read = await Promise.all(views.map((view) => pool.run([view], never())));
    expect(read).toEqual(views.map((view) => [extractWithRules(view)]));
  });

  it("starts further threads for batches that wait, though no other batch comes", async () => {
    await using pool = new RulesWorkerPool(2, 50);
    const view = [{ speaker: "Ada", text: "Meditation reduces anxiety." }];
    // Reading one view so often takes a thread far longer than the other one needs to start.
    const endless = Array.from({ length: 200_000 }, () => view);
    const controller = new AbortController();
    const long = pool.run(endless, controller.signal);
    const isLongAborted = expect(long).rejects.toThrow("the short batch has ended");
    await Promise.race([pool.run([view], never()), long]);
    controller.abort(new Error("the short batch has ended"));
    await isLongAborted;
  });

  it("says what it is, and that it costs nothing", async () => {
    await using extractor = createRulesExtractor();
    expect(extractor).toMatchObject({ profile: "rules-en@3", paid: false });
    expect(extractor.description).toMatch(/^rule-based baseline \(English\)/);
    const { usage, raw } = await extractor.extract([], { signal: never() });
    expect([usage?.inputTokens, usage?.outputTokens, raw]).toEqual([0, 0, null]);
  });

  it("rejects with the reason of an abort, before and while it reads, and goes on with the next batch", async () => {
    await using extractor = createRulesExtractor({ workers: 1 });
    await expect(extractor.extract(batchOf(TEXTS), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    const controller = new AbortController();
    const running = extractor.extract(batchOf(TEXTS), { signal: controller.signal });
    const waiting = extractor.extract(batchOf(TEXTS), { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    await expect(waiting).rejects.toThrow("enough");
    const { extractions } = await extractor.extract(batchOf(TEXTS), { signal: never() });
    expect(extractions.size).toBe(TEXTS.length);
  });

  it("rejects what is under way when it is closed, and everything afterwards", async () => {
    const extractor = createRulesExtractor({ workers: 1 });
    const running = extractor.extract(batchOf(TEXTS), { signal: never() });
    const closed = extractor[Symbol.asyncDispose]();
    await expect(running).rejects.toThrow(ColloquyError);
    await closed;
    await expect(extractor.extract(batchOf(TEXTS), { signal: never() })).rejects.toThrow(/closed/);
  });

  it("rejects a batch whose thread dies with a sentence that says so, and starts another thread", async () => {
    await using extractor = createRulesExtractor({ workers: 1 });
    // What is no view makes the rules throw, as a fault of theirs would.
    const broken = [{ label: "c0", turns: [{ speaker: null, text: 7 as unknown as string }] }];
    await expect(extractor.extract(broken, { signal: never() })).rejects.toThrow(/thread died \(.+\)\.$/);
    const { extractions } = await extractor.extract(batchOf(TEXTS), { signal: never() });
    expect(extractions.size).toBe(TEXTS.length);
  });

  it.each([0, -1, 1.5, Number.NaN, 65])("refuses %d threads", (workers) => {
    expect(() => createRulesExtractor({ workers })).toThrow(/whole number from 1 to 64/);
  });
});
