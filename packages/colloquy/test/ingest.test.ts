import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ColloquyError, type IngestResult, open, type WorkspaceStatus } from "../src/index.ts";
import { acquireLock } from "../src/adapters/sqlite/lock.ts";
import { digestOfExport, IngestFixture, talk } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
});
afterEach(() => folder[Symbol.dispose]());

function writeThreeTalks(): void {
  for (const seed of [1, 2, 3]) folder.writeTalk(`2026/talk-${seed}.txt`, seed);
}

async function failureOf(run: Promise<unknown>): Promise<ColloquyError> {
  const failure = await run.then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ColloquyError);
  return failure as ColloquyError;
}

async function statusOf(): Promise<WorkspaceStatus> {
  await using workspace = await open("talks", { dataDir: folder.dataDir });
  return await workspace.status();
}

/** The state of the workspace without values of the run. */
function stateOf(result: IngestResult) {
  const { workspace, transcripts, chunks, profiles, graph, vectors, digest } = result;
  return { workspace, transcripts, chunks, profiles, graph, vectors, digest };
}

describe("a run", () => {
  it("fills the workspace, emits events and returns the state", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const result = await folder.ingest({ ports: { extractor } });

    expect(result).toMatchObject({ workspace: "talks", exitCode: 0, transcripts: { parsed: 3, skipped: [] } });
    const { total } = result.chunks;
    expect(total).toBeGreaterThan(15);
    expect(result.chunks).toEqual({
      total,
      extracted: total,
      embedded: total,
      pending: 0,
      deadLetters: 0,
      embeddingDeadLetters: 0,
    });
    expect(result.vectors).toBe(total);
    expect(result.profiles).toEqual([{ profile: "scripted@1", chunks: total }]);
    expect(result.graph.entities).toBe(8 + 2);
    expect(result.graph.byType.entities).toEqual({ Person: 10 });
    expect(result.graph.relationships).toBeGreaterThan(10);
    expect(result.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(result.usage).toMatchObject({ failed: 0, rateLimited: 0, costUsd: 0 });

    expect(folder.events[0]).toMatchObject({ event: "run.started", runId: result.runId });
    expect(folder.eventsOf("file.read").map(({ file, change }) => `${file} ${change}`)).toEqual([
      "2026/talk-1.txt new",
      "2026/talk-2.txt new",
      "2026/talk-3.txt new",
    ]);
    expect(folder.eventsOf("notice").map(({ message }) => message)).toContain("Scripted extractor for tests.");
    for (const stage of ["read", "extract", "embed", "resolve", "project"]) {
      expect(folder.eventsOf("stage.started").filter((event) => event.stage === stage)).toHaveLength(1);
      expect(folder.eventsOf("stage.completed").filter((event) => event.stage === stage)).toHaveLength(1);
    }
    expect(folder.events.at(-2)).toEqual({
      event: "run.completed",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      runId: result.runId,
      result,
    });
    expect(folder.events.at(-1)).toMatchObject({ event: "reports.written" });
    const log = readFileSync(join(folder.root, "metrics/talks/all_files_processings.txt"), "utf8");
    expect(log).toContain(result.runId);
  });

  it("projects exactly the rows of the ledger", async () => {
    writeThreeTalks();
    const result = await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
    expect(await digestOfExport(workspace.exportRows("canonical"))).toBe(result.digest);
  });

  it("sends no call and changes nothing the second time", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const first = await folder.ingest({ ports: { extractor } });
    const calls = extractor.calls.length;
    const second = await folder.ingest({ ports: { extractor } });
    expect(extractor.calls).toHaveLength(calls);
    expect(stateOf(second)).toEqual(stateOf(first));
    expect(folder.eventsOf("stage.progress").filter(({ stage }) => stage === "project")).toEqual([]);
    expect(folder.eventsOf("file.read")).toEqual([]);
    expect(folder.eventsOf("notice").map(({ message }) => message)).toContain(
      "3 files are unchanged since the last run.",
    );
  });

  it("ends with the same digest and sends the same batches at any concurrency and order of replies", async () => {
    writeThreeTalks();
    const runs: { digest: string; calls: string[] }[] = [];
    for (const maxConcurrent of [1, 3, 16]) {
      const extractor = new ScriptedExtractor({
        concurrency: 16,
        // Later batches receive their replies sooner.
        script: async (_batch, call) => {
          for (let turns = 300 - 20 * (call % 15); turns > 0; turns -= 1) await new Promise(setImmediate);
        },
      });
      const { digest } = await folder.ingest({
        ports: { extractor },
        batchSize: 2,
        maxConcurrent,
        workspace: "same",
        dataDir: join(folder.root, `data-${maxConcurrent}`),
      });
      runs.push({ digest, calls: extractor.calls.map((batch) => batch.join("\n\n")).toSorted() });
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
  });

  it("respects the limit and continues after it with another batch size, without requesting a chunk twice", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const reference = await folder.ingest({ ports: { extractor }, dataDir: join(folder.root, "reference") });

    const limited = new ScriptedExtractor();
    const first = await folder.ingest({ ports: { extractor: limited }, limit: 5 });
    expect(first.chunks).toMatchObject({ extracted: 5, embedded: 5 });
    expect(first.chunks.pending).toBe(first.chunks.total - 5);
    const last = await folder.ingest({ ports: { extractor: limited }, batchSize: 3 });
    expect(last.digest).toBe(reference.digest);
    expect(limited.calls.flat().toSorted()).toEqual(extractor.calls.flat().toSorted());
  });

  it("keeps results of calls in flight when interrupted, and requests no chunk twice when resumed", async () => {
    writeThreeTalks();
    const reference = await folder.ingest({
      ports: { extractor: new ScriptedExtractor() },
      dataDir: join(folder.root, "reference"),
    });
    const interruption = new AbortController();
    const extractor = new ScriptedExtractor({
      script: (_batch, call) => {
        if (call === 4) interruption.abort();
      },
    });
    const failure = await failureOf(folder.ingest({ ports: { extractor }, batchSize: 1, signal: interruption.signal }));
    expect(failure).toMatchObject({ code: "interrupted", exitCode: 130 });
    expect(folder.eventsOf("stage.started").map(({ stage }) => stage)).not.toContain("project");
    const requested = extractor.calls.length;
    expect(requested).toBeLessThan(reference.chunks.total);
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
    expect((await workspace.status()).chunks.extracted).toBe(requested);

    const resumed = await folder.ingest({ ports: { extractor }, batchSize: 1 });
    expect(resumed.digest).toBe(reference.digest);
    expect(extractor.calls).toHaveLength(reference.chunks.total);
  });

  it("sets only a poisoned chunk aside, completes the other chunks and exits with 3, also the next time", async () => {
    writeThreeTalks();
    folder.write("poison.txt", "Ada: This is the POISON line, and nobody can read it.\n");
    const extractor = new ScriptedExtractor({
      script: (batch) => {
        if (batch.some(({ turns }) => turns.some(({ text }) => text.includes("POISON")))) throw new Error("It choked.");
      },
    });
    const result = await folder.ingest({ ports: { extractor } });
    expect(result).toMatchObject({ exitCode: 3, chunks: { pending: 0, deadLetters: 1 } });
    expect(result.chunks.extracted).toBe(result.chunks.total - 1);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([{ stage: "extract", reason: "It choked." }]);
    const again = await folder.ingest({ ports: { extractor } });
    expect(again).toMatchObject({ exitCode: 3, digest: result.digest });
  });

  it("stops when the first 16 batches fail alike, and completes all of them after the repair", async () => {
    for (let seed = 1; seed <= 8; seed += 1) folder.writeTalk(`${seed}.txt`, seed);
    const broken = new ScriptedExtractor({
      concurrency: 1,
      script: () => {
        throw new Error("The model answers in verse.");
      },
    });
    const failure = await failureOf(folder.ingest({ ports: { extractor: broken }, batchSize: 1 }));
    expect(failure).toMatchObject({ code: "provider", exitCode: 1 });
    expect(failure.message).toContain("16 of the last 16 batches failed alike (The model answers in verse)");
    // The limiter sends the next call when a call ends, before its failure is evaluated, unless it waits for the event
    // loop.
    expect([16, 17]).toContain(broken.calls.length);
    expect(new Set(broken.calls.flat()).size).toBe(broken.calls.length);
    const resumed = await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    expect(resumed).toMatchObject({ exitCode: 0, chunks: { pending: 0, deadLetters: 0 } });
  });

  it("requests everything again when forced, with the same result", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const first = await folder.ingest({ ports: { extractor } });
    const calls = extractor.calls.length;
    const second = await folder.ingest({ ports: { extractor }, force: true });
    expect(extractor.calls).toHaveLength(2 * calls);
    expect(stateOf(second)).toEqual(stateOf(first));
  });

  it("continues an interrupted forced run, and pays for no chunk twice", async () => {
    writeThreeTalks();
    const first = await folder.ingest({ ports: { extractor: new ScriptedExtractor({ paid: true }) } });
    const interruption = new AbortController();
    const script = (_batch: unknown, call: number): void => {
      if (call === 3) interruption.abort();
    };
    const paidPort = { concurrency: 1, paid: true } as const;
    const stopped = new ScriptedExtractor({ ...paidPort, script });
    const forced = { force: true, batchSize: 1 } as const;
    await failureOf(folder.ingest({ ...forced, ports: { extractor: stopped }, signal: interruption.signal }));
    const status = await statusOf();
    const left = first.chunks.total - stopped.calls.length;
    expect(status.interruptedForces).toMatchObject([{ stage: "extract", left, total: first.chunks.total }]);
    expect(status.warnings.join()).toContain(`${left} of ${first.chunks.total} chunks are left`);

    // The forced run includes a limit of two chunks. A run without force does not repeat the other chunks.
    const limited = new ScriptedExtractor(paidPort);
    await folder.ingest({ ...forced, ports: { extractor: limited }, limit: 2 });
    await folder.ingest({ ports: { extractor: new ScriptedExtractor(paidPort) } });
    const resumed = new ScriptedExtractor(paidPort);
    const result = await folder.ingest({ ...forced, ports: { extractor: resumed } });
    expect(folder.eventsOf("notice").map(({ message }) => message)).toContain(
      `Resuming the --force of extraction that is not complete: ${left - 2} of ${first.chunks.total} chunks are left.`,
    );
    const calls = [stopped, limited, resumed].flatMap((extractor) => extractor.calls.flat());
    expect(calls).toHaveLength(first.chunks.total);
    expect(new Set(calls).size).toBe(first.chunks.total);
    expect(stateOf(result)).toEqual(stateOf(first));
    expect(result.interruptedForces).toEqual([]);
  });

  it("warns about a model with invented evidence, in the run and later", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor({ paid: true, invents: true });
    const result = await folder.ingest({ ports: { extractor } });
    const all = 5 * result.chunks.total;
    expect(result).toMatchObject({ exitCode: 0, items: { kept: 0, ungrounded: all } });
    const warning = `named ${all} items, of which ${all} were left out (${all} without evidence in the chunk)`;
    expect(folder.eventsOf("warning").map(({ message }) => message)).toEqual([expect.stringContaining(warning)]);
    expect((await statusOf()).warnings).toEqual([expect.stringContaining(warning)]);
  });

  it("warns when one of many runs has invented evidence", async () => {
    writeThreeTalks();
    const good = await folder.ingest({ ports: { extractor: new ScriptedExtractor({ paid: true }) } });
    folder.writeTalk("one-more.txt", 9, 4);
    const bad = await folder.ingest({ ports: { extractor: new ScriptedExtractor({ paid: true, invents: true }) } });
    expect(bad.items).toMatchObject({ kept: good.items.kept, ungrounded: 5 });
    expect(bad.warnings).toEqual([]);
    expect(folder.eventsOf("warning").map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The model's replies of this run named 5 items, of which 5 were left out/),
    ]);
  });

  it("warns when items were dropped by different values of --min-confidence", async () => {
    folder.writeTalk("a.txt", 1);
    const extractor = new ScriptedExtractor({ paid: true });
    const first = await folder.ingest({ ports: { extractor }, minConfidence: 0.5 });
    folder.writeTalk("b.txt", 2, 4);
    const mixed = await folder.ingest({ ports: { extractor }, minConfidence: 0.9 });
    const values = `0.5 for ${first.chunks.total} chunks, 0.9 for 1 chunk`;
    expect(mixed.warnings).toEqual([expect.stringContaining(values)]);
    const alike = await folder.ingest({ ports: { extractor }, minConfidence: 0.9, force: true });
    expect([alike.warnings, alike.minConfidences]).toEqual([[], [{ minConfidence: 0.9, chunks: alike.chunks.total }]]);
  });

  it("names files that vanish from the folder during reading", async () => {
    writeThreeTalks();
    const ports = { extractor: new ScriptedExtractor() };
    await folder.ingest({ ports });
    folder.writeTalk("late.txt", 7);
    const result = await folder.ingest({
      ports,
      onEvent: (event) => {
        folder.events.push(event);
        if (event.event === "files.discovered") rmSync(join(folder.transcriptsDir, "late.txt"));
      },
    });
    const reason = "It vanished from the folder while the run was reading it.";
    expect(result.transcripts.skipped).toEqual([{ path: "late.txt", reason }]);
    expect(result.warnings).toEqual([expect.stringMatching(/^1 file vanished from the folder .* \(late\.txt\)/)]);
    expect(folder.eventsOf("warning").map(({ message }) => message)).toEqual(result.warnings);
  });

  it("skips a stage on request, and completes it later", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const vectorsOnly = await folder.ingest({ ports: { extractor }, skipKg: true });
    expect(vectorsOnly.chunks.extracted).toBe(0);
    expect(vectorsOnly.vectors).toBe(vectorsOnly.chunks.total);
    expect(extractor.calls).toEqual([]);
    const both = await folder.ingest({ ports: { extractor }, skipEmbeddings: true });
    expect(both.chunks.extracted).toBe(both.chunks.total);
    expect(both.vectors).toBe(both.chunks.total);
  });
});

describe("a folder that changes", () => {
  it("costs only the changes: an edited file replaces its old facts", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    await folder.ingest({ ports: { extractor } });
    const before = extractor.calls.flat().length;
    const text = talk(2, 60).replace(/^Ada: .*\n/, "Ada: Wolfgang told Mirela a new beginning.\n");
    folder.write("2026/talk-2.txt", text);
    const edited = await folder.ingest({ ports: { extractor } });
    expect(folder.eventsOf("file.read")).toMatchObject([{ file: "2026/talk-2.txt", change: "edited" }]);
    expect(extractor.calls.flat().length - before).toBeLessThan(5);

    const fresh = await folder.ingest({
      ports: { extractor: new ScriptedExtractor() },
      dataDir: join(folder.root, "fresh"),
    });
    expect(edited.digest).toBe(fresh.digest);
    expect(edited.graph).toEqual(fresh.graph);
  });

  it("keeps vanished transcripts, and reports them", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const first = await folder.ingest({ ports: { extractor } });
    rmSync(join(folder.transcriptsDir, "2026/talk-2.txt"));
    const second = await folder.ingest({ ports: { extractor } });
    expect(folder.eventsOf("file.vanished")).toMatchObject([{ event: "file.vanished", file: "2026/talk-2.txt" }]);
    expect(second.digest).toBe(first.digest);
    expect(second.transcripts.parsed).toBe(3);
  });

  it("does not treat a file that --include excludes as vanished", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    await folder.ingest({ ports: { extractor } });
    await folder.ingest({ ports: { extractor }, include: ["**/talk-1.txt"] });
    expect(folder.eventsOf("file.vanished")).toEqual([]);
  });

  it("sends no call for a renamed file, a copy, or a moved folder", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    await folder.ingest({ ports: { extractor } });
    const calls = extractor.calls.length;

    folder.write("copy.txt", talk(1, 60));
    renameSync(join(folder.transcriptsDir, "2026/talk-3.txt"), join(folder.transcriptsDir, "renamed.txt"));
    const result = await folder.ingest({ ports: { extractor } });
    expect(extractor.calls).toHaveLength(calls);
    expect(result.transcripts.parsed).toBe(5);
    expect(result.chunks.extracted).toBe(result.chunks.total);

    const moved = join(folder.root, "moved");
    renameSync(folder.transcriptsDir, moved);
    const after = await folder.ingest({ ports: { extractor }, transcriptsDir: moved });
    expect(extractor.calls).toHaveLength(calls);
    expect(after.digest).toBe(result.digest);
  });

  it("requests a chunk once when several files contain it", async () => {
    folder.write("one.txt", "Ada: Wolfgang told Mirela to rest.\n");
    folder.write("two.txt", "Ada: Wolfgang told Mirela to rest.\n");
    const extractor = new ScriptedExtractor();
    const result = await folder.ingest({ ports: { extractor } });
    expect(extractor.calls.flat()).toHaveLength(1);
    expect(result.chunks).toMatchObject({ total: 2, extracted: 2, embedded: 2 });
  });

  it("never reads its log or its workspaces as transcripts, in any folder", async () => {
    using fixture = new IngestFixture();
    fixture.writeTalk("a.txt", 1, 8);
    const inside = {
      dataDir: join(fixture.transcriptsDir, "data"),
      outputDir: join(fixture.transcriptsDir, "metrics"),
    };
    const first = await fixture.ingest(inside);
    const second = await fixture.ingest(inside);
    expect(second.transcripts).toEqual({ parsed: 1, skipped: [] });
    expect(second.digest).toBe(first.digest);
  });

  it("lists unreadable files, and reads the other files", async () => {
    writeThreeTalks();
    folder.write("empty.txt", "");
    folder.write(
      "binary.txt",
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256),
    );
    const result = await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
    expect(result.exitCode).toBe(0);
    expect(result.transcripts.parsed).toBe(3);
    expect(result.transcripts.skipped.map(({ path }) => path)).toEqual(["binary.txt", "empty.txt"]);
    expect(folder.eventsOf("file.skipped").map(({ file }) => file)).toEqual(["binary.txt", "empty.txt"]);
  });

  it("keeps the chunks of a file that becomes unreadable, and warns", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const first = await folder.ingest({ ports: { extractor } });
    folder.write("2026/talk-2.txt", "");
    const second = await folder.ingest({ ports: { extractor } });
    expect(second.digest).toBe(first.digest);
    expect(folder.eventsOf("warning").map(({ message }) => message)).toEqual([
      expect.stringMatching(/^2026\/talk-2.txt can no longer be read .*: its transcript stays in the workspace\.$/),
    ]);
  });
});

describe("the stores", () => {
  it("are filled again after a loss, without a call", async () => {
    writeThreeTalks();
    const extractor = new ScriptedExtractor();
    const first = await folder.ingest({ ports: { extractor } });
    const calls = extractor.calls.length;
    for (const file of readdirSync(join(folder.dataDir, "talks"))) {
      if (/^(graph|vectors)\.db/.test(file)) rmSync(join(folder.dataDir, "talks", file));
    }
    await folder.ingest({ ports: { extractor } });
    expect(extractor.calls).toHaveLength(calls);
    await using workspace = await open("talks", { dataDir: folder.dataDir, environment: {} });
    expect(await digestOfExport(workspace.exportRows("canonical"))).toBe(first.digest);
  });
});

describe("bad input creates nothing", () => {
  const nothingMade = (): void => {
    expect(existsSync(folder.dataDir)).toBe(false);
    expect(existsSync(join(folder.root, "metrics"))).toBe(false);
  };

  it.each(["../x", ".hidden", "a/b", "", "x".repeat(65), "a\nb"])(
    "refuses the workspace name %j",
    async (workspace) => {
      writeThreeTalks();
      expect(await failureOf(folder.ingest({ workspace }))).toMatchObject({ exitCode: 2 });
      nothingMade();
    },
  );

  it("refuses a missing folder", async () => {
    const failure = await failureOf(folder.ingest({ transcriptsDir: join(folder.root, "nowhere") }));
    expect(failure).toMatchObject({ code: "invalid-input", exitCode: 2 });
    nothingMade();
  });

  it("refuses a folder without files", async () => {
    const failure = await failureOf(folder.ingest());
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining("nothing to read") });
    nothingMade();
  });

  it("refuses a folder in which no file is a transcript, naming one", async () => {
    folder.write("empty.txt", "");
    folder.write("blank.txt", "\n \n");
    const failure = await failureOf(folder.ingest());
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringMatching(/empty\.txt|blank\.txt/) });
    nothingMade();
  });

  it.each([{ batchSize: 0 }, { limit: -1 }, { maxConcurrent: 1.5 }])("refuses %j", async (options) => {
    writeThreeTalks();
    expect(await failureOf(folder.ingest(options))).toMatchObject({ code: "configuration", exitCode: 2 });
    nothingMade();
  });
});

describe("a workspace that cannot be written", () => {
  it("is refused during another run, with the id of that run", async () => {
    writeThreeTalks();
    mkdirSync(join(folder.dataDir, "talks"), { recursive: true });
    using _held = acquireLock(join(folder.dataDir, "talks/lock"), "the-other-run", "2026-01-02T03:04:05.000Z");
    const failure = await failureOf(folder.ingest({ ports: { extractor: new ScriptedExtractor() } }));
    expect(failure).toMatchObject({ code: "workspace-busy", exitCode: 5 });
    expect(failure.message).toContain("the-other-run");
  });

  it("is refused when its file is no ledger, and the file is unchanged", async () => {
    writeThreeTalks();
    const ledger = join(folder.dataDir, "talks/ledger.db");
    mkdirSync(join(folder.dataDir, "talks"), { recursive: true });
    writeFileSync(ledger, "These are my notes, not a ledger.\n".repeat(200));
    const before = readFileSync(ledger);
    const failure = await failureOf(folder.ingest({ ports: { extractor: new ScriptedExtractor() } }));
    expect(failure).toMatchObject({ code: "ledger", exitCode: 2 });
    expect(readFileSync(ledger).equals(before)).toBe(true);
  });
});
