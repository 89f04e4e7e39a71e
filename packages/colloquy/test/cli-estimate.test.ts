import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { colloquy, colloquyProcess, type Ended, folderWith, longTalk, type ProcessCall } from "./cli/process.ts";
import { everythingIn } from "./everything-in.ts";

const MODELS = ["--model", "openai:gpt-4o-mini", "--embedding-model", "openai:text-embedding-3-small"];

let cwd: string;
/** The folder of the ledger's copy. */
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
  const settings = { cwd, environment: { TMPDIR: temporary } };
  return onOutput === undefined ? colloquy(inTalks, settings) : colloquyProcess(inTalks, { ...settings, onOutput });
}

/** Makes a workspace, and adds more talks than are read concurrently. */
async function ingestAndWriteMore(): Promise<void> {
  await call(["ingest"]);
  for (let talk = 0; talk < 12; talk += 1) writeFileSync(join(cwd, "talks", `more-${talk}.txt`), longTalk(talk, 200));
}

describe("colloquy estimate", () => {
  it("prints what ingest --dry-run prints, and changes nothing", async () => {
    const before = everythingIn(cwd);
    const estimated = await call(["estimate", ...MODELS]);
    const dry = await call(["ingest", "--dry-run", ...MODELS]);
    expect([estimated.exitCode, dry.exitCode]).toEqual([0, 0]);
    expect(dry.stdout).toBe(estimated.stdout);
    expect(estimated.stderr).toMatch(/^reading: 1 of 1 file, done in .+\n$/);
    expect(estimated.stdout).toMatch(/^ {2}files {8}1 new, 0 edited, 0 unchanged, 1 skipped/m);
    expect(estimated.stdout).toMatch(/^ {2}cost {5,}\$0\.\d+ +\$0\.\d+ +\$0\.\d+$/m);
    expect(estimated.stdout).toContain(`  colloquy ingest --transcripts-dir talks ${MODELS.join(" ")}\n`);
    expect(everythingIn(cwd)).toEqual(before);
  });

  it("prints only one line of JSON", async () => {
    const estimated = await call(["estimate", "--json"]);
    expect(estimated.stdout.split("\n")).toHaveLength(2);
    expect((await call(["ingest", "--dry-run", "--json"])).stdout).toBe(estimated.stdout);
    expect(JSON.parse(estimated.stdout)).toMatchObject({
      workspace: "default",
      files: { found: 2 },
      modelStages: [{}, {}],
    });
  });

  it("changes nothing when it is killed", async () => {
    await ingestAndWriteMore();
    const before = everythingIn(cwd);
    const { exitCode } = await call(
      ["estimate", "--verbose"],
      ({ stderr }, child) => void (stderr.includes("new more-") && child.kill("SIGKILL")),
    );
    expect(exitCode).toBeNull();
    expect(everythingIn(cwd)).toEqual(before);
  });

  it("ends at Ctrl-C with one message, and leaves no copy", async () => {
    await ingestAndWriteMore();
    const before = everythingIn(cwd);
    let isSent = false;
    const { exitCode, stdout, stderr } = await call(["estimate", "--verbose"], (text, child) => {
      if (!isSent && text.stderr.includes("new more-")) isSent = child.kill("SIGINT");
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(stderr).toContain("colloquy: Interrupted; no model was called and nothing was changed.\n");
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
      stderr: expect.stringContaining("No folder of transcripts is given"),
    });
  });
});
