import { describe, expect, it } from "vitest";
import { createFakeClock } from "./testing.ts";

const going = () => new AbortController().signal;

describe("the fake clock", () => {
  it("stands still until it is advanced", async () => {
    const clock = createFakeClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
    expect(clock.nextWake).toBeNull();
  });

  it("wakes sleepers at their times and in their order, also those that sleep again meanwhile", async () => {
    const clock = createFakeClock();
    const woken: [string, number][] = [];
    const sleep = async (name: string, ...times: number[]) => {
      for (const time of times) {
        await clock.sleep(time, going());
        woken.push([name, clock.now()]);
      }
    };
    const all = Promise.all([sleep("late", 50), sleep("often", 20, 20, 5), sleep("never", 1_000)]);
    expect(clock.sleeping).toBe(3);
    expect(clock.nextWake).toBe(20);
    await clock.advance(60);
    expect(woken).toEqual([
      ["often", 20],
      ["often", 40],
      ["often", 45],
      ["late", 50],
    ]);
    expect(clock.sleeping).toBe(1);
    await clock.advance(940);
    await all;
    expect(clock.now()).toBe(1_000);
  });

  it("rejects a sleeper with the reason of its signal, and removes its listener", async () => {
    const clock = createFakeClock();
    const controller = new AbortController();
    const reason = new Error("stop");
    const sleeping = clock.sleep(10, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(clock.sleeping).toBe(0);
    await expect(clock.sleep(10, controller.signal)).rejects.toBe(reason);
    await clock.advance(100);
  });
});
