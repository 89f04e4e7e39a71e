import { describe, expect, it } from "vitest";
import { claimCounts } from "./claim-counts.ts";

const NONE = { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0 };

describe("how often a claim is said", () => {
  it("is not written for one statement", () => {
    expect(claimCounts({ ...NONE, stated: 1 })).toBeNull();
    expect(claimCounts({ ...NONE, implied: 1 })).toBeNull();
  });

  it("counts words that only imply it, as the number of all statements does", () => {
    expect(claimCounts({ ...NONE, stated: 1, question: 1, implied: 14 })).toBe("1× stated, 1× asked, 14× implied");
    expect(claimCounts({ ...NONE, implied: 7 })).toBe("7× implied");
  });

  it("is a number if all words state it", () => {
    expect(claimCounts({ ...NONE, stated: 4 })).toBe("4×");
  });

  it("says how often it is stated, denied, asked and supposed", () => {
    expect(claimCounts({ ...NONE, stated: 3, negated: 1 })).toBe("3× stated, 1× denied");
    expect(claimCounts({ ...NONE, question: 2 })).toBe("2× asked");
  });
});
