import { describe, expect, it } from "vitest";
import { nothingToRead, stopWhenOutOfFiles } from "./folder-failures.ts";

describe("a folder with nothing to read", () => {
  it("is reported with the first reason and a remedy", () => {
    const skipped = ["a.bin", "b.bin"].map((path) => ({ path, reason: "binary." }));
    expect(nothingToRead("talks", []).message).toBe(
      "There is nothing to read in talks. Put transcripts there, or name another folder with --transcripts-dir.",
    );
    expect(nothingToRead("talks", skipped).message).toMatch(
      /^There is nothing to read in talks \(a\.bin: binary\) and 1 more were skipped\. Put/,
    );
  });

  it("is reported with the globs that match no file", () => {
    expect(nothingToRead("talks", [], ["*.vtt", "x/*"]).message).toBe(
      "There is nothing to read in talks that matches --include *.vtt, x/*. Correct or leave out --include, or name another folder with --transcripts-dir.",
    );
  });
});

it("stops only for files that were skipped because too many files were open", () => {
  const binary = { path: "a.bin", reason: "binary: it holds no text" };
  expect(() => stopWhenOutOfFiles([binary])).not.toThrow();
  for (const reason of ["unreadable: too many files are open", "reading it failed: Too many files are open at once: x"])
    expect(() => stopWhenOutOfFiles([binary, { path: "b.txt", reason }])).toThrow(
      expect.objectContaining({ code: "disk", exitCode: 1, message: expect.stringContaining("`ulimit -n 4096`") }),
    );
});
