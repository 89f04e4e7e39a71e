import { describe, expect, it } from "vitest";
import { foldOf } from "./fold.ts";

describe("a folded list", () => {
  it("is shown as a whole if the button would show one item only", () => {
    expect(foldOf(6, 5, 5)).toEqual({ shown: 6, next: null });
    expect(foldOf(0, 5, 5)).toEqual({ shown: 0, next: null });
  });

  it("shows the first items, then all, then the first again", () => {
    expect(foldOf(7, 5, 5)).toEqual({ shown: 5, next: 7 });
    expect(foldOf(7, 5, 7)).toEqual({ shown: 7, next: 5 });
  });

  it("shows a long list in steps", () => {
    expect(foldOf(450, 5, 5)).toEqual({ shown: 5, next: 205 });
    expect(foldOf(450, 5, 205)).toEqual({ shown: 205, next: 405 });
    expect(foldOf(450, 5, 405)).toEqual({ shown: 405, next: 450 });
    expect(foldOf(450, 5, 450)).toEqual({ shown: 450, next: 5 });
  });

  it("stays within a list that became shorter", () => {
    expect(foldOf(20, 5, 405)).toEqual({ shown: 20, next: 5 });
  });
});
