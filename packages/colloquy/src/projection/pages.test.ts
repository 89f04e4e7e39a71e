import { describe, expect, it } from "vitest";
import { walkPages } from "./pages.ts";

/** A listing of numbers, ten per page, that records the requested pages. */
function listing(length: number, failAt = Number.POSITIVE_INFINITY) {
  const requested: (string | null)[] = [];
  const fetch = async (cursor: string | null) => {
    requested.push(cursor);
    const from = Number(cursor ?? 0);
    if (from >= failAt) throw new Error(`No page at ${from}.`);
    const rows = Array.from({ length: Math.min(10, length - from) }, (_, index) => from + index);
    return { rows, next: from + 10 < length ? String(from + 10) : null };
  };
  return { requested, fetch };
}

describe("walking a listing", () => {
  it.each([0, 1, 10, 35])("returns all of %i rows once, in order, without an empty page", async (length) => {
    const seen: number[] = [];
    for await (const rows of walkPages(listing(length).fetch)) {
      expect(rows.length).toBeGreaterThan(0);
      seen.push(...rows);
    }
    expect(seen).toEqual(Array.from({ length }, (_, index) => index));
  });

  it("fetches one page ahead and no more", async () => {
    const { requested, fetch } = listing(100);
    for await (const _rows of walkPages(fetch)) break;
    expect(requested).toEqual([null, "10"]);
  });

  it("returns the pages before a failing page, then fails", async () => {
    const seen: number[] = [];
    const walk = (async () => {
      for await (const rows of walkPages(listing(40, 20).fetch)) seen.push(...rows);
    })();
    await expect(walk).rejects.toThrow("No page at 20.");
    expect(seen).toHaveLength(20);
  });

  it("ignores the failure of a page that the reader no longer needs", async () => {
    for await (const _rows of walkPages(listing(40, 10).fetch)) break;
  });
});
