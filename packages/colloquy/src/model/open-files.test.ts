import { describe, expect, it } from "vitest";
import { isOutOfFiles, TOO_MANY_OPEN_FILES } from "./open-files.ts";

describe("isOutOfFiles", () => {
  it.each([
    Object.assign(new Error("EMFILE: too many open files, open 'a'"), { code: "EMFILE" }),
    Object.assign(new Error("no"), { code: "ENFILE" }),
    new Error("Worker initialization failure: EMFILE"),
    new Error("Cannot read package config /x/package.json: too many open files."),
    new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), { code: "EMFILE" }) }),
  ])("knows %s", (error) => {
    expect(isOutOfFiles(error)).toBe(true);
  });

  it("does not match other errors", () => {
    for (const error of [null, "EMFILE", new Error("no"), Object.assign(new Error("x"), { code: "ENOENT" })])
      expect(isOutOfFiles(error)).toBe(false);
    expect(TOO_MANY_OPEN_FILES).toBe("too many files are open");
  });
});
