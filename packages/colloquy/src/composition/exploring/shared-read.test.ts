import { describe, expect, it } from "vitest";
import { SharedRead } from "./shared-read.ts";

const NEVER = new AbortController().signal;

describe("a shared read", () => {
  it("is done once while its key stays the same", async () => {
    const shared = new SharedRead<number>();
    let reads = 0;
    const read = async (): Promise<number> => (reads += 1);
    expect(await Promise.all([shared.take("a", read, NEVER), shared.take("a", read, undefined)])).toEqual([1, 1]);
    expect(await shared.take("b", read, NEVER)).toBe(2);
    expect(await shared.take("a", read, NEVER)).toBe(3);
  });

  it("is repeated after a failure", async () => {
    const shared = new SharedRead<string>();
    const failing = shared.take("a", () => Promise.reject(new Error("disk")), NEVER);
    await expect(failing).rejects.toThrow("disk");
    expect(await shared.take("a", async () => "read", NEVER)).toBe("read");
  });

  it("goes on for the other callers when one of them is aborted", async () => {
    const shared = new SharedRead<string>();
    const { promise, resolve } = Promise.withResolvers<string>();
    const controller = new AbortController();
    const aborted = shared.take("a", () => promise, controller.signal);
    const other = shared.take("a", () => Promise.reject(new Error("a second read")), undefined);
    controller.abort(new Error("no longer wanted"));
    await expect(aborted).rejects.toThrow("no longer wanted");
    resolve("read");
    expect(await other).toBe("read");
    await expect(shared.take("a", async () => "again", controller.signal)).rejects.toThrow("no longer wanted");
  });
});
