import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { type Hit, NO_HIT, Pointer } from "./pointer.ts";

/** A dot lies at 0, and a line beyond 100. */
const find = ({ x }: { readonly x: number }): Hit => ({ dot: x === 0 ? "a" : null, line: x > 100 ? "line" : null });

/** A mouse and a finger, and what they did. */
function newPointer() {
  const done: string[] = [];
  const [mouse, touch] = [new EventEmitter(), new EventEmitter()];
  const pointer = new Pointer({
    find,
    onHover: ({ dot, line }) => done.push(`hover ${dot ?? line ?? "nothing"}`),
    onPress: ({ dot, line }) => done.push(`press ${dot ?? line ?? "nothing"}`),
    onOpen: (dot) => done.push(`open ${dot}`),
    onDrag: (dot, { x }) => done.push(`drag ${dot} to ${x}`),
    onDrop: (dot) => done.push(`drop ${dot}`),
  });
  pointer.listen(mouse, touch);
  let prevented = 0;
  const at = (x: number) => ({ x, y: 0, preventSigmaDefault: () => prevented++ });
  return { done, mouse, touch, at, prevented: () => prevented };
}

describe("a mouse", () => {
  it("drags a dot, which keeps the picture where it is, and drops it", () => {
    const { done, mouse, at, prevented } = newPointer();
    mouse.emit("mousedown", at(0));
    mouse.emit("mousemovebody", at(20));
    mouse.emit("mouseup", at(20));
    expect(done).toEqual(["drag a to 20", "drop a"]);
    expect(prevented()).toBe(1);
  });

  it("does not drag a dot when it hardly moves, so that this is a click", () => {
    const { done, mouse, at } = newPointer();
    mouse.emit("mousedown", at(0));
    mouse.emit("mousemovebody", at(3));
    mouse.emit("mouseup", at(3));
    mouse.emit("click", at(0));
    expect(done).toEqual(["press a"]);
  });

  it("moves the picture where no dot is", () => {
    const { done, mouse, at, prevented } = newPointer();
    mouse.emit("mousedown", at(50));
    mouse.emit("mousemovebody", at(90));
    mouse.emit("mouseup", at(90));
    expect(done).toEqual([]);
    expect(prevented()).toBe(0);
  });

  it("tells what is under it, and that nothing is when it leaves", () => {
    const { done, mouse, at } = newPointer();
    mouse.emit("mousemove", at(0));
    mouse.emit("mousemove", at(200));
    mouse.emit("mouseleave", at(200));
    expect(done).toEqual(["hover a", "hover line", "hover nothing"]);
    expect(find(at(50))).toEqual(NO_HIT);
  });

  it("opens a dot with a double click, and zooms elsewhere", () => {
    const { done, mouse, at, prevented } = newPointer();
    mouse.emit("doubleClick", at(0));
    mouse.emit("doubleClick", at(50));
    expect(done).toEqual(["open a"]);
    expect(prevented()).toBe(1);
  });
});

it("takes a finger for a mouse", () => {
  const { done, touch, at } = newPointer();
  const touches = (...xs: readonly number[]) => ({ ...at(0), touches: xs.map(at), previousTouches: [at(0)] });
  touch.emit("touchdown", touches(0));
  touch.emit("touchmove", touches(30));
  touch.emit("touchup", touches());
  touch.emit("tap", touches());
  expect(done).toEqual(["drag a to 30", "drop a", "press a"]);
});
