import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "@ai-sdk/provider";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingText, readStream } from "./read-stream.ts";

async function usageOf(usage: LanguageModelV4Usage) {
  const parts: LanguageModelV4StreamPart[] = [
    { type: "finish", finishReason: { unified: "stop", raw: undefined }, usage },
  ];
  const stream = new ReadableStream<LanguageModelV4StreamPart>({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
  return (await readStream(stream, 100, {})).usage;
}

const output = { total: 5, text: 5, reasoning: undefined };

describe("the usage of a reply", () => {
  it("has the input that was read from the cache and the input that was written to it", async () => {
    const inputTokens = { total: 100, noCache: 10, cacheRead: 60, cacheWrite: 30 };
    expect(await usageOf({ inputTokens, outputTokens: output })).toEqual({
      inputTokens: 100,
      cachedInputTokens: 60,
      cacheWrittenTokens: 30,
      outputTokens: 5,
      reasoningTokens: 0,
    });
  });

  it.each([
    [undefined, 7],
    [5, undefined],
    [undefined, undefined],
  ])("is unknown unless both are reported: %s in, %s out", async (read, written) => {
    const inputTokens = { total: read, noCache: read, cacheRead: undefined, cacheWrite: undefined };
    expect(await usageOf({ inputTokens, outputTokens: { ...output, total: written } })).toBeNull();
  });

  it("has no written tokens if none were written", async () => {
    const inputTokens = { total: 100, noCache: 100, cacheRead: undefined, cacheWrite: undefined };
    expect(await usageOf({ inputTokens, outputTokens: output })).not.toHaveProperty("cacheWrittenTokens");
  });
});

describe("GrowingText", () => {
  it("joins any number of pieces in order at any time", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300, size: "max" }), (pieces) => {
        const text = new GrowingText();
        let expected = "";
        for (const [index, piece] of pieces.entries()) {
          text.add(piece);
          expected += piece;
          if (index % 50 === 0) expect(text.whole()).toBe(expected);
        }
        expect(text.whole()).toBe(expected);
      }),
    );
  });
});
