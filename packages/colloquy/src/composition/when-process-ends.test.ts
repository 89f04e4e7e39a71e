import { expect, it } from "vitest";
import { whenProcessEnds } from "./when-process-ends.ts";

/** Runs the exit listeners without ending the process. */
function end(before: readonly unknown[]): void {
  for (const listener of process.listeners("exit")) if (!before.includes(listener)) listener(130);
}

it("runs the actions that are not disposed of at the end of the process, the last first, and leaves no listener", () => {
  const before = process.listeners("exit");
  const done: string[] = [];
  const outer = whenProcessEnds((exitCode) => done.push(`outer ${exitCode}`));
  const inner = whenProcessEnds((exitCode) => done.push(`inner ${exitCode}`));
  end(before);
  expect(done).toEqual(["inner 130", "outer 130"]);
  inner[Symbol.dispose]();
  inner[Symbol.dispose]();
  end(before);
  expect(done).toEqual(["inner 130", "outer 130", "outer 130"]);
  outer[Symbol.dispose]();
  expect(process.listeners("exit")).toEqual(before);
});

it("has one process listener for any number of runs", () => {
  const before = process.listenerCount("exit");
  const all = Array.from({ length: 20 }, () => whenProcessEnds(() => undefined));
  expect(process.listenerCount("exit")).toBe(before + 1);
  for (const each of all) each[Symbol.dispose]();
  expect(process.listenerCount("exit")).toBe(before);
});
