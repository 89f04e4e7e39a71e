import { describe, expect, it } from "vitest";
import { DistinctMessages, ReasonCounts } from "./reason-counts.ts";

describe("counts of reasons", () => {
  it("list the most frequent reasons first, and count all of them beyond the limit of kinds", () => {
    const counts = new ReasonCounts();
    const word = (index: number): string =>
      `reason ${String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26))}`;
    for (let index = 0; index < 500; index += 1) counts.add(word(index));
    for (let index = 0; index < 5; index += 1) counts.add(word(3));
    const { entries } = counts;
    expect(entries[0]).toEqual({ reason: word(3), count: 6 });
    expect(entries.at(-1)).toEqual({ reason: "other reasons", count: 450 });
    expect(entries.length).toBe(51);
    expect(counts.total).toBe(505);
  });

  it("group sentences that differ only in what they quote", () => {
    const counts = new ReasonCounts();
    for (let index = 0; index < 10_000; index += 1)
      counts.add(`The model refused to answer: I cannot speak of ${index}.`);
    counts.add("No JSON.");
    counts.add("No JSON.");
    expect(counts.entries).toEqual([
      { reason: "The model refused to answer: I cannot speak of 0. (and others like it)", count: 10_000 },
      { reason: "No JSON.", count: 2 },
    ]);
  });

  it("cut long sentences between characters", () => {
    const counts = new ReasonCounts();
    counts.add(`${"x".repeat(299)}\u{1F600}${"y".repeat(5000)}`);
    expect(counts.entries[0]?.reason.length).toBeLessThan(310);
    expect(counts.entries[0]?.reason.isWellFormed()).toBe(true);
  });
});

describe("distinct messages", () => {
  it("are kept once each; beyond the limit only their number is kept", () => {
    const messages = new DistinctMessages();
    for (let index = 0; index < 103; index += 1) messages.add(`message ${index}`);
    messages.add("message 0");
    expect(messages.all.length).toBe(101);
    expect(messages.all.at(-1)).toBe("3 more, which the log has");
  });
});
