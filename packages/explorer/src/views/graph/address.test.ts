import { describe, expect, it } from "vitest";
import { filterOf, pinList, pinsOf, startingFrom, startOf, toggled, withoutPin, withPin } from "./address.ts";

describe("the address of the graph", () => {
  it("starts from a path, from words, from an entity or with the most telling part", () => {
    expect(startOf({})).toEqual({ telling: true });
    expect(startOf({ from: "a" })).toEqual({ entities: ["a"] });
    expect(startOf({ words: "sleep", from: "a" })).toEqual({ words: "sleep" });
    expect(startOf({ from: "a", to: "b" })).toEqual({ path: ["a", "b"] });
  });

  it("has only polarities that exist", () => {
    expect(filterOf({ polarity: ["negated", "nonsense"] }, null).polarities).toEqual(["negated"]);
  });

  it("means days or seconds by the time that the part has", () => {
    const address = { since: "60" };
    expect(filterOf(address, null)).toMatchObject({ days: null, moments: null });
    expect(filterOf(address, { kind: "moments", file: "a.txt", endMs: 90_000 }).moments).toEqual({
      from: 60_000,
      to: 90_000,
    });
    const days = { kind: "days", days: ["2023-01-01", "2024-01-01", "2025-01-01"] } as const;
    expect(filterOf({ until: "2024-01-01" }, days).days).toEqual({ from: "2023-01-01", to: "2024-01-01" });
  });

  it("has pinned entities with their places in whole units", () => {
    const pins = withPin(withPin(new Map(), "a", { x: 1.4, y: -20.6 }), "b", { x: -0.2, y: 0 });
    const address = { pin: pinList(pins) };
    expect(address.pin).toEqual(["a@1,-21", "b@0,0"]);
    expect([...pinsOf(address)]).toEqual([
      ["a", { x: 1, y: -21 }],
      ["b", { x: 0, y: 0 }],
    ]);
    expect(pinList(withPin(pins, "a", { x: 5, y: 5 }))).toEqual(["b@0,0", "a@5,5"]);
    expect(pinList(withoutPin(withoutPin(pins, "a"), "b"))).toBeUndefined();
    expect(startingFrom({ from: "a" }).pin).toBeUndefined();
  });

  it("has the latest 40 pins, however many are added or written into it", () => {
    const many = new Map(Array.from({ length: 60 }, (_, index) => [`id${index}`, { x: index, y: 0 }]));
    const list = pinList(many) ?? [];
    expect([list.length, list[0]]).toEqual([40, "id20@20,0"]);
    const written = [...many.keys()].map((id) => `${id}@0,0`);
    expect([...pinsOf({ pin: written }).keys()]).toEqual(written.slice(-40).map((text) => text.replace("@0,0", "")));
  });

  it("has no pin without a place", () => {
    expect(pinsOf({ pin: ["a", "b@", "c@1", "@1,2", "d@1e9,2", "e@NaN,1", "f@12345678,0", "g@1,2"] })).toEqual(
      new Map([["g", { x: 1, y: 2 }]]),
    );
  });

  it("has no empty lists", () => {
    expect(toggled(undefined, "a")).toEqual(["a"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
    expect(toggled(["a"], "a")).toBeUndefined();
  });
});
