import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./clock.ts";

describe("the time of this machine", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("runs on when the machine's clock is set back", () => {
    const before = systemClock.now();
    vi.spyOn(Date, "now").mockReturnValue(0);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  it("counts from the epoch", () => {
    expect(new Date(systemClock.now()).getUTCFullYear()).toBeGreaterThanOrEqual(2025);
  });
});
