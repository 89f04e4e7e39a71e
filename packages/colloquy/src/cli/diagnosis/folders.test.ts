import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkTranscriptsFolder } from "./folders.ts";

const cwd = mkdtempSync(join(tmpdir(), "colloquy-doctor-"));
writeFileSync(join(cwd, "file"), "");
afterAll(() => rmSync(cwd, { recursive: true }));

describe("the folder of transcripts", () => {
  it.each([
    [undefined, "note", /--transcripts-dir/],
    [".", "ok", /^\.$/],
    ["absent", "fault", /^absent does not exist; correct transcripts-dir\.$/],
    ["file", "fault", /^file is no folder;/],
    ["file/within", "fault", /^file\/within does not exist; correct/],
  ])("reports %s as %s", (folder, state, message) => {
    expect(checkTranscriptsFolder(folder, cwd)).toMatchObject({ state, message: expect.stringMatching(message) });
  });
});
