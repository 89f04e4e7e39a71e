import { describe, expect, it } from "vitest";
import { StoreNotices } from "./store-notices.ts";

describe("the notices of a store thread", () => {
  it("arrive in order, with and without a waiting caller", async () => {
    const notices = new StoreNotices();
    notices.add("one");
    notices.add("two");
    expect([await notices.next(), await notices.next()]).toEqual(["one", "two"]);
    const third = notices.next();
    notices.add("three");
    expect(await third).toBe("three");
  });

  it("end for a waiting caller when the thread ends", async () => {
    const notices = new StoreNotices();
    const last = notices.next();
    await notices[Symbol.asyncDispose]();
    expect([await last, await notices.next()]).toEqual([null, null]);
  });
});
