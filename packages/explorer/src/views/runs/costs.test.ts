import { expect, it } from "vitest";
import { costOf } from "./costs.ts";

it("gives the cost of a run, its bounds, or says that it is not known", () => {
  expect(costOf({ costUsd: 1.5, costAtLeastUsd: 1, costAtMostUsd: 2 })).toBe("$1.50");
  expect(costOf({ costUsd: 0, costAtLeastUsd: 0, costAtMostUsd: 0 })).toBe("$0");
  expect(costOf({ costUsd: null, costAtLeastUsd: 0.012, costAtMostUsd: 2 })).toBe("$0.012 to $2.00");
  expect(costOf({ costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null })).toBe("not known");
});
