import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { colloquy, folderWith, longTalk } from "./cli/process.ts";

let cwd: string;
beforeAll(async () => {
  cwd = folderWith({ "talks/one.txt": longTalk(1, 20) });
  expect(await colloquy(["ingest", "talks"], { cwd })).toMatchObject({ exitCode: 0 });
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const run = (...args: readonly string[]) => colloquy(["export", ...args], { cwd });

describe("an export to a folder", () => {
  it("is a vault of Obsidian, which a second export leaves as it is", async () => {
    const first = await run("--format", "obsidian", "--output", "vault");
    expect(first).toEqual({ exitCode: 0, stdout: "", stderr: expect.stringMatching(/^Wrote vault: \d+ files\.\n$/) });
    expect(readdirSync(join(cwd, "vault"))).toEqual(
      expect.arrayContaining(["Entities", "Index.md", "People", "Transcripts"]),
    );
    const again = await run("--format", "obsidian", "--output", "vault");
    expect(again.stderr).toMatch(/^Wrote vault: 0 files, \d+ unchanged\.\n$/);
  });

  it("keeps notes that the user changed, and names them", async () => {
    await run("--format", "obsidian", "--output", "mine", "--quiet");
    appendFileSync(join(cwd, "mine/People/Ada Novak.md"), "my remark\n");
    writeFileSync(join(cwd, "mine/Own.md"), "mine\n");
    const { exitCode, stderr } = await run("--format", "obsidian", "--output", "mine/");
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      "Kept 1 file that you made or changed: People/Ada Novak.md. Move it away to get the export's.\n",
    );
    expect(readFileSync(join(cwd, "mine/People/Ada Novak.md"), "utf8")).toMatch(/my remark\n$/);
    expect(readFileSync(join(cwd, "mine/Own.md"), "utf8")).toBe("mine\n");
  });

  it("is a table for each kind of rows", async () => {
    expect(await run("--format", "csv", "--output", "tables")).toMatchObject({
      exitCode: 0,
      stderr: "Wrote tables: 7 files.\n",
    });
    const people = parse(readFileSync(join(cwd, "tables/entities.csv")), { columns: true, bom: true }) as {
      readonly name: string;
    }[];
    expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(["Ada Novak", "Ben Okafor"]));
  });

  it("is not read as transcripts", async () => {
    await run("--format", "obsidian", "--output", "talks/vault", "--quiet");
    expect(await colloquy(["ingest", "talks"], { cwd })).toMatchObject({ exitCode: 0 });
    const { stdout } = await colloquy(["status", "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      transcripts: { parsed: 1, skipped: [{ path: "vault", reason: "a folder that `colloquy export` wrote" }] },
    });
  });

  it.each([
    [
      ["--format", "obsidian"],
      "The format obsidian is a folder of files, which stdout cannot take: name a folder with --output.\n",
    ],
    [
      ["--format", "csv"],
      "The format csv is a folder of files, which stdout cannot take: name a folder with --output.\n",
    ],
    [["--format", "csv", "--output", ""], "--output is empty, but must be a file or a folder.\n"],
    [["--format", "csv", "--output", "."], ". cannot be written: it holds other files, such as "],
    [
      ["--format", "csv", "--output", "talks/one.txt"],
      "talks/one.txt cannot be written: it is no folder, and this format writes a folder.",
    ],
    [
      ["--format", "csv", "--output", "absent/x"],
      "absent/x cannot be written: its folder does not exist. Name another folder with --output.\n",
    ],
    [
      ["--format", "csv", "--output", ".colloquy/default"],
      ".colloquy/default leads into the data of a workspace and would damage them; name a path elsewhere with --output.\n",
    ],
    [
      ["--format", "csv", "--output", ".colloquy/default/x"],
      ".colloquy/default/x leads into the data of a workspace and would damage them; name a path elsewhere with --output.\n",
    ],
  ])("%j is refused with one sentence", async (args, sentence) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(`colloquy: ${sentence}`);
    expect(existsSync(join(cwd, "absent"))).toBe(false);
  });
});
