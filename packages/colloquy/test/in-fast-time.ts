import { vi } from "vitest";

/** The result of work whose waits of seconds take milliseconds. */
export async function inFastTime<Result>(work: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const state = { isEnded: false };
    const end = (): void => void (state.isEnded = true);
    const result = work();
    result.then(end, end);
    while (!state.isEnded) await vi.advanceTimersByTimeAsync(100);
    return await result;
  } finally {
    vi.useRealTimers();
  }
}
