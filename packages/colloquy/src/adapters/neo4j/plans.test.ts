import { expect, it } from "vitest";
import { Plans } from "./plans.ts";

it("has a statement planned anew once, when enough rows were committed by way of it", () => {
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
