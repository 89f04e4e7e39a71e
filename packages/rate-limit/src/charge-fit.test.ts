import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallTokens } from "./call-tokens.ts";
import { ChargeFit, type ChargeFormula } from "./charge-fit.ts";

const FORMULAS: readonly ChargeFormula[] = ["larger", "sum", "input"];
const truth: Record<ChargeFormula, (input: number, output: number) => number> = {
  larger: (input, output) => Math.max(input, output),
  sum: (input, output) => input + output,
  input: (input) => input,
};

describe("what calls are charged", () => {
  it("is the most expensive formula while nothing is known", () => {
    expect(new ChargeFit(FORMULAS).chargeOf({ inputTokens: 3_000, maxOutputTokens: 4_000 })).toBe(7_000);
  });

  it.each(FORMULAS)("is learnt from measurements: %s, by the provider's own count of a prompt", (formula) => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.7, max: 1.5, noNaN: true }),
        fc.array(fc.tuple(fc.integer({ min: 500, max: 9_000 }), fc.integer({ min: 500, max: 6_000 })), {
          minLength: 30,
          maxLength: 30,
        }),
        (measure, sizes) => {
          const fit = new ChargeFit(FORMULAS);
          const charged = ({ inputTokens, maxOutputTokens }: CallTokens) =>
            truth[formula](measure * inputTokens, maxOutputTokens);
          const calls = sizes.map(([inputTokens, maxOutputTokens]) => ({ inputTokens, maxOutputTokens }));
          for (const tokens of calls) fit.learn([tokens], charged(tokens), 1);
          const off = calls.filter((tokens) => Math.abs(fit.chargeOf(tokens) / charged(tokens) - 1) > 0.1);
          // Charges that are too low in general would cause refusals.
          const low = calls.filter((tokens) => fit.chargeOf(tokens) < 0.9 * charged(tokens));
          expect(low.length).toBeLessThanOrEqual(3);
          if (formula === "sum") expect(off.length).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is learnt from calls that were charged together", () => {
    const fit = new ChargeFit(FORMULAS);
    const batch = (inputTokens: number) => ({ inputTokens, maxOutputTokens: 1_000 });
    for (const inputs of [
      [500, 4_000],
      [5_000, 300, 2_000],
      [600, 600, 8_000],
    ])
      fit.learn(
        inputs.map(batch),
        inputs.reduce((sum, input) => sum + 1.2 * input + 1_000, 0),
        1,
      );
    expect(fit.chargeOf(batch(1_000))).toBeCloseTo(2_200, -1);
  });

  it("uses the provider's count of the prompt as a first estimate only", () => {
    const fit = new ChargeFit(["input"]);
    fit.suggestFactor(1.5);
    expect(fit.chargeOf({ inputTokens: 100, maxOutputTokens: 0 })).toBe(150);
    fit.learn([{ inputTokens: 100, maxOutputTokens: 0 }], 110, 1);
    fit.suggestFactor(1.5);
    expect(fit.chargeOf({ inputTokens: 100, maxOutputTokens: 0 })).toBeCloseTo(110);
  });
});
