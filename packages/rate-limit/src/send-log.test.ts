import { describe, expect, it } from "vitest";
import { SendLog } from "./send-log.ts";

const tokens = (inputTokens: number) => ({ inputTokens, maxOutputTokens: 0 });
const charge = (one: { readonly inputTokens: number }) => one.inputTokens;

describe("what was sent after a call that is read", () => {
  it("counts in full if it was sent clearly later", () => {
    const log = new SendLog();
    const first = log.add(tokens(10), 0);
    log.add(tokens(20), 1_000);
    log.add(tokens(30), 2_000);
    expect(log.takenAfter(first, "tokens", charge)).toEqual({ certain: 50, possible: 50 });
  });

  it("may have been overtaken by what was sent at the same time", () => {
    const log = new SendLog();
    log.add(tokens(10), 0);
    const middle = log.add(tokens(20), 10);
    log.add(tokens(30), 20);
    expect(log.takenAfter(middle, "tokens", charge)).toEqual({ certain: 0, possible: 40 });
  });

  it("has the order that readings show, if there are any", () => {
    const log = new SendLog();
    const [first, second] = [log.add(tokens(10), 0), log.add(tokens(20), 10)];
    first.remaining.tokens = 90;
    second.remaining.tokens = 70;
    expect(log.takenAfter(first, "tokens", charge)).toEqual({ certain: 20, possible: 20 });
    expect(log.takenAfter(second, "tokens", charge)).toEqual({ certain: 0, possible: 0 });
  });

  it("excludes refused sends", () => {
    const log = new SendLog();
    const first = log.add(tokens(10), 0);
    log.add(tokens(20), 1_000).refused = true;
    expect(log.takenAfter(first, "tokens", charge)).toEqual({ certain: 0, possible: 0 });
    expect(log.between(0, 1)).toEqual([]);
  });

  it("is kept as long as a reply may take, and not for ever", () => {
    const log = new SendLog();
    for (let send = 0; send < 100_000; send++) log.add(tokens(1), send * 10);
    const last = log.add(tokens(1), 1_000_000);
    expect(log.between(last.number - 10_000, last.number)).toHaveLength(10_000);
    expect(log.between(0, last.number).length).toBeLessThan(50_000);
  });
});
