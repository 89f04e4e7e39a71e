import { describe, expect, it } from "vitest";
import { expectations, verdict } from "./expectations.ts";
import { paidRun, unknownRun } from "../../test/report-page/fixture.ts";

describe("the outcome of an estimate", () => {
  it("sums the models of the stage without pings", () => {
    const reports = paidRun();
    const [extraction] = reports.cost.estimates;
    if (extraction === undefined) throw new Error("the fixture has an estimate");
    const rows = expectations(extraction, reports);
    expect(rows.map(({ what, outcome }) => [what, outcome])).toEqual([
      ["calls", 1_790],
      ["inputTokens", 4_212_380],
      ["outputTokens", 1_318_204],
      ["costUsd", 1.3402],
      ["seconds", 1_598.3],
    ]);
    expect(rows.map(verdict)).toEqual([
      "within the range",
      "within the range",
      "within the range",
      "within the range",
      "above the range",
    ]);
  });

  it("has no range for a figure without an estimate", () => {
    const reports = unknownRun();
    const [extraction] = reports.cost.estimates;
    if (extraction === undefined) throw new Error("the fixture has an estimate");
    const ranged = expectations(extraction, reports).filter(({ range }) => range !== null);
    expect(ranged.map(({ what }) => what)).toEqual(["calls", "inputTokens", "outputTokens"]);
  });

  it("has no tokens and no cost when no reply reported usage", () => {
    const paid = paidRun();
    const [extraction] = paid.cost.estimates;
    if (extraction === undefined) throw new Error("the fixture has an estimate");
    const models = paid.cost.models.map((model) => ({
      ...model,
      unreported: model.replies,
      inputTokens: 0,
      costUsd: null,
    }));
    const rows = expectations(extraction, { ...paid, cost: { ...paid.cost, models } });
    expect(rows.map(({ outcome }) => outcome)).toEqual([1_790, null, null, null, 1_598.3]);
  });

  it("has no cost when a price is not known", () => {
    const paid = paidRun();
    const [extraction] = paid.cost.estimates;
    if (extraction === undefined) throw new Error("the fixture has an estimate");
    const rows = expectations(extraction, { ...paid, cost: unknownRun().cost });
    const cost = rows.find(({ what }) => what === "costUsd");
    expect(cost?.outcome).toBeNull();
    expect(cost && verdict(cost)).toBe("not known");
  });
});
