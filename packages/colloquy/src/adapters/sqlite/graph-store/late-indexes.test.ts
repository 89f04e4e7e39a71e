import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleHub } from "../../../testing/suites/sample-hub.ts";
import { sampleId } from "../../../testing/suites/sample-rows.ts";
import { openSqliteGraphStore } from "./index.ts";

const EPOCH = { marker: "m", epoch: { number: 1, identity: "one" } };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "colloquy-indexes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function complete(file: string): Promise<void> {
  await using store = openSqliteGraphStore(file, { workspace: "one" });
  await store.prepare();
  for (const rows of sampleHub(5)) await store.upsert(rows[0]?.kind ?? "entity", rows);
  await store.complete(EPOCH);
}

/** Runs statements in a file, and returns the names of its indexes. */
function indexesOf(file: string, change = ""): readonly unknown[] {
  const database = new Database(file);
  try {
    database.exec(change);
    return database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
      .pluck()
      .all();
  } finally {
    database.close();
  }
}

it("A store with the indexes of an earlier version is read, and has the present ones after the next projection", async () => {
  const file = path.join(folder, "graph.db");
  await complete(file);
  const present = indexesOf(file);
  const former = indexesOf(
    file,
    `DROP INDEX mention_of; DROP INDEX mention_in; DROP INDEX relationship_from; DROP INDEX relationship_to;
     CREATE INDEX mention_by_subject ON mention (subject, file, start_offset);
     CREATE INDEX relationship_by_source ON relationship (source, type);`,
  );
  expect(former).not.toEqual(present);
  {
    await using store = openSqliteGraphStore(file, { workspace: "one", readonly: true });
    expect(await store.degrees([sampleId("hub")], { most: 9 })).toEqual([5]);
    expect(await store.mentions([sampleId("hub")], { limit: 9 })).toHaveLength(1);
  }
  await complete(file);
  expect(indexesOf(file)).toEqual(present);
});
