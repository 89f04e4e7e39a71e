import { describe, expect, it } from "vitest";
import { isWorkspaceName } from "./workspace-name.ts";

describe("the name of a workspace", () => {
  it.each(["talks", "a.b", "-", "con_1", "console", "com10", "nulls.txt", "x".repeat(64)])("accepts %s", (name) => {
    expect(isWorkspaceName(name)).toBe(true);
  });

  it.each(["", ".", "..", ".a", "a.", "a/b", "a\\b", "a b", "é", "x".repeat(65), "a\n"])("refuses %j", (name) => {
    expect(isWorkspaceName(name)).toBe(false);
  });

  it.each(["CON", "con", "Nul.txt", "nul.tar.gz", "PRN", "aux", "COM1", "com0.log", "LPT9"])(
    "refuses %s, which is a device on Windows",
    (name) => {
      expect(isWorkspaceName(name)).toBe(false);
    },
  );
});
