import { describe, expect, it } from "vitest";
import { OverloadThrottle } from "./overload-throttle.ts";

/** Sends up to ten calls a second to a server that reports overload above `most` a second. */
function send(throttle: OverloadThrottle, from: number, seconds: number, most: number) {
  const sent: number[] = [];
  let complaints = 0;
  for (let now = from; now < from + 1_000 * seconds; now += 100) {
    if (throttle.waitFor(now) > 0) continue;
    throttle.sent(now);
    sent.push(now);
    const tooMuch = sent.filter((at) => at > now - 1_000).length > most;
    if (tooMuch) complaints += 1;
    throttle.ended(tooMuch, now);
  }
  return { sent: sent.length, complaints };
}

describe("the overload throttle", () => {
  it("does not engage after single errors", () => {
    const throttle = new OverloadThrottle();
    for (let end = 0; end < 1_000; end++) throttle.ended(end % 200 === 0, 100 * end);
    expect(throttle.waitFor(100_000)).toBe(0);
  });

  it("engages when errors repeat, and disengages after they end", () => {
    const throttle = new OverloadThrottle();
    const overloaded = send(throttle, 0, 120, 5);
    expect(overloaded.complaints).toBeLessThan(0.15 * overloaded.sent);
    expect(overloaded.sent).toBeGreaterThan(120 * 2);
    expect(throttle.active).toBe(true);
    send(throttle, 120_000, 60, 100);
    expect(send(throttle, 180_000, 10, 100)).toEqual({ sent: 100, complaints: 0 });
  });
});
