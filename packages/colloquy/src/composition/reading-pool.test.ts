import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FoundFile } from "../pipeline/index.ts";
import { discover } from "../transcripts/index.ts";
import { ReadingPool } from "./reading-pool.ts";

/** Too small for parsing `LARGE`, large enough for the thread itself. */
const SMALL_HEAP_MEGABYTES = 24;
const LARGE = "Ann: hi\n".repeat(90_000);

let parent: string;
let root: string;
beforeAll(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), "colloquy-reading-")));
  root = join(parent, "talks");
  await mkdir(join(root, "inner"), { recursive: true });
});
afterAll(() => rm(parent, { recursive: true, force: true }));

const found = (file: string): FoundFile => ({ file, path: join(root, file), root });

describe("reading files", () => {
  it("skips a file that crashes its thread, and reads the next files", async () => {
    await writeFile(join(root, "large.txt"), LARGE);
    await writeFile(join(root, "small.txt"), "Ann: hi\n");
    await using pool = new ReadingPool(1, SMALL_HEAP_MEGABYTES);
    const [large, small] = await Promise.all(["large.txt", "small.txt"].map((file) => pool.read(found(file))));
    expect(large).toEqual({ skipped: "reading it takes more than 24 MB of memory; split the file" });
    expect(small).toHaveProperty("record.file", "small.txt");
  });

  it("reads nothing outside the folder when a found file or its folder is replaced by a link", async () => {
    const secret = join(parent, "secret");
    await mkdir(secret);
    await writeFile(join(secret, "talk.txt"), "root: secret\n");
    await writeFile(join(root, "inner", "talk.txt"), "Ann: hi\n");
    await writeFile(join(root, "talk.txt"), "Ann: hi\n");
    const { files } = await discover(root, { include: ["**/talk.txt"] });
    expect(files).toHaveLength(2);
    await rename(join(root, "inner"), join(root, "was-inner"));
    await symlink(secret, join(root, "inner"));
    await rm(join(root, "talk.txt"));
    await symlink(join(secret, "talk.txt"), join(root, "talk.txt"));
    await using pool = new ReadingPool(1);
    const skipped = { skipped: "unreadable: it was replaced and now leads outside its folder" };
    for (const file of files) {
      expect(await pool.read(file)).toEqual(skipped);
      expect(await pool.fingerprint(file)).toEqual(skipped);
    }
  });
});
