import { describe, expect, it } from "vitest";
import { EXTRACTION, freeReports, runReports } from "../../test/report-files/reports-fixture.ts";
import { compareReports } from "./compare-reports.ts";

const slower = runReports({
  head: { run: "20260302-140509-ab12", seconds: 1_000 },
  cost: { costUsd: null, costAtLeastUsd: 0.4, costAtMostUsd: 0.5 },
  performance: {
    lanes: [
      {
        ...EXTRACTION,
        batchSize: 5,
        latencyMs: null,
        heldBack: [
          { by: "requests", share: 0.6 },
          { by: "tokens", share: 0.4 },
        ],
      },
    ],
  },
});

describe("two runs beside each other", () => {
  const { differences, warnings } = compareReports(runReports(), slower);
  const find = (figure: string, lane: "extraction" | null) =>
    differences.find((each) => each.figure === figure && each.lane === lane);

  it("differ by what the second has more", () => {
    expect(find("time", null)).toEqual({
      lane: null,
      figure: "time",
      unit: "seconds",
      one: 843,
      other: 1_000,
      difference: 157,
    });
  });

  it("differ by nothing that is known where one of the figures is unknown", () => {
    expect(find("cost", null)).toMatchObject({ one: 0.3354252, other: null, difference: null });
    expect(find("latency p50", "extraction")).toMatchObject({ one: 1_900, other: null, difference: null });
  });

  it("differ in dollars by as much as their reports do, and have bounds of a cost that is not known", () => {
    const [one, other] = [0.1, 0.3].map((costUsd) => runReports({ cost: { costUsd } }));
    if (one === undefined || other === undefined) throw new Error("There are two runs.");
    const costs = compareReports(one, other).differences.filter(({ unit }) => unit === "usd");
    expect(costs.map(({ figure, difference }) => [figure, difference])).toEqual([
      ["cost", 0.2],
      ["unknown spend at most", 0],
    ]);
    expect(find("cost at least", null)).toMatchObject({ one: 0.3354252, other: 0.4, difference: 0.0645748 });
    expect(find("cost at most", null)).toMatchObject({ one: 0.3396252, other: 0.5, difference: 0.1603748 });
  });

  it("have the share of every bound that held back either", () => {
    expect(find("held back by tokens", "extraction")).toMatchObject({ one: 0.92, other: 0.4 });
    expect(find("held back by requests", "extraction")).toMatchObject({ one: 0, other: 0.6 });
  });

  it("know nothing of what held back a lane that nobody watched", () => {
    const [shares] = compareReports(runReports(), freeReports()).differences.filter(
      ({ figure }) => figure === "held back by tokens",
    );
    expect(shares).toMatchObject({ one: 0.92, other: null, difference: null });
  });

  it("have no figures of a lane that one of them lacks, and say which", () => {
    const without = runReports({ head: { run: "20260303-140509-ab12" }, performance: { lanes: [] } });
    for (const { differences: figures, warnings: told } of [
      compareReports(runReports(), without),
      compareReports(without, runReports()),
    ]) {
      expect(figures.filter(({ lane }) => lane !== null)).toEqual([]);
      expect(told).toEqual(["Run 20260303-140509-ab12 did no extraction, so that of extraction nothing is compared."]);
    }
  });

  it("say what else was different", () => {
    expect(warnings).toEqual(["Calls of extraction were of other sizes: 10 and 5 passages."]);
    const rules = freeReports({ outcome: "interrupted" });
    expect(compareReports(runReports(), rules).warnings).toEqual([
      "Run 20260301-140509-ab12 did not come to its end: its figures are those of a part of the work.",
      "Other models did extraction: openai:gpt-4o-mini and rules.",
    ]);
    expect(compareReports(runReports(), runReports()).warnings).toEqual([]);
  });
});
