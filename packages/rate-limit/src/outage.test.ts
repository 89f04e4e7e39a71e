import { describe, expect, it } from "vitest";
import { Outage } from "./outage.ts";

const calls = Array.from({ length: 5 }, (_, number) => ({ number }));
const call = (index: number) => calls[index] as object;
const outage = (pinged = false) =>
  new Outage(
    () => 0.5,
    () => pinged,
  );

describe("an outage", () => {
  it("begins when several calls in a row fail and none is answered", () => {
    const seen = outage();
    expect([0, 1, 2].map((index) => seen.fail(call(index), "server", 100 + index, 200 + index))).toEqual([
      false,
      false,
      true,
    ]);
    expect(seen.active).toBe(true);
    expect(seen.since).toBe(200);
  });

  it("does not begin if one call alone fails again and again at the server", () => {
    const seen = outage();
    for (let at = 0; at < 10; at++) expect(seen.fail(call(0), "server", at, at + 1)).toBe(false);
  });

  it("begins with one call if the server cannot be reached", () => {
    const seen = outage();
    expect([1, 2, 3].map((at) => seen.fail(call(0), "network", at, at))).toEqual([false, false, true]);
  });

  it("does not begin if a reply began in between", () => {
    const seen = outage();
    seen.fail(call(0), "network", 100, 110);
    seen.fail(call(1), "network", 101, 111);
    seen.answer(90, true);
    expect(seen.fail(call(2), "network", 102, 112)).toBe(false);
  });

  it("does not end with a reply that began before it", () => {
    const seen = outage();
    for (const index of [0, 1, 2]) seen.fail(call(index), "network", 100, 110);
    expect(seen.answer(50, false)).toBeNull();
    expect(seen.active).toBe(true);
    expect(seen.answer(120, false)).toEqual({ since: 110, certain: true });
    expect(seen.active).toBe(false);
  });

  it("is probed less and less often, but at least every 15 seconds", () => {
    const seen = outage();
    for (const index of [0, 1, 2]) seen.fail(call(index), "network", 0, 0);
    const waits: number[] = [];
    for (let probe = 0; probe < 7; probe++) {
      const at = seen.nextProbeAt;
      seen.fail(call(0), "network", at, at);
      waits.push(seen.nextProbeAt - at);
    }
    expect(waits).toEqual([1_500, 3_000, 6_000, 11_250, 11_250, 11_250, 11_250]);
  });

  it("is certain only after a failed ping, if there are pings", () => {
    const seen = outage(true);
    for (const at of [1, 2, 3]) expect(seen.fail(call(0), "server", at, at)).toBe(false);
    expect(seen.active).toBe(true);
    const ping = seen.nextProbeAt;
    expect(seen.fail(call(1), "server", ping, ping)).toBe(true);
    expect(seen.fail(call(2), "server", seen.nextProbeAt, seen.nextProbeAt)).toBe(false);
    expect(seen.answer(ping + 60_000, true)).toEqual({ since: 1, certain: true });
  });

  it("did not exist if the first ping is answered", () => {
    const seen = outage(true);
    for (const index of [0, 1, 2]) seen.fail(call(index), "server", 1, 2);
    expect(seen.answer(seen.nextProbeAt, true)).toEqual({ since: 2, certain: false });
    expect(seen.active).toBe(false);
  });
});
