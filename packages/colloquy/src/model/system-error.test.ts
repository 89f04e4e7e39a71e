import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeSystemError, systemErrorCode } from "./system-error.ts";

const folder = mkdtempSync(join(tmpdir(), "colloquy-errors-"));
afterAll(() => rmSync(folder, { recursive: true }));

function errorOf(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("There was no error.");
}

describe("an error of the operating system", () => {
  it("is described in words, without its code, its call and its path", () => {
    writeFileSync(join(folder, "file"), "");
    const error = errorOf(() => mkdirSync(join(folder, "file", "within")));
    expect(describeSystemError(error)).toBe("a part of its path is a file");
    expect(systemErrorCode(error)).toBe("ENOTDIR");
  });

  it("is described in the system's own words if its code is rare", () => {
    expect(describeSystemError(errorOf(() => rmdirSync(folder)))).toBe("directory not empty");
  });

  it("keeps the message of an error from elsewhere", () => {
    const error = Object.assign(new Error("malformed page, 3"), { code: "SQLITE_CORRUPT" });
    expect(describeSystemError(error)).toBe("malformed page, 3");
    expect(systemErrorCode(error)).toBeNull();
    expect(describeSystemError("text")).toBe("text");
  });
});
