import { expect, it } from "vitest";
import { stopWhenOutOfFiles } from "./out-of-files.ts";

it("stops only for files that were skipped because too many files were open", () => {
  const binary = { path: "a.bin", reason: "binary: it holds no text" };
  expect(() => stopWhenOutOfFiles([binary])).not.toThrow();
  for (const reason of ["unreadable: too many files are open", "reading it failed: Too many files are open at once: x"])
    expect(() => stopWhenOutOfFiles([binary, { path: "b.txt", reason }])).toThrow(
      expect.objectContaining({ code: "disk", exitCode: 1, message: expect.stringContaining("`ulimit -n 4096`") }),
    );
});
