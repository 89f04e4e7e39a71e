import { expect, it } from "vitest";
import { goDuration } from "./headers.ts";

it("writes durations as Go does", () => {
  const written = [0, 120, 999.6, 1_200, 59_999, 60_000, 360_000, 3_661_500].map(goDuration);
  expect(written).toEqual(["0ms", "120ms", "1s", "1.2s", "59.999s", "1m0s", "6m0s", "1h1m1.5s"]);
});
