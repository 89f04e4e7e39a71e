import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteGraphStore, openSqliteVectorStore } from "../../src/adapters/sqlite/index.ts";
import { BATCH_ROWS, sampleBatch } from "./sample.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-crash-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Starts a process that writes from batch `first` on, and kills it after `batches` acknowledgements. Returns the last
 * acknowledged batch.
 */
async function writeAndKill(graph: string, vectors: string, first: number, batches: number): Promise<number> {
  const writer = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve("./writer.ts")), graph, vectors, String(first)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let last = -1;
  for await (const line of createInterface(writer.stdout)) {
    last = Number(line);
    if (last === first + batches - 1) writer.kill("SIGKILL");
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  expect(writer.signalCode).toBe("SIGKILL");
  return last;
}

async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Expects the rows of complete batches only, at least up to the last acknowledged batch. */
function expectWholeBatches<Row extends { readonly id: string }>(
  rows: readonly Row[],
  batchOf: (batch: number) => readonly Row[],
  last: number,
): void {
  expect(rows.length % BATCH_ROWS).toBe(0);
  const batches = rows.length / BATCH_ROWS;
  expect(batches).toBeGreaterThan(last);
  expect(rows).toEqual(byId(Array.from({ length: batches }, (_, batch) => batchOf(batch)).flat()));
}

describe("stores in SQLite whose writer is killed", () => {
  it("keep every acknowledged batch, and no partial batch", async () => {
    const [graphPath, vectorPath] = [join(folder, "graph.db"), join(folder, "vectors.db")];
    let last = -1;
    for (const batches of [1, 6, 13]) {
      last = await writeAndKill(graphPath, vectorPath, last + 1, batches);

      await using graph = openSqliteGraphStore(graphPath, { workspace: "one" });
      const entities = await collect(graph.rows("entity"));
      const mentions = await collect(graph.rows("mention"));
      expectWholeBatches(entities, (batch) => sampleBatch(batch).entities, last);
      expectWholeBatches(mentions, (batch) => sampleBatch(batch).mentions, last);
      const counts = await graph.counts();
      expect([counts.entities, counts.mentions]).toEqual([entities.length, mentions.length]);
      expect((await graph.findEntities([`alias ${last}`])).length).toBe(BATCH_ROWS);
      expect((await graph.state())?.epoch.number ?? -1).toBeGreaterThanOrEqual(Math.floor((last + 1) / 5) * 5 - 1);

      await using vectors = openSqliteVectorStore(vectorPath, { workspace: "one" });
      const chunks = await collect(vectors.rows());
      expectWholeBatches(chunks, (batch) => sampleBatch(batch).chunks.map(({ row }) => row), last);
      expect(await vectors.documentFrequencies(["every", `batch${last}`])).toEqual([chunks.length, BATCH_ROWS]);
    }
  });
});
