import { describe, expect, it } from "vitest";
import { Reserve } from "./reserve.ts";

describe("the reserve of a limit", () => {
  it("is assumed after two refusals that suggest about the same amount, and decays", () => {
    const reserve = new Reserve();
    expect(reserve.suspect(400, 50, 1_000, 0)).toBe(false);
    expect(reserve.suspect(700, 50, 1_000, 0)).toBe(false);
    expect(reserve.suspect(720, 50, 1_000, 0)).toBe(true);
    expect(reserve.amount).toBe(720);
    expect(reserve.decay(1_000, 59_000)).toBe(false);
    expect(reserve.decay(1_000, 60_000)).toBe(true);
    expect(reserve.amount).toBe(670);
  });

  it("is certain if the provider's own figures show it", () => {
    const reserve = new Reserve();
    expect(reserve.show(500, 480, 1_000, 0)).toBe(false);
    expect(reserve.show(500, 100, 1_000, 0)).toBe(true);
    expect(reserve.doubt(1_000)).toBe(false);
    expect(reserve.decay(1_000, 600_000)).toBe(false);
    expect(reserve.amount).toBe(400);
  });

  it("is dropped after a refusal with another reason", () => {
    const reserve = new Reserve();
    reserve.suspect(700, 50, 1_000, 0);
    reserve.suspect(700, 50, 1_000, 0);
    expect(reserve.doubt(1_000)).toBe(true);
    expect(reserve.amount).toBe(0);
  });
});
