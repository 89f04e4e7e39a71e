import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { colloquy, colloquyProcess, type Ended, folderWith, longTalk, type ProcessCall } from "./cli/process.ts";
import { everythingIn } from "./everything-in.ts";

const MODELS = ["--model", "openai:gpt-4o-mini", "--embedding-model", "openai:text-embedding-3-small"];

let cwd: string;
/** Where the copy of the ledger goes. */
let temporary: string;
beforeEach(() => {
  cwd = folderWith({ "talks/one.txt": longTalk(1, 80), "talks/notes.pdf": "%PDF-1.4" });
  temporary = folderWith();
});
afterEach(() => {
  for (const folder of [cwd, temporary]) rmSync(folder, { recursive: true, force: true });
});

function call(args: readonly string[], onOutput?: ProcessCall["onOutput"]): Promise<Ended> {
  const inTalks = [...args, "--transcripts-dir", "talks"];
  const place = { cwd, environment: { TMPDIR: temporary } };
  return onOutput === undefined ? colloquy(inTalks, place) : colloquyProcess(inTalks, { ...place, onOutput });
}

/** A workspace, and more talks than are read at once. */
async function ingestAndWriteMore(): Promise<void> {
  await call(["ingest"]);
  for (let talk = 0; talk < 12; talk += 1) writeFileSync(join(cwd, "talks", `more-${talk}.txt`), longTalk(talk, 200));
}

describe("colloquy estimate", () => {
  it("prints what ingest --dry-run prints, and changes nothing", async () => {
    const before = everythingIn(cwd);
    const told = await call(["estimate", ...MODELS]);
    const dry = await call(["ingest", "--dry-run", ...MODELS]);
    expect([told.exitCode, dry.exitCode]).toEqual([0, 0]);
    expect(dry.stdout).toBe(told.stdout);
    expect(told.stderr).toMatch(/^reading: 1 of 1 file, done in .+\n$/);
    expect(told.stdout).toMatch(/^ {2}files {8}1 new, 0 edited, 0 unchanged, 1 skipped/m);
    expect(told.stdout).toMatch(/^ {2}cost {5,}\$0\.\d+ +\$0\.\d+ +\$0\.\d+$/m);
    expect(told.stdout).toContain(`  colloquy ingest --transcripts-dir talks ${MODELS.join(" ")}\n`);
    expect(everythingIn(cwd)).toEqual(before);
  });

  it("prints one line of JSON and nothing beside it", async () => {
    const told = await call(["estimate", "--json"]);
    expect(told.stdout.split("\n")).toHaveLength(2);
    expect((await call(["ingest", "--dry-run", "--json"])).stdout).toBe(told.stdout);
    expect(JSON.parse(told.stdout)).toMatchObject({ workspace: "default", files: { found: 2 }, modelStages: [{}, {}] });
  });

  it("changes nothing when it is killed in the middle", async () => {
    await ingestAndWriteMore();
    const before = everythingIn(cwd);
    const { exitCode } = await call(
      ["estimate", "--verbose"],
      ({ stderr }, child) => void (stderr.includes("new more-") && child.kill("SIGKILL")),
    );
    expect(exitCode).toBeNull();
    expect(everythingIn(cwd)).toEqual(before);
  });

  it("ends at Ctrl-C with a sentence, and leaves no copy", async () => {
    await ingestAndWriteMore();
    const before = everythingIn(cwd);
    let isSent = false;
    const { exitCode, stdout, stderr } = await call(["estimate", "--verbose"], (text, child) => {
      if (!isSent && text.stderr.includes("new more-")) isSent = child.kill("SIGINT");
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(stderr).toContain("colloquy: Interrupted; nothing was asked or changed.\n");
    expect(everythingIn(cwd)).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("refuses bad input in one sentence, with the exit code of ingest", async () => {
    const wrong = [
      ["--limit", "none"],
      ["--modle", "x"],
      ["--prices", "absent.yaml"],
      ["--include", "*.vtt"],
    ];
    for (const args of wrong) {
      const { exitCode, stdout, stderr } = await call(["estimate", ...args]);
      expect({ exitCode, stdout, lines: stderr.trim().split("\n").length }).toEqual({
        exitCode: 2,
        stdout: "",
        lines: 1,
      });
    }
    expect(await colloquy(["estimate"], { cwd })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("No transcripts were named"),
    });
  });
});
