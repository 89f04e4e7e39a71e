import { describe, expect, it } from "vitest";
import { Access } from "./access.ts";
import { Gate } from "./gate.ts";
import { TokenBuckets } from "./token-bucket.ts";

describe("token buckets", () => {
  it("grant some at once, then so many a second, to each client", () => {
    let time = 0;
    const buckets = new TokenBuckets({ size: 3, perSecond: 2, now: () => time });
    expect([1, 2, 3, 4].map(() => buckets.take("a"))).toEqual([0, 0, 0, 1]);
    expect(buckets.take("b")).toBe(0);
    time = 499;
    expect(buckets.take("a")).toBe(1);
    time = 500;
    expect([1, 2].map(() => buckets.take("a"))).toEqual([0, 1]);
    time = 60_000;
    expect([1, 2, 3, 4].map(() => buckets.take("a"))).toEqual([0, 0, 0, 1]);
  });

  it("say how long to wait", () => {
    const buckets = new TokenBuckets({ size: 1, perSecond: 0.1, now: () => 0 });
    expect([1, 2].map(() => buckets.take("a"))).toEqual([0, 10]);
  });

  it("remember a bounded number of clients", () => {
    const buckets = new TokenBuckets({ size: 1, perSecond: 0, now: () => 0 });
    expect(buckets.take("first")).toBe(0);
    for (let client = 0; client < 999; client += 1) buckets.take(String(client));
    expect(buckets.take("first")).not.toBe(0);
    for (let client = 0; client < 1_000; client += 1) buckets.take(String(client));
    expect(buckets.take("first")).toBe(0);
  });
});

describe("a gate", () => {
  const never = new AbortController().signal;
  const options = { most: 2, mostWaiting: 2, longestWaitMs: 60_000 };

  /** Works that end when they are told to. */
  function works(gate: Gate, count: number, signal = never) {
    const begun: number[] = [];
    const all = Array.from({ length: count }, (_, index) => {
      const { promise, resolve } = Promise.withResolvers<number>();
      const work = (): Promise<number> => {
        begun.push(index);
        return promise;
      };
      const result = gate.run(work, signal);
      result.catch(() => undefined);
      return { result, end: () => resolve(index) };
    });
    return { begun, all };
  }

  it("lets so many in at once, and the others in their order", async () => {
    const { begun, all } = works(new Gate(options), 4);
    expect(begun).toEqual([0, 1]);
    all[1]?.end();
    expect(await all[1]?.result).toBe(1);
    expect(begun).toEqual([0, 1, 2]);
    for (const { end } of all) end();
    expect(await Promise.all(all.map(({ result }) => result))).toEqual([0, 1, 2, 3]);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it("turns away those for whom there is no room to wait", async () => {
    const { all } = works(new Gate(options), 5);
    await expect(all[4]?.result).rejects.toMatchObject({ status: 503, headers: { "retry-after": "2" } });
  });

  it("turns away those who waited too long, and those who went away", async () => {
    const gate = new Gate({ ...options, longestWaitMs: 1 });
    await expect(works(gate, 3).all[2]?.result).rejects.toMatchObject({ status: 503 });
    const leaving = new AbortController();
    const full = new Gate(options);
    works(full, 2);
    const [third] = works(full, 1, leaving.signal).all;
    const { begun, all } = works(full, 1);
    leaving.abort();
    await expect(third?.result).rejects.toThrow(/aborted/);
    expect(begun).toEqual([]);
    all[0]?.end();
  });

  it("makes room after a failure", async () => {
    const gate = new Gate({ ...options, most: 1 });
    await expect(gate.run(() => Promise.reject(new Error("No.")), never)).rejects.toThrow("No.");
    expect(await gate.run(() => Promise.resolve("yes"), never)).toBe("yes");
  });
});

describe("access", () => {
  it("by a token for one use lasts a minute, and the newest one counts", () => {
    let time = 0;
    const access = new Access({ token: "token", password: null, now: () => time });
    const [first, second] = [access.tokenForOnce(), access.tokenForOnce()];
    expect(access.openByToken(first)).toBeNull();
    time = 59_999;
    const session = access.openByToken(second) ?? "";
    expect(access.isSession(session)).toBe(true);
    expect(access.openByToken(second)).toBeNull();
    const late = access.tokenForOnce();
    time += 60_000;
    expect(access.openByToken(late)).toBeNull();
    expect(access.openByToken("token")).not.toBeNull();
  });

  it("has a bounded number of sessions, of which the oldest ends", () => {
    const access = new Access({ token: "token", password: null, now: () => 0 });
    const [first = "", ...others] = Array.from({ length: 1_001 }, () => access.openByToken("token") ?? "");
    expect(access.isSession(first)).toBe(false);
    expect(others.every((session) => access.isSession(session))).toBe(true);
  });

  it("by a password is limited for each client, and for all together", () => {
    let time = 0;
    const access = new Access({ token: "token", password: "password", now: () => time });
    for (let attempt = 0; attempt < 5; attempt += 1) expect(access.logIn("wrong", "a")).toBeNull();
    for (let attempt = 0; attempt < 100; attempt += 1)
      expect(access.logIn("password", "a")).toEqual({ waitSeconds: 10 });
    expect(access.logIn("password", "b")).toMatchObject({ session: expect.any(String) });
    time = 10_000;
    expect(access.logIn("password", "a")).toMatchObject({ session: expect.any(String) });
    const all = Array.from({ length: 100 }, (_, client) => access.logIn("wrong", `client ${client}`));
    expect(all.filter((login) => login === null)).toHaveLength(49);
    expect(access.logIn("password", "new")).toEqual({ waitSeconds: 1 });
  });

  it("without a password is never by one", () => {
    const access = new Access({ token: "token", password: null, now: () => 0 });
    expect(["", "token", "null"].map((password) => access.logIn(password, "a"))).toEqual([null, null, null]);
  });
});
