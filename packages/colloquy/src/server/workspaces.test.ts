import { describe, expect, it } from "vitest";
import type { Workspace } from "../composition/index.ts";
import { SharedWorkspace } from "../serving/index.ts";
import { CountedTranscripts } from "./counted-transcripts.ts";
import { Workspaces } from "./workspaces.ts";

const NAMES = Array.from({ length: 10 }, (_, index) => `w${index}`);

/** Workspaces that only know their name. */
function workspaces(): {
  readonly all: Workspaces;
  readonly opened: string[];
  readonly closed: string[];
} {
  const [opened, closed]: [string[], string[]] = [[], []];
  const share = (name: string): SharedWorkspace =>
    new SharedWorkspace({
      open: async () => {
        opened.push(name);
        return { [Symbol.asyncDispose]: async () => void closed.push(name) } as unknown as Workspace;
      },
      reopenAfterMs: 1_000,
      now: () => 0,
      stamp: () => "",
    });
  const exists = (name: string): boolean => NAMES.includes(name);
  return { all: new Workspaces({ list: async () => [], exists, share }), opened, closed };
}

describe("the workspaces of a server", () => {
  it("are opened when they are read, and at most eight stay open: those that were used last", async () => {
    const { all, opened, closed } = workspaces();
    const use = (name: string): Promise<void> => all.use(name, async () => undefined);
    for (const name of NAMES.slice(0, 8)) await use(name);
    await use("w0");
    expect([opened, closed]).toEqual([NAMES.slice(0, 8), []]);
    await use("w8");
    await expect.poll(() => closed).toEqual(["w1"]);
    await use("w1");
    await expect.poll(() => closed).toEqual(["w1", "w2"]);
    await all[Symbol.asyncDispose]();
    expect(closed.toSorted()).toEqual(["w0", "w1", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"]);
  });

  it("stay open while they are read", async () => {
    const { all, closed } = workspaces();
    const { promise, resolve } = Promise.withResolvers<void>();
    const long = all.use("w0", () => promise);
    for (const name of NAMES.slice(1)) await all.use(name, async () => undefined);
    expect(closed).not.toContain("w0");
    resolve();
    await long;
    expect(closed).toContain("w0");
    await all[Symbol.asyncDispose]();
  });

  it("are only those that exist, also if they are too many for the list", async () => {
    const { all, opened } = workspaces();
    await expect(all.use("../w0", async () => undefined)).rejects.toMatchObject({ code: "not-found" });
    expect(opened).toEqual([]);
  });
});

describe("the number of transcripts", () => {
  const { signal } = new AbortController();
  const fail = (error: unknown): never => {
    throw error;
  };

  it("is counted again after the workspace was written", async () => {
    let stamp = "";
    let counted = 0;
    const count = async (): Promise<number> => ++counted;
    const transcripts = new CountedTranscripts({ count, stamp: () => stamp, onError: fail, signal });
    expect([await transcripts.of("talks"), await transcripts.of("talks")]).toEqual([1, 1]);
    stamp = "written";
    expect(await transcripts.of("talks")).toBe(2);
  });

  it("is 0 for a workspace that cannot be read, and counted again", async () => {
    const errors: unknown[] = [];
    const counts = [Promise.reject(new Error("No.")), Promise.resolve(7)];
    const transcripts = new CountedTranscripts({
      count: () => counts.shift() ?? Promise.resolve(8),
      stamp: () => "",
      onError: (error) => errors.push(error),
      signal,
    });
    expect([await transcripts.of("talks"), errors]).toEqual([0, [new Error("No.")]]);
    expect([await transcripts.of("talks"), await transcripts.of("talks")]).toEqual([7, 7]);
    expect(errors).toHaveLength(1);
  });

  it("is counted for four workspaces at once", async () => {
    const begun: string[] = [];
    const counts = NAMES.map(() => Promise.withResolvers<number>());
    const transcripts = new CountedTranscripts({
      count: (workspace) => {
        begun.push(workspace);
        return counts[NAMES.indexOf(workspace)]?.promise ?? Promise.reject(new Error("Unknown."));
      },
      stamp: () => "",
      onError: fail,
      signal,
    });
    const all = Promise.all(NAMES.map((name) => transcripts.of(name)));
    expect(begun).toEqual(NAMES.slice(0, 4));
    counts[1]?.resolve(1);
    await expect.poll(() => begun).toEqual(NAMES.slice(0, 5));
    counts.forEach(({ resolve }, index) => resolve(index));
    expect(await all).toEqual(NAMES.map((_, index) => index));
    expect(begun).toEqual(NAMES);
  });
});
