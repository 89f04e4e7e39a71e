import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from "@ai-sdk/provider";
import { describe, expect, it } from "vitest";
import { readReply } from "./read-reply.ts";

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
  return (await readReply(stream, { maxCharacters: 100, listeners: {} })).usage;
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
