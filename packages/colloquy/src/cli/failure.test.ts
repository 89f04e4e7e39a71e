import { describe, expect, it } from "vitest";
import { ColloquyError, type ErrorCode } from "../model/index.ts";
import { describeFailure } from "./failure.ts";

describe("the end of a command that failed", () => {
  it.each([
    ["invalid-input", 2],
    ["configuration", 2],
    ["ledger", 2],
    ["provider", 1],
    ["store", 1],
    ["disk", 1],
    ["not-found", 1],
    ["workspace-busy", 5],
    ["interrupted", 130],
  ] satisfies [ErrorCode, number][])("has an exit code for %s: %d", (code, exitCode) => {
    expect(describeFailure(new ColloquyError(code, "A sentence."))).toEqual({ sentence: "A sentence.", exitCode });
  });

  it("is one line without control characters and credentials", () => {
    const { sentence } = describeFailure(new ColloquyError("store", "bolt://me:secret@host\nrefused\u001b[2J."));
    expect(sentence).toBe("bolt://***@host refused.");
  });

  it("reports a full disk", () => {
    expect(describeFailure(Object.assign(new Error("ENOSPC: write"), { code: "ENOSPC" }))).toMatchObject({
      exitCode: 1,
    });
    expect(describeFailure(Object.assign(new Error("x"), { code: "SQLITE_FULL" })).sentence).toMatch(
      /^The disk is full/,
    );
  });

  it("treats an aborted call as an interruption", () => {
    expect(describeFailure(AbortSignal.abort().reason).exitCode).toBe(130);
  });

  it("reports an unexpected failure as such", () => {
    expect(describeFailure(new TypeError("x is undefined"))).toEqual({
      sentence: "Unexpected failure: x is undefined (--verbose prints the stack; please report it).",
      exitCode: 1,
    });
    expect(describeFailure("text").exitCode).toBe(1);
  });
});
