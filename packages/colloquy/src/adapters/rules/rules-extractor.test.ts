import { describe, expect, it } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import type { ExtractionRequest } from "../../ports/index.ts";
import { startThread, threadFile } from "../../threads/index.ts";
import { extractWithRules } from "./extract.ts";
import { createRulesExtractor, createRulesPool } from "./rules-extractor.ts";
import type { RulesThread } from "./rules-thread.ts";

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
  it("returns the rules' result for every label, alone or in a batch, with any number of threads", async () => {
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

  it("extracts the same from a text in a new thread after any other text", async () => {
    const texts = [
      "Yes, Janet's, yes. (Janet's) O'Brien's-making, C-7.",
      "Janet's making it harder for O'Brien's team, and C-7 too.",
      "JANET'S O'BRIEN'S c-7 well-Janet's-making.",
    ];
    const file = threadFile(import.meta.url, "rules-thread");
    const extractInNewThread = async (order: readonly string[]): Promise<Map<string, unknown>> => {
      // No other test uses a thread with this limit, and the second extractor does not reuse it.
      const options = { name: "rules", file, heapMegabytes: 200, data: null, isReusable: false };
      await using thread = await startThread<null>(options);
      const rules = thread.client.object<RulesThread>("pooled");
      const found = new Map<string, unknown>();
      for (const text of order) found.set(text, await rules.extract([[{ speaker: "Ada", text }]]));
      return found;
    };
    expect(await extractInNewThread(texts.toReversed())).toEqual(await extractInNewThread(texts));
  });

  it("extracts the same in several threads at once", async () => {
    await using pool = createRulesPool(3, 0);
    const views = TEXTS.map((text) => [{ speaker: "Ada", text }]);
    await pool.run((rules) => rules.extract(views));
    const read = await Promise.all(views.map((view) => pool.run((rules) => rules.extract([view]))));
    expect(read).toEqual(views.map((view) => [extractWithRules(view)]));
  });

  it("starts another thread for a waiting batch, without a further batch", async () => {
    await using pool = createRulesPool(2, 50);
    const view = [{ speaker: "Ada", text: "Meditation reduces anxiety." }];
    // One thread takes far longer for these views than another takes to start.
    const endless = Array.from({ length: 200_000 }, () => view);
    const controller = new AbortController();
    const long = pool.run((rules) => rules.extract(endless), { signal: controller.signal });
    const isLongAborted = expect(long).rejects.toThrow("the short batch has ended");
    await Promise.race([pool.run((rules) => rules.extract([view])), long]);
    controller.abort(new Error("the short batch has ended"));
    await isLongAborted;
  });

  it("has a description, and no costs", async () => {
    await using extractor = createRulesExtractor();
    expect(extractor).toMatchObject({ profile: "rules-en@3", paid: false });
    expect(extractor.description).toMatch(/^rule-based baseline \(English\)/);
    const { usage, raw } = await extractor.extract([], { signal: never() });
    expect([usage?.inputTokens, usage?.outputTokens, raw]).toEqual([0, 0, null]);
  });

  it("rejects with the reason of an abort, before and during a batch, and then accepts the next batch", async () => {
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

  it("rejects batches in flight and later batches when it is closed", async () => {
    const extractor = createRulesExtractor({ workers: 1 });
    const running = extractor.extract(batchOf(TEXTS), { signal: never() });
    const closed = extractor[Symbol.asyncDispose]();
    await expect(running).rejects.toThrow(ColloquyError);
    await closed;
    await expect(extractor.extract(batchOf(TEXTS), { signal: never() })).rejects.toThrow(/closed/);
  });

  it("rejects a batch on which the rules fail, and continues with the next batch", async () => {
    await using extractor = createRulesExtractor({ workers: 1 });
    // An invalid view makes the rules throw, like a defect in them.
    const broken = [{ label: "c0", turns: [{ speaker: null, text: 7 as unknown as string }] }];
    const failed = await extractor.extract(broken, { signal: never() }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: expect.stringMatching(/extractor failed on a batch \(.+\)\.$/) });
    // A ColloquyError would stop the run.
    expect(failed).not.toBeInstanceOf(ColloquyError);
    const { extractions } = await extractor.extract(batchOf(TEXTS), { signal: never() });
    expect(extractions.size).toBe(TEXTS.length);
  });

  it.each([0, -1, 1.5, Number.NaN, 65])("rejects %d threads", (workers) => {
    expect(() => createRulesExtractor({ workers })).toThrow(/whole number from 1 to 64/);
  });
});
