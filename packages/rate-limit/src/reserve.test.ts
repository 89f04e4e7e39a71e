import { describe, expect, it } from "vitest";
import { Reserve } from "./reserve.ts";

describe("what is kept back of a limit", () => {
  it("is believed when two refusals mean about the same, and given up bit by bit", () => {
    const kept = new Reserve();
    expect(kept.suspect(400, 50, 1_000, 0)).toBe(false);
    expect(kept.suspect(700, 50, 1_000, 0)).toBe(false);
    expect(kept.suspect(720, 50, 1_000, 0)).toBe(true);
    expect(kept.amount).toBe(720);
    expect(kept.decay(1_000, 59_000)).toBe(false);
    expect(kept.decay(1_000, 60_000)).toBe(true);
    expect(kept.amount).toBe(670);
  });

  it("is certain where the provider's own figures show it", () => {
    const kept = new Reserve();
    expect(kept.show(500, 480, 1_000, 0)).toBe(false);
    expect(kept.show(500, 100, 1_000, 0)).toBe(true);
    expect(kept.doubt(1_000)).toBe(false);
    expect(kept.decay(1_000, 600_000)).toBe(false);
    expect(kept.amount).toBe(400);
  });

  it("was none where a refusal has another reason", () => {
    const kept = new Reserve();
    kept.suspect(700, 50, 1_000, 0);
    kept.suspect(700, 50, 1_000, 0);
    expect(kept.doubt(1_000)).toBe(true);
    expect(kept.amount).toBe(0);
  });
});
