import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { discover } from "./index.ts";

let parent = "";
let root = "";

const put = async (file: string, text = "Ann: hi\n"): Promise<void> => {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
};
const found = async (include?: readonly string[]): Promise<string[]> =>
  (await discover(root, include === undefined ? {} : { include })).files.map(({ file }) => file);

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "colloquy-discover-"));
  root = path.join(parent, "root");
  await mkdir(root);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe("discover", () => {
  it("finds files in all folders, sorted by the code units of their relative paths", async () => {
    for (const file of ["b.txt", "a/z.vtt", "a.txt", "B.txt", "a/b/c/d.json", "ä.txt", "-rf.txt"]) await put(file);
    expect(await found()).toEqual(["-rf.txt", "B.txt", "a.txt", "a/b/c/d.json", "a/z.vtt", "b.txt", "ä.txt"]);
    expect((await discover(root)).files[0]).toMatchObject({ path: path.join(root, "-rf.txt"), bytes: 8 });
  });

  it.skipIf(process.platform !== "linux")(
    "reports a name that is not valid UTF-8 (skipped if the file system refuses such names)",
    async () => {
      const under = (name: string): Buffer => Buffer.from(`${root}/${name}`, "latin1");
      await writeFile(under("caf\xe9.txt"), "Ann: hi\n");
      await mkdir(under("d\xe9"));
      await put("ok.txt");
      const reason = "its name is not valid UTF-8, so it cannot be opened; rename it";
      expect(await discover(root)).toMatchObject({
        files: [{ file: "ok.txt" }],
        skipped: [
          { path: "caf\uFFFD.txt", reason },
          { path: "d\uFFFD", reason },
        ],
      });
    },
  );

  it("leaves out hidden files and folders without a notice", async () => {
    for (const file of [".hidden.txt", ".git/a.txt", "seen.txt"]) await put(file);
    expect(await discover(root)).toMatchObject({ files: [{ file: "seen.txt" }], skipped: [] });
    expect(await found(["**/*"])).toEqual(["seen.txt"]);
  });

  it("leaves out a folder that an export wrote, because its notes repeat the transcripts, unless globs are given", async () => {
    for (const file of ["a.txt", "vault/.colloquy-export.json", "vault/Transcripts/a.md"]) await put(file);
    expect(await discover(root)).toMatchObject({
      files: [{ file: "a.txt" }],
      skipped: [{ path: "vault", reason: "a folder that `colloquy export` wrote" }],
    });
    expect(await found(["**/*.md"])).toEqual(["vault/Transcripts/a.md"]);
  });

  it("reads files that the globs include, with any extension", async () => {
    for (const file of ["a.txt", "b/c.vtt", "b/d.py", "b/f/e.srt"]) await put(file);
    expect(await found(["**/*.vtt", "*.srt"])).toEqual(["b/c.vtt", "b/f/e.srt"]);
    expect(await found(["./*/*.vtt", "f/*.srt"])).toEqual(["b/c.vtt"]);
    expect(await found(["b/**"])).toEqual(["b/c.vtt", "b/d.py", "b/f/e.srt"]);
  });

  it("reports skipped files by name, and sums up many of a kind", async () => {
    for (const file of ["a.txt", "LICENSE", "photo.png", "1.mp3", "2.mp3", "x/3.mp3", "x/4.mp3"]) await put(file);
    expect((await discover(root)).skipped).toEqual([
      { path: "**/*.mp3", reason: "not a transcript: audio (4 files)" },
      { path: "LICENSE", reason: "looks like documentation, not a transcript; name it with --include to read it" },
      { path: "photo.png", reason: "not a transcript: an image" },
    ]);
  });

  it("reads files of unknown kind and without extension, because their text decides", async () => {
    for (const file of ["talk", "talk.xyz"]) await put(file);
    expect(await found()).toEqual(["talk", "talk.xyz"]);
  });

  it("does not leave the folder through a link or follow a cycle", async () => {
    await writeFile(path.join(parent, "secret.txt"), "Ann: secret\n");
    await put("a/one.txt");
    await put(".store/two.txt");
    await symlink(path.join(parent, "secret.txt"), path.join(root, "out.txt"));
    await symlink(parent, path.join(root, "up"));
    await symlink(root, path.join(root, "a", "round"));
    await symlink(path.join(root, "nowhere"), path.join(root, "broken.txt"));
    await symlink(path.join(root, "a", "one.txt"), path.join(root, "again.txt"));
    await symlink(path.join(root, ".store", "two.txt"), path.join(root, "two.txt"));
    const { files, skipped } = await discover(root);
    expect(files.map(({ file }) => file)).toEqual(["a/one.txt", "two.txt"]);
    expect(skipped).toEqual([
      { path: "a/round", reason: "a link to the folder itself, which is read under its own name" },
      { path: "again.txt", reason: "a link to a/one.txt, which is read under its own name" },
      { path: "broken.txt", reason: "unreadable: it does not exist" },
      { path: "out.txt", reason: "a link that leads outside the folder" },
      { path: "up", reason: "a link that leads outside the folder" },
    ]);
  });

  it.skipIf(process.platform === "win32")(
    "skips pipes, sockets and devices, and links to them, with the reason",
    async () => {
      await put("a.txt");
      execFileSync("mkfifo", [path.join(root, "pipe.txt")]);
      await symlink("pipe.txt", path.join(root, "to-pipe.txt"));
      const socket = createServer().listen(path.join(root, "socket"));
      await once(socket, "listening");
      expect(await discover(root)).toMatchObject({
        files: [{ file: "a.txt" }],
        skipped: [
          { path: "pipe.txt", reason: "a pipe, not a regular file" },
          { path: "socket", reason: "a socket, not a regular file" },
          { path: "to-pipe.txt", reason: "a link to a pipe, not a regular file" },
        ],
      });
      expect((await discover(root, { include: ["a*"] })).skipped).toEqual([]);
      socket.close();
    },
  );

  it.skipIf(process.getuid?.() === 0)("reports an unreadable folder, and continues", async () => {
    await put("a.txt");
    await put("locked/b.txt");
    await chmod(path.join(root, "locked"), 0);
    const { files, skipped } = await discover(root);
    await chmod(path.join(root, "locked"), 0o755);
    expect(files.map(({ file }) => file)).toEqual(["a.txt"]);
    expect(skipped).toEqual([{ path: "locked", reason: "unreadable folder: permission denied" }]);
  });

  it("rejects a root that is missing or not a folder", async () => {
    await put("a.txt");
    await expect(discover(path.join(root, "none"))).rejects.toMatchObject({ code: "invalid-input" });
    await expect(discover(path.join(root, "a.txt"))).rejects.toMatchObject({ code: "invalid-input" });
  });
});
