import { describe, expect, it } from "vitest";
import type { Workspace } from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";
import { SharedWorkspace } from "./shared-workspace.ts";

/** Workspaces that only know their number and whether they are closed. */
class Workspaces {
  opened = 0;
  readonly closed: number[] = [];
  time = 0;
  stamp = "";
  refusal: Error | null = null;

  readonly shared = new SharedWorkspace({
    open: async () => {
      if (this.refusal !== null) throw this.refusal;
      const number = ++this.opened;
      return { number, [Symbol.asyncDispose]: async () => void this.closed.push(number) } as unknown as Workspace;
    },
    reopenAfterMs: 1_000,
    now: () => this.time,
    stamp: () => this.stamp,
  });

  fail(error: Error): Promise<never> {
    return this.shared.use(async () => {
      throw error;
    });
  }

  number(): Promise<number> {
    return this.shared.use(async (workspace) => (workspace as unknown as { readonly number: number }).number);
  }
}

describe("a shared workspace", () => {
  it("is opened once for calls that follow each other or overlap", async () => {
    const all = new Workspaces();
    expect(await Promise.all([all.number(), all.number()])).toEqual([1, 1]);
    expect(await all.number()).toBe(1);
    await all.shared[Symbol.asyncDispose]();
    expect(all.closed).toEqual([1]);
  });

  it("stays open as long as it is not written", async () => {
    const all = new Workspaces();
    await all.number();
    all.time = 100_000;
    expect(await all.number()).toBe(1);
    expect(all.closed).toEqual([]);
  });

  it("is opened anew a while after it was written, and closed when its last call ends", async () => {
    const all = new Workspaces();
    const { promise, resolve } = Promise.withResolvers<void>();
    const long = all.shared.use(() => promise);
    await all.number();
    all.stamp = "written";
    all.time = 999;
    expect(await all.number()).toBe(1);
    all.time = 1_000;
    expect(await all.number()).toBe(2);
    expect(all.closed).toEqual([]);
    resolve();
    await long;
    expect(all.closed).toEqual([1]);
    all.stamp = "written again";
    all.time = 2_000;
    expect(await all.number()).toBe(3);
    expect(all.closed).toEqual([1, 2]);
  });

  it("is opened anew after a failure to open or to read", async () => {
    const all = new Workspaces();
    all.refusal = new ColloquyError("invalid-input", "There is no workspace.");
    await expect(all.number()).rejects.toThrow("There is no workspace.");
    all.refusal = null;
    expect(await all.number()).toBe(1);
    await expect(all.fail(new ColloquyError("store", "The store is damaged."))).rejects.toThrow(
      "The store is damaged.",
    );
    expect(all.closed).toEqual([1]);
    expect(await all.number()).toBe(2);
  });

  it.each([new ColloquyError("ledger", "The ledger is damaged."), new TypeError("x is not a function")])(
    "is opened anew after %s",
    async (error) => {
      const all = new Workspaces();
      await expect(all.fail(error)).rejects.toBe(error);
      expect(await all.number()).toBe(2);
    },
  );

  it.each([
    new ColloquyError("not-found", "No entity."),
    new ColloquyError("provider", "The provider refuses the key."),
    new ColloquyError("workspace-busy", "Another run works on it."),
    new DOMException("Cancelled.", "AbortError"),
  ])("stays open after %s", async (error) => {
    const all = new Workspaces();
    await expect(all.fail(error)).rejects.toBe(error);
    expect(await all.number()).toBe(1);
  });
});
