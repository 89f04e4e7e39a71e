import { copyFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSqliteGraphStore, openSqliteVectorStore } from "../src/adapters/sqlite/index.ts";
import { openSqliteLedger } from "../src/adapters/sqlite/ledger/index.ts";
import { resolver } from "../src/resolution/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { fillLedger } from "./ledger/sample-ledger.ts";
import { ScriptedExtractor } from "./scripted.ts";

const GONE = { code: "disk", exitCode: 1, message: expect.stringMatching(/was removed, moved or replaced/) as string };

/** Events that can affect a file while a run has it open. */
const REMOVALS: readonly (readonly [string, (path: string) => void])[] = [
  ["is deleted", (path) => rmSync(path)],
  ["is moved away", (path) => renameSync(path, `${path}.moved`)],
  [
    "is replaced by a copy",
    (path) => {
      copyFileSync(path, `${path}.copy`);
      renameSync(`${path}.copy`, path);
    },
  ],
  ["loses its log", (path) => rmSync(`${path}-wal`)],
];

describe("a workspace's file that is removed during a run", () => {
  it.each(REMOVALS)("fails the next write of a ledger that %s", async (_, remove) => {
    using fixture = new IngestFixture();
    const path = join(fixture.root, "ledger.db");
    await using ledger = openSqliteLedger(path, { workspace: "talks", resolver });
    await fillLedger(ledger, fixture.transcriptsDir);
    remove(path);
    await expect(ledger.putSkipped("talks", [])).rejects.toMatchObject(GONE);
    const run = { run: "one", startedAt: "now", finishedAt: null, exitCode: null };
    await expect(ledger.beginRun(run)).rejects.toMatchObject(GONE);
    await expect(ledger.endRun({ ...run, exitCode: 0 })).rejects.toMatchObject(GONE);
  });

  it.each(REMOVALS)("fails a store that %s before the store is marked complete or current", async (_, remove) => {
    using fixture = new IngestFixture();
    const target = { marker: "m", epoch: { number: 1, identity: "a" } };
    for (const open of [openSqliteGraphStore, openSqliteVectorStore]) {
      const path = join(fixture.root, `${open.name}.db`);
      await using store = open(path, { workspace: "talks" });
      await store.begin(target);
      remove(path);
      await expect(store.complete(target)).rejects.toMatchObject(GONE);
      await expect(store.state()).rejects.toMatchObject(GONE);
    }
  });

  it.each(["", "ledger.db", "graph.db", "vectors.db"])("fails the run when data/talks/%s is deleted", async (name) => {
    using fixture = new IngestFixture();
    fixture.writeTalk("one.txt", 1, 30);
    const removed = join(fixture.dataDir, "talks", name);
    const extractor = new ScriptedExtractor({
      script: (_, call) => {
        if (call === 2) rmSync(removed, { recursive: true });
      },
      concurrency: 1,
    });
    await expect(fixture.ingest({ batchSize: 1, ports: { extractor } })).rejects.toMatchObject(GONE);
    expect(fixture.eventsOf("run.completed")).toEqual([]);
  });
});
