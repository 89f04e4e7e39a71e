import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./clock.ts";

describe("the time of this machine", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("goes on where somebody sets the machine's clock back", () => {
    const before = systemClock.now();
    vi.spyOn(Date, "now").mockReturnValue(0);
    expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  });

  it("is that since the epoch", () => {
    expect(new Date(systemClock.now()).getUTCFullYear()).toBeGreaterThanOrEqual(2025);
  });
});
