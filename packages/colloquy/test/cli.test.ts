import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { BIN, colloquy, colloquyProcess, type Ended, folderWith, longTalk, run } from "./cli/process.ts";

const TALKS = {
  "talks/one.vtt":
    "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Novak>Deep sleep reduces stress, and the remote control is cheap.\n\n" +
    "01:02:03.000 --> 01:02:09.000\n<v Ben Okafor>The remote control needs a battery. Deep sleep improves memory.\n",
  "talks/two.srt": "1\n00:00:00,000 --> 00:00:02,000\nAda Novak: Deep sleep leads to good memory.\n",
  "talks/deep/three.txt": longTalk(3, 60),
  "talks/noise.bin": "\u0000\u0001\u0002\u0000",
  "talks/empty.txt": "",
};

// Control characters of a terminal, except line feeds.
const CONTROLS = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

function lines(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Expects one sentence on stderr and no stdout. */
function expectRefusal({ exitCode, stdout, stderr }: Ended, message: RegExp, code = 2): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^colloquy: [^\n]+\n$/);
  expect(stdout).toBe("");
  expect(exitCode).toBe(code);
}

describe("the command line", () => {
  const cwd = folderWith();

  it("shows its help when it is called without arguments", async () => {
    const { exitCode, stdout, stderr } = await colloquy([], { cwd });
    expect(stdout).toContain("Usage: colloquy <command> [options]");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it.each(["init", "doctor", "parse", "ingest", "retry-failed", "status", "search", "show", "export"])(
    "shows an example of %s",
    async (name) => {
      const { exitCode, stdout } = await colloquy([name, "--help"], { cwd });
      expect(stdout).toContain(`Example:\n  colloquy ${name}`);
      expect(exitCode).toBe(0);
    },
  );

  it.each([
    [["ingst"], /unknown command 'ingst' \(Did you mean ingest\?\)/],
    [["ingest", "--limt", "3"], /unknown option '--limt' \(Did you mean --limit\?\)/],
    [["status", "--workspace", "../x"], /--workspace is '\.\.\/x', but must be a name of letters/],
    [["ingest"], /No folder of transcripts is given; name it with --transcripts-dir/],
    [
      ["ingest", "--transcripts-dir", ".", "--batch-size", "0"],
      /--batch-size is 0, but must be a whole number from 1 to 100\./,
    ],
    [["ingest", "--transcripts-dir", ".", "--max-concurrent", "many"], /--max-concurrent is 'many'/],
    [["ingest", "absent"], /absent/],
    [
      ["ingest", "talks", "--transcripts-dir", "other"],
      /--transcripts-dir is given twice, as talks and as --transcripts-dir other: leave one of them out\./,
    ],
    [["estimate", "one", "two"], /too many arguments/],
    [["search"], /missing required argument/],
    [["search", "x", "--limit", "0"], /--limit is '0', but must be a whole number of at least 1/],
    [["export", "--format", "pdf"], /pdf.*jsonl, graphml, canonical, html, obsidian, csv/],
    [["parse", "absent.vtt"], /absent\.vtt/],
    [["status", "--config", "absent.yaml"], /configuration file absent\.yaml does not exist/],
  ])("refuses %j in one sentence", async (args, message) => {
    expectRefusal(await colloquy(args, { cwd }), message);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("refuses a configuration with an unknown key or a wrong type", async () => {
    const folder = folderWith({ "colloquy.yaml": "worksapce: x\n", "wrong.yaml": "batch-size: [1]\n" });
    expectRefusal(await colloquy(["status"], { cwd: folder }), /unknown key "worksapce"\. Did you mean "workspace"\?/);
    expectRefusal(
      await colloquy(["status", "--config", "wrong.yaml"], { cwd: folder }),
      /batch-size in wrong\.yaml is \[1\]/,
    );
  });

  it.skipIf(!existsSync("/dev/full"))("fails when stdout is a full disk", async () => {
    const ended = await run(
      "bash",
      [
        "-c",
        `"${process.execPath}" --disable-warning=ExperimentalWarning "${join(import.meta.dirname, "../src/cli/main.ts")}" --help > /dev/full`,
      ],
      { cwd },
    );
    expectRefusal(ended, /could not be written to stdout \(the disk is full\)/, 1);
  });

  it("refuses a missing workspace", async () => {
    for (const command of [["status"], ["search", "x"], ["show", "x"], ["export"]])
      expectRefusal(await colloquy(command, { cwd }), /There is no workspace default/, 2);
  });
});

describe("bin/colloquy.js", () => {
  const cwd = folderWith();

  it("refuses an old Node in one sentence", async () => {
    const older =
      "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.1'}})";
    expectRefusal(
      await run(process.execPath, ["--import", older, BIN], { cwd }),
      /Node 22\.19 or newer is needed, but this is Node 20\.11\.1/,
    );
  });

  it("starts the command line without warnings of Node", async () => {
    const { exitCode, stdout, stderr } = await run(process.execPath, [BIN, "--version"], { cwd });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\nledger format \d+, graph format \d+, vectors format \d+\n$/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });
});

describe("init and doctor", () => {
  it("write a configuration once, and find no fault in it", async () => {
    const cwd = folderWith();
    expect((await colloquy(["init"], { cwd })).exitCode).toBe(0);
    const written = readFileSync(join(cwd, "colloquy.yaml"), "utf8");
    expectRefusal(await colloquy(["init"], { cwd }), /colloquy\.yaml already exists and is not changed/);
    expect(readFileSync(join(cwd, "colloquy.yaml"), "utf8")).toBe(written);

    const { exitCode, stdout } = await colloquy(["doctor", "--json"], {
      cwd,
      environment: { OPENAI_API_KEY: "sk-1234567890abc" },
    });
    const findings = (JSON.parse(stdout) as { findings: { name: string; state: string }[] }).findings;
    expect(findings.filter(({ state }) => state === "fault")).toEqual([]);
    expect(findings.find(({ name }) => name === "keys")?.state).toBe("note");
    expect(stdout).not.toContain("sk-1234567890abc");
    expect(exitCode).toBe(0);
  });

  it("report an unreachable server, an impossible folder, and a wrong configuration", async () => {
    const cwd = folderWith({ file: "" });
    const environment = { NEO4J_URI: "bolt://127.0.0.1:1", NEO4J_PASSWORD: "secret", COLLOQUY_DATA_DIR: "file/data" };
    const { exitCode, stdout } = await colloquy(["doctor"], { cwd, environment });
    expect(stdout.replace(/\s+/g, " ")).toMatch(/FAULT data folder file\/data cannot be made because .* is a file/);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "NEO4J_URI is set but bolt://127.0.0.1:1 refused the connection. Start it, or unset NEO4J_URI",
    );
    expect(stdout).not.toContain("secret");
    expect(exitCode).toBe(1);
    writeFileSync(join(cwd, "colloquy.yaml"), "limit: none\n");
    expect(await colloquy(["doctor"], { cwd })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("limit in colloquy.yaml"),
    });
  });
});

describe("parse", () => {
  it("prints one line of JSON per turn, for each readable file", async () => {
    const cwd = folderWith(TALKS);
    const { exitCode, stdout, stderr } = await colloquy(["parse", "talks/two.srt", "talks/empty.txt"], { cwd });
    const [turn] = lines(stdout);
    expect(turn).toMatchObject({
      file: "talks/two.srt",
      turn: 0,
      speaker: "Ada Novak",
      startMs: 0,
      endMs: 2000,
      text: "Deep sleep leads to good memory.",
    });
    expect(Object.keys(turn ?? {})).toEqual([
      "file",
      "turn",
      "speaker",
      "startMs",
      "endMs",
      "startOffset",
      "endOffset",
      "text",
    ]);
    expect(stderr).toMatch(/^skipped talks\/empty\.txt: /);
    expect(exitCode).toBe(0);
  });
});

describe("a run", () => {
  const cwd = folderWith(TALKS);
  let ended: Ended;
  beforeAll(async () => {
    ended = await colloquy(["ingest", "--transcripts-dir", "talks", "--workspace", "w", "--json"], { cwd });
  });

  it("prints events and, as the last line, the status of the workspace", () => {
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    const all = lines(ended.stdout);
    const result = all.at(-1);
    expect(all.slice(0, -1).every((line) => typeof line.event === "string")).toBe(true);
    expect(Object.keys(result ?? {})).toEqual(
      expect.arrayContaining([
        "workspace",
        "transcripts",
        "chunks",
        "profiles",
        "graph",
        "vectors",
        "digest",
        "runId",
        "seconds",
        "outcome",
        "exitCode",
        "usage",
        "rejected",
      ]),
    );
    expect(result).toMatchObject({
      workspace: "w",
      transcripts: { parsed: 3 },
      chunks: { pending: 0, deadLetters: 0 },
      exitCode: 0,
    });
    const { skipped } = (result as { transcripts: { skipped: { path: string }[] } }).transcripts;
    expect(skipped.map(({ path }) => path).sort()).toEqual(["empty.txt", "noise.bin"]);
  });

  it("has the same status in the command status", async () => {
    const status = JSON.parse((await colloquy(["status", "--workspace", "w", "--json"], { cwd })).stdout) as object;
    expect(lines(ended.stdout).at(-1)).toMatchObject(status);
  });

  it("writes its log", () => {
    const log = readFileSync(join(cwd, "metrics", "w", "all_files_processings.txt"), "utf8");
    expect(log).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}run \S+ of workspace w$/m);
    expect(log).toMatch(/skipped noise\.bin: /);
    for (const line of log.trimEnd().split("\n")) expect(line).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it("repeats no work in a second run, and suggests calls", async () => {
    const { exitCode, stdout, stderr } = await colloquy(["ingest", "talks", "--workspace", "w"], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/files +0 new, 0 edited, 3 unchanged, 2 skipped/);
    expect(stdout).toContain("Next\n  colloquy ask ");
    expect(stdout + stderr).not.toContain("\u001b");
    const status = JSON.parse((await colloquy(["status", "--workspace", "w", "--json"], { cwd })).stdout) as {
      digest: string;
    };
    expect(lines(ended.stdout).at(-1)?.digest).toBe(status.digest);
  });

  it("prints nothing with --quiet", async () => {
    const quiet = await colloquy(["ingest", "--transcripts-dir", "talks", "--workspace", "w", "--quiet"], { cwd });
    expect(quiet).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("is found by words, file and speaker", async () => {
    const search = async (...args: string[]): Promise<{ file: string; text: string }[]> => {
      const { stdout } = await colloquy(["search", ...args, "--workspace", "w", "--json"], { cwd });
      return (JSON.parse(stdout) as { hits: { file: string; text: string }[] }).hits;
    };
    const [best] = await search("remote", "control");
    expect(best).toMatchObject({ file: "one.vtt" });
    expect(best?.text).toContain("remote control");
    expect((await search("deep sleep", "--file", "**/three.txt")).every(({ file }) => file === "deep/three.txt")).toBe(
      true,
    );
    expect((await search("battery", "--speaker", "ben okafor")).map(({ file }) => file)).toContain("one.vtt");
    expect(await search("deep sleep", "--limit", "1")).toHaveLength(1);
    expect(await search("xylophone")).toEqual([]);
    expect(await colloquy(["search", "battery", "--file", "on.vtt", "--workspace", "w"], { cwd })).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: 'colloquy: No transcript matches on.vtt. Did you mean "one.vtt"?\n',
    });
  });

  it("prints chunks as text", async () => {
    const { stdout } = await colloquy(["search", "battery", "--workspace", "w"], { cwd });
    expect(stdout).toMatch(/^1\. one\.vtt · Ben Okafor · \d\d:\d\d:\d\d\n {3}/);
    const nothing = await colloquy(["search", "xylophone", "--workspace", "w"], { cwd });
    expect(nothing).toMatchObject({ exitCode: 0, stdout: "", stderr: expect.stringContaining("Nothing found") });
  });

  it("shows an entity, and suggests a name for a misspelt one", async () => {
    const shown = JSON.parse(
      (await colloquy(["show", "ada novak", "--workspace", "w", "--json"], { cwd })).stdout,
    ) as Record<string, unknown>;
    expect(shown).toMatchObject({ name: "Ada Novak", type: "Person" });
    expect(Object.keys(shown)).toEqual([
      "id",
      "name",
      "type",
      "aliases",
      "mentions",
      "transcripts",
      "foundIn",
      "relationships",
      "withdrawn",
      "claims",
      "contradictions",
      "holders",
      "companions",
      "quotes",
      "namesakes",
      "speaker",
      "sentences",
      "topics",
      "statements",
      "summary",
    ]);
    const slip = await colloquy(["show", "Ada", "Novk", "--workspace", "w"], { cwd });
    expectRefusal(slip, /No entity "Ada Novk" in workspace w\. Did you mean "Ada Novak"\?/, 1);
    const part = await colloquy(["show", "novak", "ada", "--workspace", "w"], { cwd });
    expectRefusal(part, /No entity "novak ada" in workspace w\. Did you mean "Ada Novak"\?/, 1);
    const folded = await colloquy(["show", "  ada   novak ", "--workspace", "w"], { cwd });
    expect(folded).toMatchObject({ exitCode: 0, stderr: "", stdout: expect.stringMatching(/^Ada Novak {2}Person/) });
  });

  it("is exported completely", async () => {
    const jsonl = await colloquy(["export", "--workspace", "w"], { cwd });
    const kinds = new Set(lines(jsonl.stdout).map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(["transcript", "chunk", "entity", "mention"]));
    const file = join(cwd, "graph.html");
    const html = await colloquy(["export", "--workspace", "w", "--format", "html", "--output", "graph.html"], { cwd });
    expect(html).toMatchObject({ exitCode: 0, stdout: "", stderr: "Wrote graph.html.\n" });
    expect(readFileSync(file, "utf8")).toMatch(/<\/html>\s*$/);
    expectRefusal(
      await colloquy(["export", "--workspace", "w", "--output", "absent/x"], { cwd }),
      /absent\/x cannot be written: its folder does not exist\. Name another file with --output/,
    );
    expect(readdirSync(cwd).filter((name) => name.includes("part"))).toEqual([]);
  });

  it.skipIf(!existsSync("/proc/self/fd"))("is exported to the path of stdout", async () => {
    // The test uses its own link, so that a failure does not replace a file of the system.
    symlinkSync("/proc/self/fd/1", join(cwd, "stdout"));
    const plain = await colloquy(["export", "--workspace", "w"], { cwd });
    expect(await colloquy(["export", "--workspace", "w", "--output", "stdout"], { cwd })).toEqual(plain);
    expect(lstatSync(join(cwd, "stdout")).isSymbolicLink()).toBe(true);
  });

  it("is not exported to an empty file name", async () => {
    expectRefusal(await colloquy(["export", "--workspace", "w", "--output", ""], { cwd }), /--output is empty/);
  });

  it("ends without a message when its reader stops early", async () => {
    const command = `"${process.execPath}" --disable-warning=ExperimentalWarning "${join(import.meta.dirname, "../src/cli/main.ts")}" export --workspace w | head -c 1; echo "\${PIPESTATUS[0]}"`;
    expect(await run("bash", ["-c", command], { cwd })).toEqual({ exitCode: 0, stdout: "{0\n", stderr: "" });
  });
});

describe("a search in a workspace without an index", () => {
  it("explains why it finds nothing, and what to do", async () => {
    const cwd = folderWith(TALKS);
    const ingest = (...args: string[]) =>
      colloquy(["ingest", "--transcripts-dir", "talks", "--quiet", ...args], { cwd });
    const search = () => colloquy(["search", "xylophone"], { cwd });
    await ingest("--skip-embeddings");
    expect(await search()).toEqual({
      exitCode: 0,
      stdout: "",
      stderr:
        "Nothing found, because nothing is indexed yet: run `colloquy ingest` on workspace default, without --skip-embeddings.\n",
    });
    await ingest("--limit", "1");
    const partly = await search();
    expect(partly).toMatchObject({ exitCode: 0, stdout: "" });
    expect(partly.stderr).toMatch(
      /^Nothing found in the indexed chunks; \d+ chunks are pending: run `colloquy ingest` on workspace default again/,
    );
    await ingest();
    expect((await search()).stderr).toBe(
      'Nothing found; try other words, or fewer filters.\nNo chunk contains "xylophone".\n',
    );
  });
});

describe("options from several sources", () => {
  it("are combined: flag, environment, .env, file", async () => {
    const cwd = folderWith({
      ...TALKS,
      "colloquy.yaml": "transcripts-dir: talks\nworkspace: file\ndata-dir: file\noutput-dir: file-out\n",
      ".env": "COLLOQUY_WORKSPACE=dotenv\nCOLLOQUY_DATA_DIR=dotenv\n",
    });
    const { exitCode, stderr } = await colloquy(["ingest", "--workspace", "flag", "--quiet"], {
      cwd,
      environment: { COLLOQUY_DATA_DIR: "environment" },
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(existsSync(join(cwd, "environment", "flag"))).toBe(true);
    expect(existsSync(join(cwd, "file-out", "flag", "all_files_processings.txt"))).toBe(true);
    expect(existsSync(join(cwd, "dotenv"))).toBe(false);
  });
});

describe("bad input", () => {
  it.each([
    ["an empty folder", {}],
    ["a folder in which nothing can be read", { "talks/noise.bin": "\u0000\u0001", "talks/empty.txt": "" }],
  ])("makes no workspace from %s", async (_, files) => {
    const cwd = folderWith(files);
    mkdirSync(join(cwd, "talks"), { recursive: true });
    expectRefusal(await colloquy(["ingest", "--transcripts-dir", "talks"], { cwd }), /talks/);
    expect(readdirSync(cwd)).toEqual(["talks"]);
  });

  it("makes nothing when the output folder is impossible", async () => {
    const cwd = folderWith({ ...TALKS, file: "" });
    const ended = await colloquy(["ingest", "--transcripts-dir", "talks", "--output-dir", "file/metrics"], { cwd });
    expectRefusal(
      ended,
      /The reports cannot be written to .*: a part of its path is a file\. Choose another folder with --output-dir/,
    );
    expect(readdirSync(cwd).sort()).toEqual(["file", "talks"]);
  });

  it.each(["below a file", "not allowed by the system"])(
    "makes nothing when the data folder or the output folder is %s",
    async (where) => {
      const cwd = folderWith({ ...TALKS, file: "" });
      const nowhere = where === "below a file" ? "file/x/y" : "/proc/colloquy/x";
      const ingest = (...args: string[]) => colloquy(["ingest", "--transcripts-dir", "talks", ...args], { cwd });
      expectRefusal(
        await ingest("--data-dir", nowhere, "--output-dir", "out/deep"),
        /The workspace folder .* cannot be created: .+\. Name another folder with --data-dir/,
      );
      expectRefusal(
        await ingest("--output-dir", nowhere, "--data-dir", "data/deep"),
        /The reports cannot be written to .*: .+\. Choose another folder with --output-dir/,
      );
      expect(readdirSync(cwd).sort()).toEqual(["file", "talks"]);
    },
  );

  it("does not change a file that is no ledger", async () => {
    const cwd = folderWith({ ...TALKS, ".colloquy/default/ledger.db": "this is a letter, not a ledger".repeat(200) });
    expectRefusal(await colloquy(["ingest", "--transcripts-dir", "talks"], { cwd }), /ledger/);
    expect(readFileSync(join(cwd, ".colloquy/default/ledger.db"), "utf8")).toMatch(/^this is a letter/);
  });

  it("prints no control characters", async () => {
    const cwd = folderWith({
      "talks/a\u001b]0;owned\u0007\u202Eb.txt":
        "Eve\u001b[31m Adams: The remote\u009b2J control\u0007 is \u202Ecursed, the remote control.\n".repeat(5),
      "talks/\u001b[2Jbad.bin": "\u0000\u0001",
    });
    for (const args of [
      ["ingest", "--transcripts-dir", "talks", "--verbose"],
      ["search", "remote control"],
      ["search", "remote control", "--json"],
      ["status"],
      ["show", "remote control"],
      ["show", "nobody\u001b[31m"],
    ]) {
      const { stdout, stderr } = await colloquy(args, { cwd });
      expect(stdout + stderr).not.toBe("");
      expect(CONTROLS.exec(stdout + stderr), args.join(" ")).toBeNull();
    }
    expect(CONTROLS.exec(readFileSync(join(cwd, "metrics/default/all_files_processings.txt"), "utf8"))).toBeNull();
  });
});

describe("an interruption", () => {
  const files = Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`talks/${at}.txt`, longTalk(at, 60)]));
  const ingest = (dataDir: string): string[] => [
    "ingest",
    "--transcripts-dir",
    "talks",
    "--data-dir",
    dataDir,
    "--json",
  ];
  const digest = ({ stdout }: Ended): unknown => lines(stdout).at(-1)?.digest;

  /** Sends a signal after the first completed batch, and optionally a second signal. */
  const interrupted = (cwd: string, signal: NodeJS.Signals, twice: boolean): Promise<Ended> => {
    let sent = 0;
    return colloquyProcess(ingest("one"), {
      cwd,
      onOutput: ({ stdout, stderr }, child) => {
        if (sent === 0 && stdout.includes('"batch.completed"')) {
          sent = 1;
          child.kill(signal);
        }
        if (twice && sent === 1 && stderr.includes("press Ctrl-C again")) {
          sent = 2;
          child.kill(signal);
        }
      },
    });
  };

  it("ends cleanly, and the next run has the result of an uninterrupted run", async () => {
    const cwd = folderWith(files);
    const first = await interrupted(cwd, "SIGINT", false);
    expect(first.stderr).toContain("Finishing the work in flight; press Ctrl-C again to stop now.");
    expect(first.stderr).toContain("colloquy: Interrupted. Finished work is kept");
    expect(first.exitCode).toBe(130);
    const second = await colloquy(ingest("one"), { cwd });
    const undisturbed = await colloquy(ingest("two"), { cwd });
    expect(second.exitCode).toBe(0);
    expect(digest(second)).toMatch(/^[0-9a-f]{64}$/);
    expect(digest(second)).toBe(digest(undisturbed));
  });

  it("stops at once at the second signal, and has its own exit code for SIGTERM", async () => {
    const cwd = folderWith(files);
    const twice = await interrupted(cwd, "SIGINT", true);
    expect(twice.exitCode).toBe(130);
    expect(twice.stderr).toMatch(/^colloquy: Stopped at once\. Finished work is kept: .* to continue\.$/m);
    expect((await interrupted(cwd, "SIGTERM", false)).exitCode).toBe(143);
    const hungUp = await interrupted(cwd, "SIGHUP", false);
    expect([hungUp.exitCode, hungUp.stderr]).toEqual([
      129,
      expect.stringContaining("Interrupted. Finished work is kept"),
    ]);
  });

  it("is not caused by a second run, which is refused", async () => {
    const cwd = folderWith(files);
    let second: Promise<Ended> | null = null;
    const first = await colloquyProcess(ingest("one"), {
      cwd,
      onOutput: ({ stdout }) => {
        if (stdout.includes('"batch.completed"')) second ??= colloquyProcess(ingest("one"), { cwd });
      },
    });
    const refused = await (second as Promise<Ended> | null);
    expect(first.exitCode).toBe(0);
    expect(refused?.exitCode).toBe(5);
    expect(refused?.stderr).toMatch(/^colloquy: [^\n]+\n$/);
  });
});
