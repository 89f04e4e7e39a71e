import { expect, it } from "vitest";
import { noAnswer } from "./send-failure.ts";

it.each([
  [300.4, "300 ms"],
  [999, "999 ms"],
  [999.6, "1 s"],
  [1_000, "1 s"],
  [4_999, "5 s"],
])("says how long an answer was waited for: %d ms", (waitedMs, said) => {
  expect(noAnswer(waitedMs).cause).toBe(`it did not answer within ${said}`);
});
