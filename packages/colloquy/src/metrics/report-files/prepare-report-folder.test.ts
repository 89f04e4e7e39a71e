import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unfinishedBeside } from "../../files/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { prepareReportFolder } from "./prepare-report-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "colloquy-reports-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function refusal(folder: string): ColloquyError {
  try {
    prepareReportFolder(folder);
  } catch (error) {
    if (ColloquyError.isInstance(error)) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("the folder of reports", () => {
  it("is created empty", () => {
    const folder = join(root, "metrics", "talks");
    expect(prepareReportFolder(folder)).toEqual([join(root, "metrics"), folder]);
    expect(prepareReportFolder(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("loses unfinished files of a killed run", () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const unfinished = unfinishedBeside(join(root, "report")).replace(`-${process.pid}-`, `-${gone}-`);
    writeFileSync(unfinished, "half");
    prepareReportFolder(root);
    expect(readdirSync(root)).toEqual([]);
  });

  it("may be a link to a folder", () => {
    symlinkSync(root, join(root, "link"));
    expect(prepareReportFolder(join(root, "link", "talks"))).toHaveLength(1);
    expect(existsSync(join(root, "talks"))).toBe(true);
  });

  it.each([
    ["a file", (): string => (writeFileSync(join(root, "way"), ""), join(root, "way")), "a part of its path is a file"],
    [
      "below a file",
      (): string => (writeFileSync(join(root, "way"), ""), join(root, "way", "talks")),
      "a part of its path is a file",
    ],
    [
      "a link without a target",
      (): string => (symlinkSync(join(root, "absent"), join(root, "way")), join(root, "way", "talks")),
      "a link in its path has no target",
    ],
  ])("is refused in one sentence when it is %s", (_, make, reason) => {
    const folder = make();
    const { code, message } = refusal(folder);
    expect({ code, message }).toEqual({
      code: "invalid-input",
      message: `The reports cannot be written to ${folder}: ${reason}. Choose another folder with --output-dir.`,
    });
  });

  it.skipIf(!existsSync("/proc/self"))("is refused when the system allows no folder or no file there", () => {
    expect(refusal("/proc/talks").message).toContain("/proc/talks: the system allows no folder there.");
    expect(refusal("/proc/self").message).toMatch(/\/proc\/self: .+\. Choose another folder/);
  });

  it.skipIf(process.getuid?.() === 0)("is refused without write permission, and created folders are removed", () => {
    chmodSync(root, 0o500);
    expect(refusal(join(root, "a", "b")).message).toContain("permission denied");
    expect(readdirSync(root)).toEqual([]);
    chmodSync(root, 0o700);
  });
});
