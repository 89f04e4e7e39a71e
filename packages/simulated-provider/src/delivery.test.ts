import { expect, it } from "vitest";
import type { Clock } from "./clock.ts";
import { deliver } from "./delivery.ts";
import type { Reply } from "./outcome.ts";

const REPLY: Reply = {
  kind: "reply",
  content: { kind: "chat", text: "words", refusal: null, finishReason: "stop" },
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
  limits: { requests: null, tokens: null },
  pace: { headMs: 100, firstWordMs: 400, totalMs: 1_400 },
  breaksOff: null,
};

/** A clock whose sleepers wake too late, as on a busy machine. */
function lateClock(lateMs: number): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => void (now += Math.max(0, milliseconds) + lateMs),
  };
}

async function parts(lateMs: number): Promise<{ readonly at: number; readonly share: number }[]> {
  const clock = lateClock(lateMs);
  const received: { at: number; share: number }[] = [];
  const receiver = {
    onHead: () => void received.push({ at: clock.now(), share: 0 }),
    onPart: (share: number) => void received.push({ at: clock.now(), share }),
  };
  await deliver(REPLY, { clock, pieceMs: 250, signal: new AbortController().signal }, receiver);
  return received;
}

it("sends the head, waits while the model reasons, then sends the words in pieces", async () => {
  expect(await parts(0)).toEqual([
    { at: 100, share: 0 },
    { at: 650, share: 0.25 },
    { at: 900, share: 0.5 },
    { at: 1_150, share: 0.75 },
    { at: 1_400, share: 1 },
  ]);
});

it("sends fewer pieces when it is late, and no burst", async () => {
  const received = await parts(400);
  expect(received.map(({ share }) => share)).toEqual([0, 0.25, 0.9, 1]);
});
