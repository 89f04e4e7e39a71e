import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteLedger } from "../src/adapters/sqlite/ledger/index.ts";
import { GRAPH_ROW_KINDS, type ProjectedRow } from "../src/model/index.ts";
import { verify } from "../src/index.ts";
import type { GraphStore, Ledger } from "../src/ports/index.ts";
import { projectGraph, walkPages } from "../src/projection/index.ts";
import { resolver } from "../src/resolution/index.ts";
import { createMemoryGraphStore } from "../src/testing/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { conclude, type Document, documentArbitrary, openLedger, put, settle } from "./sample-documents.ts";
import { ScriptedExtractor } from "./scripted.ts";
import { instead } from "./verify-fixture.ts";
import { costlyRuns } from "./properties.ts";

describe("a ledger that is replaced by an older copy of itself", () => {
  let folder: IngestFixture;
  const path = (file: string): string => join(folder.dataDir, "talks", file);
  const ingest = (limit?: number) =>
    folder.ingest({ ports: { extractor: new ScriptedExtractor() }, ...(limit === undefined ? {} : { limit }) });
  const warnings = (): string[] => folder.eventsOf("warning").map(({ message }) => message);

  beforeEach(() => {
    folder = new IngestFixture();
    for (const seed of [1, 2, 3]) folder.writeTalk(`talk-${seed}.txt`, seed, 60);
  });
  afterEach(() => folder[Symbol.dispose]());

  const expectEqualStores = async (): Promise<void> => {
    const found = await verify({ dataDir: folder.dataDir, workspace: "talks", environment: {} });
    expect(found.stores.map(({ state, missing, changed, extra }) => ({ state, missing, changed, extra }))).toEqual([
      { state: "current", missing: 0, changed: 0, extra: 0 },
      { state: "current", missing: 0, changed: 0, extra: 0 },
    ]);
    expect(found.ok).toBe(true);
  };

  it("is detected by the next run, which fills the stores again and warns", async () => {
    await ingest(4);
    copyFileSync(path("ledger.db"), path("copy"));
    await ingest(3);
    copyFileSync(path("copy"), path("ledger.db"));
    rmSync(path("copy"));
    await ingest();
    expect(warnings()).toEqual([
      expect.stringMatching(
        /The ledger of workspace talks is an older copy, or another copy,.*filled again from this ledger/,
      ),
    ]);
    await expectEqualStores();
  });

  it("is detected when it lost its write-ahead log", async () => {
    await ingest(4);
    // While a connection is open, commits stay in the write-ahead log.
    const reader = new Database(path("ledger.db"));
    reader.prepare("SELECT count(*) FROM meta").get();
    copyFileSync(path("ledger.db"), path("without-log"));
    await ingest(3);
    reader.close();
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path(`ledger.db${suffix}`), { force: true });
    copyFileSync(path("without-log"), path("ledger.db"));
    rmSync(path("without-log"));
    await ingest();
    await expectEqualStores();
  });

  it("is not reported for a repaired or migrated ledger, whose stores are filled again", async () => {
    await ingest();
    {
      await using ledger = openSqliteLedger(path("ledger.db"), { workspace: "talks", resolver });
      await ledger.repair();
    }
    await ingest();
    expect(warnings()).toEqual([]);
    await expectEqualStores();
  });

  it("is reported to readers before the next run", async () => {
    await ingest(4);
    copyFileSync(path("ledger.db"), path("copy"));
    await ingest(3);
    copyFileSync(path("copy"), path("ledger.db"));
    rmSync(path("copy"));
    const found = await verify({ dataDir: folder.dataDir, workspace: "talks", environment: {} });
    expect(found.ok).toBe(false);
    expect(found.stores.map(({ state }) => state)).toEqual(["ahead", "ahead"]);
    expect((await verify({ dataDir: folder.dataDir, workspace: "talks", environment: {}, repair: true })).ok).toBe(
      true,
    );
    await expectEqualStores();
  });
});

type Step =
  | { readonly does: "write"; readonly file: number; readonly document: Document }
  | { readonly does: "project"; readonly writes: number }
  | { readonly does: "copy" }
  | { readonly does: "restore" };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant("write" as const), file: fc.nat(1), document: documentArbitrary }),
  // Most projections are interrupted after some writes.
  fc.record({ does: fc.constant("project" as const), writes: fc.nat(40) }),
  fc.constant({ does: "copy" } as const),
  fc.constant({ does: "restore" } as const),
);

const FOREVER = { signal: new AbortController().signal, onRows: () => undefined };

/** A store that fails at its nth write, as if the process were killed there. */
function failingAfter(writes: number, store: GraphStore): GraphStore {
  let left = writes;
  const counted =
    <Args extends readonly unknown[]>(write: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      left -= 1;
      if (left < 0) throw new Error("cut off");
      await write(...args);
    };
  return instead(store, {
    batchRows: 2,
    upsert: counted((...args: Parameters<GraphStore["upsert"]>) => store.upsert(...args)),
    remove: counted((...args: Parameters<GraphStore["remove"]>) => store.remove(...args)),
    complete: counted((...args: Parameters<GraphStore["complete"]>) => store.complete(...args)),
    clear: counted(() => store.clear()),
  });
}

async function rowsOf(ledger: Ledger): Promise<ProjectedRow[]> {
  const all: ProjectedRow[] = [];
  for (const kind of GRAPH_ROW_KINDS)
    for await (const rows of walkPages((cursor) => ledger.changedRows(kind, 0, cursor, 100))) all.push(...rows);
  return all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

async function storedRows(store: GraphStore): Promise<ProjectedRow[]> {
  const all: ProjectedRow[] = [];
  for (const kind of GRAPH_ROW_KINDS) for await (const rows of store.rows(kind)) all.push(...rows);
  return all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

describe("a store", () => {
  it("ends with the rows of its ledger after any restored copy and any interrupted projection", async () => {
    const folder = mkdtempSync(join(tmpdir(), "colloquy-restored-"));
    const [file, copy] = [join(folder, "ledger.db"), join(folder, "copy.db")];
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(stepArbitrary, { minLength: 4, maxLength: 14 }), async (steps) => {
          for (const each of [file, copy]) for (const suffix of ["", "-wal"]) rmSync(each + suffix, { force: true });
          await using store = createMemoryGraphStore();
          let ledger = await openLedger(file);
          const replace = async (from: string, to: string): Promise<void> => {
            await ledger[Symbol.asyncDispose]();
            copyFileSync(from, to);
            ledger = await openLedger(file);
          };
          await replace(file, copy);
          for (const step of steps) {
            if (step.does === "copy") await replace(file, copy);
            if (step.does === "restore") await replace(copy, file);
            if (step.does === "write") {
              await put(ledger, `${step.file}.txt`, step.document);
              await settle(ledger, step.document);
            }
            if (step.does !== "project") continue;
            await conclude(ledger);
            await projectGraph(ledger, failingAfter(step.writes, store), FOREVER).catch(() => undefined);
          }
          await conclude(ledger);
          await projectGraph(ledger, store, FOREVER);
          expect(await storedRows(store)).toEqual(await rowsOf(ledger));
          await ledger[Symbol.asyncDispose]();
        }),
        costlyRuns(20),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
