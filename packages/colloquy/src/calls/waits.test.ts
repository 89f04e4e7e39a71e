import { describe, expect, it } from "vitest";
import { StageWaits } from "./waits.ts";

describe("the waits of a stage", () => {
  it("have the duration of the longest current wait, in any order of their ends", async () => {
    let now = 0;
    const waits = new StageWaits(() => now);
    const [early, late] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const first = waits.during("store", () => early.promise);
    now = 400;
    const second = waits.during("store", () => late.promise);
    now = 1000;
    expect([waits.longest("store"), waits.longest("budget")]).toEqual([1000, 0]);
    early.resolve(7);
    expect(await first).toBe(7);
    expect(waits.longest("store")).toBe(600);
    late.reject(new Error("the disk is full"));
    await expect(second).rejects.toThrow("the disk is full");
    expect(waits.longest("store")).toBe(0);
  });
});
