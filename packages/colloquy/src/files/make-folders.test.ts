import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolders, removeFolders } from "./make-folders.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "colloquy-folders-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("folders", () => {
  it("are created with their missing parents, and removed when they are empty", () => {
    const made = makeFolders(join(root, "a", "b", "c"));
    expect(made).toEqual([join(root, "a"), join(root, "a", "b"), join(root, "a", "b", "c")]);
    expect(makeFolders(join(root, "a", "b", "c"))).toEqual([]);
    writeFileSync(join(root, "a", "note.txt"), "");
    removeFolders(made);
    expect(existsSync(join(root, "a", "b"))).toBe(false);
    expect(existsSync(join(root, "a", "note.txt"))).toBe(true);
  });

  it("are found through a link", () => {
    mkdirSync(join(root, "real"));
    symlinkSync(join(root, "real"), join(root, "link"));
    expect(makeFolders(join(root, "link", "x"))).toEqual([join(root, "link", "x")]);
    expect(existsSync(join(root, "real", "x"))).toBe(true);
  });

  it("are refused below a file or a dangling link, and nothing is created", () => {
    writeFileSync(join(root, "file"), "");
    symlinkSync(join(root, "absent"), join(root, "dangling"));
    expect(() => makeFolders(join(root, "file", "x", "y"))).toThrow(/ENOTDIR/);
    expect(() => makeFolders(join(root, "file"))).toThrow(/ENOTDIR/);
    expect(() => makeFolders(join(root, "dangling", "x"))).toThrow(/EEXIST/);
    expect(existsSync(join(root, "absent"))).toBe(false);
  });

  it.skipIf(!existsSync("/proc/self"))("are refused at once when the system allows no folder", () => {
    expect(() => makeFolders("/proc/colloquy/x")).toThrow(/ENOENT/);
  });
});
