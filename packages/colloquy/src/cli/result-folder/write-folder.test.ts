import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExportedFile } from "../library.ts";
import { EXPORT_MANIFEST } from "../../files/index.ts";
import type { FolderChanges } from "./move-into.ts";
import { writeResultFolder } from "./write-folder.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "colloquy-folder-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isWindows = process.platform === "win32";
const at = (...parts: readonly string[]): string => join(folder, ...parts);
const read = (...parts: readonly string[]): string => readFileSync(at("vault", ...parts), "utf8");

async function* files(texts: Readonly<Record<string, string>>): AsyncIterable<ExportedFile> {
  for (const [path, text] of Object.entries(texts)) yield { path, pieces: [text.slice(0, 1), text.slice(1)] };
}

const target = (path = "vault", workspace = "talks") => ({
  path: at(path),
  named: path,
  format: "obsidian",
  workspace,
});

function write(texts: Readonly<Record<string, string>>, path = "vault"): Promise<FolderChanges> {
  return writeResultFolder(files(texts), target(path));
}

/** Every file below a folder, without hidden ones at its top. */
function list(path = "vault"): readonly string[] {
  return readdirSync(at(path), { recursive: true, encoding: "utf8" })
    .filter((each) => !each.startsWith(".") && lstatSync(at(path, each)).isFile())
    .map((each) => each.replaceAll("\\", "/"))
    .toSorted();
}

describe("an exported folder", () => {
  it("is new, private and complete", async () => {
    expect(await write({ "Index.md": "index", "People/Ada.md": "ada" })).toEqual({
      written: 2,
      unchanged: 0,
      removed: 0,
      kept: [],
    });
    expect(list()).toEqual(["Index.md", "People/Ada.md"]);
    expect(read("People", "Ada.md")).toBe("ada");
    if (!isWindows)
      expect([statSync(at("vault")).mode & 0o777, statSync(at("vault/Index.md")).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder)).toEqual(["vault"]);
  });

  it("is written again: changed files are replaced, files that are gone are removed, the same ones are not touched", async () => {
    await write({ "Index.md": "old", "People/Ada.md": "ada", "Entities/gone.md": "gone" });
    const before = statSync(at("vault/People/Ada.md")).mtimeMs;
    expect(await write({ "Index.md": "new", "People/Ada.md": "ada", "People/Bo.md": "bo" })).toEqual({
      written: 2,
      unchanged: 1,
      removed: 1,
      kept: [],
    });
    expect(list()).toEqual(["Index.md", "People/Ada.md", "People/Bo.md"]);
    expect(read("Index.md")).toBe("new");
    expect(existsSync(at("vault/Entities"))).toBe(false);
    expect(statSync(at("vault/People/Ada.md")).mtimeMs).toBe(before);
    expect(readdirSync(at("vault")).toSorted()).toEqual([EXPORT_MANIFEST, "Index.md", "People"]);
  });

  it("keeps the notes of the user, and those that the user changed, and names them", async () => {
    await write({ "Index.md": "index", "People/Ada.md": "ada", "People/Gone.md": "gone" });
    writeFileSync(at("vault/People/Ada.md"), "ada, and my remark");
    writeFileSync(at("vault/People/Gone.md"), "gone, and my remark");
    writeFileSync(at("vault/People/Bo.md"), "my Bo");
    writeFileSync(at("vault/mine.md"), "mine");
    const texts = { "Index.md": "index", "People/Ada.md": "new ada", "People/Bo.md": "bo" };
    for (const kept of [
      ["People/Ada.md", "People/Bo.md", "People/Gone.md"],
      ["People/Ada.md", "People/Bo.md"],
    ])
      expect(await write(texts)).toEqual({ written: 0, unchanged: 1, removed: 0, kept });
    expect([read("People", "Ada.md"), read("People", "Bo.md"), read("People", "Gone.md"), read("mine.md")]).toEqual([
      "ada, and my remark",
      "my Bo",
      "gone, and my remark",
      "mine",
    ]);
    rmSync(at("vault/People/Ada.md"));
    expect(await write(texts)).toMatchObject({ written: 1, kept: ["People/Bo.md"] });
    expect(read("People", "Ada.md")).toBe("new ada");
  });

  it("completes a move that was killed, because the manifest has the old and the new hashes", async () => {
    await write({ "a.md": "old a", "b.md": "old b" });
    const old = JSON.parse(read(EXPORT_MANIFEST)) as { readonly files: Readonly<Record<string, readonly string[]>> };
    await write({ "a.md": "new a", "b.md": "new b" });
    const manifest = JSON.parse(read(EXPORT_MANIFEST)) as typeof old;
    const both = Object.fromEntries(
      Object.entries(manifest.files).map(([path, known]) => [path, [...(old.files[path] ?? []), ...known]]),
    );
    writeFileSync(at("vault", EXPORT_MANIFEST), JSON.stringify({ ...manifest, files: both }));
    writeFileSync(at("vault/b.md"), "old b");
    expect(await write({ "a.md": "new a", "b.md": "new b" })).toEqual({
      written: 1,
      unchanged: 1,
      removed: 0,
      kept: [],
    });
  });

  it("is not changed when its files cannot be made, and no unfinished folder stays", async () => {
    await write({ "Index.md": "index" });
    const failing = async function* (): AsyncIterable<ExportedFile> {
      yield { path: "Index.md", pieces: ["new"] };
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    };
    for (const path of ["vault", "new"])
      await expect(writeResultFolder(failing(), target(path))).rejects.toMatchObject({
        exitCode: 1,
        message: `${path} cannot be written: the disk is full. Free some space, or name another folder with --output.`,
      });
    expect(read("Index.md")).toBe("index");
    expect(readdirSync(folder)).toEqual(["vault"]);
    expect(readdirSync(at("vault")).toSorted()).toEqual([EXPORT_MANIFEST, "Index.md"]);
  });

  it("removes the unfinished folder of a killed process", async () => {
    await write({ "Index.md": "index" });
    const module = new URL("./write-folder.ts", import.meta.url).href;
    const script = `import { writeResultFolder } from ${JSON.stringify(module)};
      async function* files() { yield { path: "a/b.md", pieces: ["b"] }; console.log("half"); await new Promise((done) => setTimeout(done, 60_000)); }
      await writeResultFolder(files(), ${JSON.stringify(target())});`;
    const writer = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(writer.stdout, "data");
    writer.kill("SIGKILL");
    await once(writer, "exit");
    expect(readdirSync(at("vault")).filter((name) => name.endsWith(".part"))).toHaveLength(1);
    await write({ "Index.md": "index" });
    expect(readdirSync(at("vault")).toSorted()).toEqual([EXPORT_MANIFEST, "Index.md"]);
  });

  it("may hold hidden files before the first export, as a vault that Obsidian made", async () => {
    mkdirSync(at("vault/.obsidian"), { recursive: true });
    await write({ "Index.md": "index" });
    expect(readdirSync(at("vault")).toSorted()).toEqual([EXPORT_MANIFEST, ".obsidian", "Index.md"]);
  });

  it.each([
    [
      "with other files",
      () => writeFileSync(join(folder, "vault", "mine.md"), ""),
      "it holds other files, such as mine.md. Name a new",
    ],
    [
      "with another workspace",
      () =>
        writeFileSync(
          at("vault", EXPORT_MANIFEST),
          JSON.stringify({ version: 1, format: "obsidian", workspace: "other", files: {} }),
        ),
      "it holds the export obsidian of the workspace other. Name a new",
    ],
    [
      "with a damaged manifest",
      () => writeFileSync(at("vault", EXPORT_MANIFEST), "{"),
      "its list of exported files, .colloquy-export.json, cannot be read",
    ],
    [
      "whose manifest leads out of it",
      () =>
        writeFileSync(
          at("vault", EXPORT_MANIFEST),
          JSON.stringify({ version: 1, format: "obsidian", workspace: "talks", files: { "../x": [] } }),
        ),
      "its list of exported files, .colloquy-export.json, cannot be read",
    ],
    ["with a link instead of a folder", () => symlinkSync(folder, at("vault/People")), "it holds other files"],
  ])("is refused %s, and stays as it is", async (_, make, reason) => {
    mkdirSync(at("vault"));
    make();
    const before = readdirSync(at("vault"));
    await expect(write({ "Index.md": "index" })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`vault cannot be written: ${reason}`),
    });
    expect(readdirSync(at("vault"))).toEqual(before);
  });

  it("is refused when a folder in it became a link", async () => {
    await write({ "People/Ada.md": "ada" });
    rmSync(at("vault/People"), { recursive: true });
    mkdirSync(at("elsewhere"));
    symlinkSync(at("elsewhere"), at("vault/People"));
    await expect(write({ "People/Ada.md": "new" })).rejects.toThrow(
      "vault cannot be written: People in it is no folder.",
    );
    expect(readdirSync(at("elsewhere"))).toEqual([]);
  });

  it("is refused when a folder around its folders became a link", async () => {
    await write({ "a/b/one.md": "one" });
    rmSync(at("vault/a"), { recursive: true });
    mkdirSync(at("elsewhere/b"), { recursive: true });
    writeFileSync(at("elsewhere/b/one.md"), "one");
    symlinkSync(at("elsewhere"), at("vault/a"));
    await expect(write({ "Index.md": "index" })).rejects.toThrow("vault cannot be written: a in it is no folder.");
    expect(readdirSync(at("elsewhere/b"))).toEqual(["one.md"]);
  });

  it("loses the folders of removed files, up to one that has other files", async () => {
    await write({ "a/b/one.md": "one", "c/d/two.md": "two", "Index.md": "index" });
    writeFileSync(at("vault/c/mine.md"), "mine");
    expect(await write({ "Index.md": "index" })).toMatchObject({ removed: 2, kept: [] });
    expect(readdirSync(at("vault")).filter((name) => !name.startsWith("."))).toEqual(["Index.md", "c"]);
    expect(readdirSync(at("vault/c"))).toEqual(["mine.md"]);
  });

  it.each([
    ["a file", () => writeFileSync(at("vault"), ""), "it is no folder, and this format writes a folder"],
    ["a link that leads nowhere", () => symlinkSync(at("absent"), at("vault")), "it is a link that leads nowhere"],
  ])("is refused when the path is %s", async (_, make, reason) => {
    make();
    await expect(write({ "Index.md": "index" })).rejects.toMatchObject({
      exitCode: 2,
      message: `vault cannot be written: ${reason}. Name a folder with --output.`,
    });
  });

  it("is refused in a folder that does not exist", async () => {
    await expect(write({ "Index.md": "index" }, "absent/vault")).rejects.toMatchObject({
      exitCode: 2,
      message: "absent/vault cannot be written: its folder does not exist. Name another folder with --output.",
    });
  });
});
