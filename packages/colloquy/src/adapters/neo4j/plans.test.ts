import { expect, it } from "vitest";
import { Plans } from "./plans.ts";

it("replans a statement once, after it has committed enough rows", () => {
  const plans = new Plans();
  const planned = () => [plans.planned("one"), plans.planned("other")];
  expect(planned()).toEqual(["one", "other"]);
  expect(plans.firstRows(["one"])).toBe(100);
  plans.committed(["one"], 99);
  expect([plans.firstRows(["one"]), plans.firstRows(["one", "other"])]).toEqual([0, 100]);
  expect(planned()).toEqual(["one", "other"]);
  plans.committed(["one"], 1);
  expect(planned()).toEqual(["CYPHER replan=force one", "other"]);
  plans.committed(["one"], 5_000);
  expect(planned()).toEqual(["one", "other"]);
});
