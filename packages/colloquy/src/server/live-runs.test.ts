import { describe, expect, it } from "vitest";
import { type LiveRun, LiveRuns } from "./live-runs.ts";

const CHUNKS = { total: 2, extracted: 0, embedded: 0, pending: 2, deadLetters: 0 };

/** A workspace of which every read takes some time. */
class Source {
  time = 0;
  stamp = "";
  compared = 0;
  reads = 0;
  tookMs = 0;
  failure: Error | null = null;

  readonly live = new LiveRuns({
    read: async () => {
      this.reads += 1;
      this.time += this.tookMs;
      if (this.failure !== null) throw this.failure;
      return { version: "1", run: null, chunks: { ...CHUNKS, extracted: this.reads }, log: [] };
    },
    stamp: () => {
      this.compared += 1;
      return this.stamp;
    },
    now: () => this.time,
  });

  async extracted(): Promise<number> {
    return (await this.live.read("talks")).chunks.extracted;
  }
}

describe("the state of a run", () => {
  it("is read once as long as nothing is written, for all clients", async () => {
    const source = new Source();
    expect(await Promise.all([source.extracted(), source.extracted()])).toEqual([1, 1]);
    source.time = 100_000;
    expect(await source.extracted()).toBe(1);
  });

  it("is compared with the workspace at most twice a second", async () => {
    const source = new Source();
    for (; source.time < 2_000; source.time += 100) await source.extracted();
    expect([source.compared, source.reads]).toEqual([4, 1]);
  });

  it("is read again at most twice a second", async () => {
    const source = new Source();
    await source.extracted();
    source.stamp = "written";
    source.time = 499;
    expect(await source.extracted()).toBe(1);
    source.time = 500;
    expect(await source.extracted()).toBe(2);
  });

  it("is read more rarely if reading takes long", async () => {
    const source = new Source();
    source.tookMs = 200;
    await source.extracted();
    source.stamp = "written";
    source.time = 1_999;
    expect(await source.extracted()).toBe(1);
    source.time = 2_000;
    expect(await source.extracted()).toBe(2);
  });

  it("is read again after three seconds, although the first read opened the workspace and took long", async () => {
    const source = new Source();
    source.tookMs = 5_000;
    await source.extracted();
    source.tookMs = 0;
    source.stamp = "written";
    source.time = 5_499;
    expect(await source.extracted()).toBe(2);
  });

  it("is compared with the workspace soon also if its last read took long", async () => {
    const source = new Source();
    source.tookMs = 2_000;
    await source.extracted();
    for (source.time = 60_000; source.time < 61_000; source.time += 100) await source.extracted();
    source.stamp = "written";
    source.time += 500;
    expect(await source.extracted()).toBe(2);
  });

  it("is read again at once after a failure", async () => {
    const source = new Source();
    source.failure = new Error("No.");
    await expect(source.extracted()).rejects.toThrow("No.");
    source.failure = null;
    expect(await source.extracted()).toBe(2);
  });

  it("is followed until the signal is aborted, and told only if it changed", async () => {
    const source = new Source();
    const leaving = new AbortController();
    const states: LiveRun[] = [];
    for await (const state of source.live.follow("talks", leaving.signal)) {
      states.push(state);
      source.time += 500;
      source.stamp = String(states.length);
      if (states.length === 2) leaving.abort();
    }
    expect(states.map(({ chunks }) => chunks.extracted)).toEqual([1, 2]);
  });
});
