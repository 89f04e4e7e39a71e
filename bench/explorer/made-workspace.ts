import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openSqliteGraphStore } from "../../packages/colloquy/src/adapters/sqlite/index.ts";
import { ingest } from "../../packages/colloquy/src/index.ts";
import { GRAPH_ROW_KINDS, type GraphRow } from "../../packages/colloquy/src/model/index.ts";
import { longTalk } from "./long-talk.ts";
import { madeGraph } from "./made-graph.ts";
import type { Place } from "./serving.ts";

const HOURS = 10;
const ROWS_AT_ONCE = 50_000;

/**
 * A workspace with a transcript of 10 hours that was ingested with the rules, and a graph of so many further entities, whose
 * rows are written into the embedded store: their words are in no ledger. It is made once in a folder.
 */
export async function madeWorkspace(folder: string, entities: number): Promise<Place> {
  const workspace = `entities-${entities}`;
  const place = {
    dataDir: path.join(folder, workspace),
    outputDir: path.join(folder, `${workspace}-reports`),
    workspace,
  };
  if (existsSync(place.dataDir)) return place;
  const partial = `${place.dataDir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const transcriptsDir = path.join(folder, "talk");
  mkdirSync(transcriptsDir, { recursive: true });
  writeFileSync(path.join(transcriptsDir, "ten-hours.vtt"), longTalk(HOURS));
  await ingest({ transcriptsDir, dataDir: partial, outputDir: place.outputDir, workspace, environment: {} });
  await write(path.join(partial, workspace, "graph.db"), workspace, entities);
  renameSync(partial, place.dataDir);
  return place;
}

async function write(file: string, workspace: string, entities: number): Promise<void> {
  await using store = openSqliteGraphStore(file, { workspace });
  let rows: GraphRow[] = [];
  for (const row of madeGraph(workspace, entities)) {
    rows.push(row);
    if (rows.length < ROWS_AT_ONCE) continue;
    await upsert(store, rows);
    rows = [];
  }
  await upsert(store, rows);
}

async function upsert(store: ReturnType<typeof openSqliteGraphStore>, rows: readonly GraphRow[]): Promise<void> {
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  for (const kind of GRAPH_ROW_KINDS) {
    const own = byKind.get(kind);
    if (own !== undefined) await store.upsert(kind, own);
  }
}
