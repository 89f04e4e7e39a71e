import { describe, expect, it } from "vitest";
import { Notices } from "./notices.ts";

describe("sentences on their way from a thread", () => {
  it("come one after another, whether they are waited for or told before", async () => {
    const notices = new Notices();
    notices.tell("one");
    notices.tell("two");
    expect([await notices.next(), await notices.next()]).toEqual(["one", "two"]);
    const third = notices.next();
    notices.tell("three");
    expect(await third).toBe("three");
  });

  it("end for who waits when the thread ends", async () => {
    const notices = new Notices();
    const last = notices.next();
    await notices[Symbol.asyncDispose]();
    expect([await last, await notices.next()]).toEqual([null, null]);
  });
});
