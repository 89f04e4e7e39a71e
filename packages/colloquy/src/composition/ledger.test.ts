import { describe, expect, it } from "vitest";
import { openLedger } from "./ledger.ts";

describe("a ledger on its thread", () => {
  it("accepts signals: an aborted read rejects with the reason, and other reads continue", async () => {
    await using ledger = await openLedger(":memory:", "talks");
    const controller = new AbortController();
    const { signal } = controller;
    expect((await ledger.counts({ signal })).transcripts).toBe(0);
    const reading = ledger.changedRows("chunk", 0, null, 10, { signal });
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    await expect(ledger.findDamage({ signal })).rejects.toThrow("enough");
    expect(await ledger.changedRows("chunk", 0, null, 10)).toEqual({ rows: [], next: null });
    expect(await ledger.listTranscripts({ after: null, limit: 1 })).toEqual([]);
  });
});
