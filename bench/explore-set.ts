/**
 * Makes a workspace with a dense graph for `explore-reads.ts` and for pictures of large graphs:
 * `node bench/explore-set.ts --data-dir DIR --workspace NAME [--entities 100000] [--relationships 300000]`. Its graph is random,
 * the same each time; few entities have very many relationships. Its ledger is empty, and it has no vectors.
 */
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openSqliteGraphStore } from "../packages/colloquy/src/adapters/sqlite/index.ts";
import { openSqliteLedger } from "../packages/colloquy/src/adapters/sqlite/ledger/index.ts";
import { evidenceId } from "../packages/colloquy/src/model/ids.ts";
import {
  chunkId,
  type ChunkRow,
  entityId,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  type GraphRow,
  type MentionRow,
  type RelationshipRow,
  type TranscriptRow,
  transcriptId,
} from "../packages/colloquy/src/model/index.ts";
import { resolver } from "../packages/colloquy/src/resolution/index.ts";
import { graphRows } from "./stores/graph-rows.ts";
import { randomNumbers } from "./throughput/workload.ts";

const CHUNKS_A_FILE = 50;
const PEOPLE = 500;
const MENTIONS = 8;
const EVIDENCE = 2;
const ROWS_AT_ONCE = 5_000;
const MS_A_CHUNK = 30_000;
const EPOCH = { marker: "bench", epoch: { identity: "bench", number: 1 } };
const TALK = "It is what we said about this before, and what the next meeting should decide in the end. ".repeat(4);

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string", default: ".colloquy" },
    workspace: { type: "string", default: "dense" },
    entities: { type: "string", default: "100000" },
    relationships: { type: "string", default: "300000" },
  },
});
const { workspace } = values;
const [nodes, relations] = [Number(values.entities), Number(values.relationships)];
const folder = path.join(values["data-dir"], workspace);
if (existsSync(path.join(folder, "graph.db")))
  throw new Error(`${folder} has a graph already: remove it, or name another workspace.`);
mkdirSync(folder, { recursive: true });
await openSqliteLedger(path.join(folder, "ledger.db"), { workspace, resolver })[Symbol.asyncDispose]();

const random = randomNumbers(11);
const below = (limit: number): number => Math.floor(random() * limit);
const { entities, relationships } = graphRows(5, { nodes, relations });
const people = Array.from({ length: PEOPLE }, (_, n): EntityRow => {
  const name = `Person ${n}`;
  return { kind: "entity", id: entityId(name), name, type: "Person", aliases: [], mentions: 400, transcripts: 20 };
});
const transcripts = Array.from({ length: Math.ceil(nodes / CHUNKS_A_FILE) }, (_, n): TranscriptRow => {
  const file = `${2015 + (n % 10)}-${String(1 + (n % 12)).padStart(2, "0")}/talk-${n}.vtt`;
  return {
    kind: "transcript",
    id: transcriptId(workspace, "bench", file),
    file,
    format: "webvtt",
    turns: CHUNKS_A_FILE * 2,
  };
});
const chunks = transcripts.flatMap(({ id, file }, index) => chunksOf(id, file, index));

await using store = openSqliteGraphStore(path.join(folder, "graph.db"), { workspace });
await store.prepare();
await store.begin(EPOCH);
await write("transcript", transcripts);
await write("chunk", chunks);
await write("entity", [...people, ...entities]);
await write("mention", labels());
await write("mention", mentions());
await write("relationship", relationships);
await write("evidence", evidence());
await store.complete(EPOCH);
console.log(`${folder}: ${(await store.counts()).mentions} mentions`);

async function write(kind: GraphRow["kind"], rows: Iterable<GraphRow>): Promise<void> {
  let batch: GraphRow[] = [];
  for (const row of rows) {
    if (batch.push(row) < ROWS_AT_ONCE) continue;
    await store.upsert(kind, batch);
    batch = [];
  }
  await store.upsert(kind, batch);
  console.log(kind);
}

/** Each file has its own few speakers. */
function chunksOf(transcript: string, file: string, index: number): readonly ChunkRow[] {
  return Array.from({ length: CHUNKS_A_FILE }, (_, ordinal): ChunkRow => {
    const speakers = [0, 1].map((n) => people[(index * 7 + ((ordinal + n) % 4) * 13) % PEOPLE]?.name ?? "");
    const text = speakers.map((speaker) => `${speaker}: ${TALK}`).join("\n");
    const startOffset = ordinal * (text.length + 1);
    return {
      kind: "chunk",
      id: chunkId(transcript, startOffset, startOffset + text.length, text),
      transcript,
      file,
      ordinal,
      startOffset,
      endOffset: startOffset + text.length,
      speakers,
      startMs: ordinal * MS_A_CHUNK,
      endMs: (ordinal + 1) * MS_A_CHUNK,
      text,
      profile: "bench",
    };
  });
}

function* labels(): Generator<MentionRow> {
  for (const chunk of chunks)
    for (const label of chunk.speakers)
      yield mentionOf(entityId(label), wordsAt(chunk, chunk.text.indexOf(`${label}:`), label.length, label));
}

function* mentions(): Generator<MentionRow> {
  for (const { id } of entities)
    for (let n = 0; n < MENTIONS; n += 1) {
      const chunk = chunks[below(chunks.length)] as ChunkRow;
      yield mentionOf(id, wordsAt(chunk, 20 + below(chunk.text.length - 40), 8, chunk.speakers[0] ?? ""));
    }
}

function* evidence(): Generator<EvidenceRow> {
  for (const { id } of relationships as readonly RelationshipRow[])
    for (let n = 0; n < EVIDENCE; n += 1) {
      const chunk = chunks[below(chunks.length)] as ChunkRow;
      const words = wordsAt(chunk, 20 + below(200), 60, chunk.speakers[below(2)] ?? "");
      yield {
        kind: "evidence",
        id: evidenceId(id, words.chunk, words.startOffset, words.endOffset),
        of: id,
        evidence: words,
      };
    }
}

function mentionOf(entity: string, words: Evidence): MentionRow {
  return {
    kind: "mention",
    id: evidenceId(entity, words.chunk, words.startOffset, words.endOffset),
    entity,
    evidence: words,
  };
}

function wordsAt(chunk: ChunkRow, at: number, length: number, speaker: string): Evidence {
  const startOffset = chunk.startOffset + at;
  const text = chunk.text.slice(at, at + length);
  const { file, id, startMs, endMs } = chunk;
  return {
    file,
    chunk: id,
    speaker,
    startMs,
    endMs,
    startOffset,
    endOffset: startOffset + text.length,
    text,
    polarity: "stated",
  };
}
