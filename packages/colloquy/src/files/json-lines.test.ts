import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { appendJsonLines, readJsonLines } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "colloquy-json-lines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("A file that is missing has no values", () => {
  expect(readJsonLines(join(folder, "none"))).toEqual([]);
});

it("Values are appended to a private file, each on a line", () => {
  const path = join(folder, "new");
  appendJsonLines(path, [{ a: 1 }, { b: "x\ny" }]);
  appendJsonLines(path, [{ c: 3 }]);
  expect(readJsonLines(path)).toEqual([{ a: 1 }, { b: "x\ny" }, { c: 3 }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("A line that a full disk cut hides no other line", () => {
  const path = join(folder, "cut");
  writeFileSync(path, '{"a":1}\n{"b":');
  appendJsonLines(path, [{ c: 3 }]);
  expect(readJsonLines(path)).toEqual([{ a: 1 }, { c: 3 }]);
  expect(readFileSync(path, "utf8")).toBe('{"a":1}\n{"b":\n{"c":3}\n');
});
