import { expect, it } from "vitest";
import { noAnswer, refusal } from "./send-failure.ts";

it.each([
  [300.4, "300 ms"],
  [999, "999 ms"],
  [999.6, "1 s"],
  [1_000, "1 s"],
  [4_999, "5 s"],
])("reports the wait for a reply: %d ms", (waitedMs, said) => {
  expect(noAnswer(waitedMs).cause).toBe(`it did not answer within ${said}`);
});

it("reads the receiver's Retry-After in seconds or as a date", () => {
  expect(refusal(503, "7").retryAfterMs).toBe(7_000);
  const waitMs = refusal(429, new Date(Date.now() + 60_000).toUTCString()).retryAfterMs;
  expect(waitMs).toBeGreaterThan(30_000);
  expect(refusal(503, null).retryAfterMs).toBeNull();
});
