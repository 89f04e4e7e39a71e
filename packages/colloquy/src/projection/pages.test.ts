import { describe, expect, it } from "vitest";
import { walkPages } from "./pages.ts";

/** A listing of numbers, ten a page, that counts how often it was asked. */
function listing(length: number, failAt = Number.POSITIVE_INFINITY) {
  const asked: (string | null)[] = [];
  const fetch = async (cursor: string | null) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    if (from >= failAt) throw new Error(`No page at ${from}.`);
    const rows = Array.from({ length: Math.min(10, length - from) }, (_, index) => from + index);
    return { rows, next: from + 10 < length ? String(from + 10) : null };
  };
  return { asked, fetch };
}

describe("walking a listing", () => {
  it.each([0, 1, 10, 35])("gives all of %i rows once, in order, and no empty page", async (length) => {
    const seen: number[] = [];
    for await (const rows of walkPages(listing(length).fetch)) {
      expect(rows.length).toBeGreaterThan(0);
      seen.push(...rows);
    }
    expect(seen).toEqual(Array.from({ length }, (_, index) => index));
  });

  it("fetches one page ahead and no more", async () => {
    const { asked, fetch } = listing(100);
    for await (const _rows of walkPages(fetch)) break;
    expect(asked).toEqual([null, "10"]);
  });

  it("fails where a page fails, after the pages before it", async () => {
    const seen: number[] = [];
    const walk = (async () => {
      for await (const rows of walkPages(listing(40, 20).fetch)) seen.push(...rows);
    })();
    await expect(walk).rejects.toThrow("No page at 20.");
    expect(seen).toHaveLength(20);
  });

  it("leaves no failure behind when the reader left before it", async () => {
    for await (const _rows of walkPages(listing(40, 10).fetch)) break;
  });
});
