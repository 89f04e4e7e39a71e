import { describe, expect, it } from "vitest";
import { RequestQueue } from "./request-queue.ts";

describe("requests in flight", () => {
  it("never exceed the limit, and start in order", async () => {
    const queue = new RequestQueue(2);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const request = (n: number) => async () => {
      started.push(n);
      await new Promise<void>((resolve) => finish.push(resolve));
    };
    await queue.start(request(1));
    await queue.start(request(2));
    const third = queue.start(request(3));
    await Promise.resolve();
    expect(started).toEqual([1, 2]);
    finish[1]?.();
    await third;
    expect(started).toEqual([1, 2, 3]);
    for (const one of finish) one();
    await queue.settled();
  });

  it("report a failure once, to the next request or to the wait for all requests", async () => {
    const queue = new RequestQueue(1);
    const fail = (word: string) => async () => {
      throw new Error(word);
    };
    await queue.start(fail("first"));
    await expect(queue.start(async () => {})).rejects.toThrow("first");
    await queue.settled();
    await queue.start(fail("second"));
    await expect(queue.settled()).rejects.toThrow("second");
    await queue.settled();
  });
});
