import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WHOLE } from "./corpus.ts";
import { canMount, mountMemory, remount, unmount } from "./mount.ts";
import { expectToContinue, runUndisturbed, type Undisturbed } from "./undisturbed.ts";
import { type IngestEnd, Workplace } from "./workplace.ts";

/** One sentence: the problem, the path, the next step. */
function expectOneSentence({ stderr }: IngestEnd): void {
  const lines = stderr.trim().split("\n");
  expect(lines, stderr).toHaveLength(1);
  expect(lines[0]).toMatch(/^colloquy: .*\.$/);
  expect(lines[0]).not.toContain("Unexpected failure");
}

describe.skipIf(!canMount())("a disk that is full (needs root and the right to mount a tmpfs)", () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  afterAll(() => place[Symbol.dispose]());

  it.each([64, 400, 1_000, 2_000, 4_000, 7_000, 9_000])(
    "at %i KiB stops with 1 and one sentence; with more space it continues to the undisturbed digest",
    async (kib) => {
      place.useNewDataFolder();
      mountMemory(place.dataDir, kib);
      try {
        const end = await place.ingest();
        expect(end.exitCode, end.stderr).toBe(1);
        expectOneSentence(end);
        expect(end.stderr).toMatch(/disk|space/);
        remount(place.dataDir, "size=200m");
        await expectToContinue(place, undisturbed);
      } finally {
        unmount(place.dataDir);
      }
    },
  );

  it("for only the log stops nothing", async () => {
    place.useNewDataFolder();
    const { outputDir } = place;
    place.outputDir = join(place.root, "small-metrics");
    mkdirSync(place.outputDir);
    mountMemory(place.outputDir, 16);
    try {
      writeFileSync(join(place.outputDir, "filler"), "x".repeat(8_000));
      await expectToContinue(place, undisturbed);
    } finally {
      unmount(place.outputDir);
      place.outputDir = outputDir;
    }
  });
});

describe("an output folder that cannot be written", () => {
  const place = new Workplace({ files: 2, turns: 40 });
  afterAll(() => place[Symbol.dispose]());

  it("because a part of its path is a file: exits with 2 and creates no workspace", async () => {
    writeFileSync(join(place.root, "a-file"), "");
    place.useNewDataFolder();
    place.outputDir = join(place.root, "a-file", "metrics");
    await expectNothingMade();
  });

  it.skipIf(process.getuid?.() === 0 && !canMount())(
    "because it is read-only: exits with 2 and creates no workspace (as root, needs the right to mount)",
    async () => {
      place.useNewDataFolder();
      place.outputDir = join(place.root, "read-only");
      mkdirSync(place.outputDir);
      if (process.getuid?.() === 0) {
        mountMemory(place.outputDir, 64);
        remount(place.outputDir, "ro");
      } else chmodSync(place.outputDir, 0o555);
      try {
        await expectNothingMade();
      } finally {
        if (process.getuid?.() === 0) unmount(place.outputDir);
      }
    },
  );

  it("and a data folder whose parent is a file: exits with 2", async () => {
    writeFileSync(join(place.root, "another-file"), "");
    place.dataDir = join(place.root, "another-file", "data");
    place.outputDir = join(place.root, "metrics");
    const end = await place.ingest();
    expect(end.exitCode, end.stderr).toBe(2);
    expectOneSentence(end);
  });

  async function expectNothingMade(): Promise<void> {
    const end = await place.ingest();
    expect(end.exitCode, end.stderr).toBe(2);
    expectOneSentence(end);
    expect(existsSync(place.workspaceFolder)).toBe(false);
    expect(readdirSync(place.dataDir)).toEqual([]);
  }
});
