import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../model/index.ts";
import { readKeyFile } from "./index.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "colloquy-key-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function keyFile(text: string, mode = 0o600): string {
  writeFileSync(join(cwd, "key.txt"), text);
  chmodSync(join(cwd, "key.txt"), mode);
  return "key.txt";
}

function refusal(path: string): string {
  try {
    readKeyFile(path, "--api-key-file", cwd);
  } catch (error) {
    if (ColloquyError.isInstance(error) && error.code === "configuration") return error.message;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a file with a key", () => {
  it("contains the key with or without white space around it", () => {
    expect(readKeyFile(keyFile("  sk-secret-words\r\n"), "--api-key-file", cwd)).toBe("sk-secret-words");
    expect(readKeyFile(keyFile("sk-secret-words", 0o400), "--api-key-file", cwd)).toBe("sk-secret-words");
  });

  it.runIf(process.platform !== "win32").each([0o644, 0o640, 0o604, 0o660])(
    "is refused when others can read it (mode %o)",
    (mode) => {
      const message = refusal(keyFile("sk-secret-words", mode));
      expect(message).toBe(
        `The file key.txt of --api-key-file can be read by others (mode ${mode.toString(8)}): run \`chmod 600 key.txt\`.`,
      );
    },
  );

  it.each(["", "\n", "sk-one\nsk-two", "KEY = sk-one"])("is refused when it holds %j", (text) => {
    const message = refusal(keyFile(text));
    expect(message).toBe("The file key.txt of --api-key-file must hold the key and nothing else, on one line.");
  });

  it("is refused when it is missing, a folder, or too large", () => {
    expect(refusal("absent.txt")).toContain("The file absent.txt of --api-key-file cannot be read (");
    expect(refusal(".")).toContain("it is a folder");
    expect(refusal(keyFile("k".repeat(20_000)))).toContain("it is too large for a key");
  });

  it("is not printed when the option contains the key itself", () => {
    expect(refusal("sk-1234567890abcdefghij")).not.toContain("1234567890");
    expect(refusal("abcdef1234567890abcdef1234567890")).not.toContain("abcdef");
  });
});
