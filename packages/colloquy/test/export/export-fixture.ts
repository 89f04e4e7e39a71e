import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteGraphStore } from "../../src/adapters/sqlite/graph-store/index.ts";
import { openSqliteVectorStore } from "../../src/adapters/sqlite/vector-store/index.ts";
import {
  type ChunkRow,
  CROSS_EPISODE,
  type EntityRow,
  type Evidence,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type PolarityCounts,
  polarityCounts,
  type RelationshipRow,
  type VectorRow,
} from "../../src/model/index.ts";
import type { GraphStore, VectorStore } from "../../src/ports/index.ts";

/** Text that might break a page, a terminal or a parser. */
export const HOSTILE =
  'Bell\u0007 </script><script>alert(1)</script> & "quotes" \'n <b>\u009b31m\u2028\u202Egnp.exe\u2066\u200B \ud83c\udf99';

export interface ExportFixture extends AsyncDisposable {
  readonly graph: GraphStore;
  readonly vectors: VectorStore;
}

function evidence(chunk: ChunkRow, polarity: Evidence["polarity"] = "stated"): Evidence {
  const { file, text, startOffset, endOffset, startMs, endMs } = chunk;
  return {
    file,
    chunk: chunk.id,
    speaker: chunk.speakers[0] ?? null,
    startMs,
    endMs,
    startOffset,
    endOffset,
    text,
    polarity,
  };
}

function chunk(id: string, transcript: string, file: string, text: string, speaker: string): ChunkRow {
  return {
    kind: "chunk",
    id,
    transcript,
    file,
    ordinal: 0,
    startOffset: 4,
    endOffset: 4 + text.length,
    speakers: [speaker],
    startMs: 61_000,
    endMs: 65_000,
    text,
    profile: "rules",
  };
}

function entity(id: string, name: string, type: string, mentions: number, transcripts = 1): EntityRow {
  return { kind: "entity", id, name, type, aliases: [{ name: `${name} too`, reason: "case" }], mentions, transcripts };
}

function relationship(
  id: string,
  ends: readonly [source: string, type: string, target: string],
  confidence: number,
  polarity: Partial<PolarityCounts>,
): RelationshipRow {
  const [source, type, target] = ends;
  const counts = polarityCounts((each) => polarity[each] ?? 0);
  const count = Object.values(counts).reduce((sum, each) => sum + each, 0);
  return { kind: "relationship", id, source, type, target, confidence, count, polarity: counts };
}

// Two folders hold a file of the same name: t1 and t2.
const one = chunk("c1", "t1", "talk.txt", "Sleep debt reduces attention span.", "Ada Byron");
const two = chunk("c2", "t2", "talk.txt", HOSTILE, "Ada Byron");
const three = chunk("c3", "t3", "sub/other.vtt", "Does sleep debt cause naps?", "Host");

export const GRAPH_ROWS: readonly GraphRow[] = [
  { kind: "transcript", id: "t1", file: "talk.txt", format: "plain", turns: 3 },
  { kind: "transcript", id: "t2", file: "talk.txt", format: "plain", turns: 1 },
  { kind: "transcript", id: "t3", file: "sub/other.vtt", format: "webvtt", turns: 2 },
  one,
  two,
  three,
  entity("e1", "sleep debt", "Concept", 4, 3),
  entity("e2", "attention span", "CognitiveState", 2),
  entity("e3", HOSTILE, "Concept", 3),
  entity("e4", "Ada Byron", "Person", 5, 2),
  entity("e5", "naps", "Practice", 1),
  { kind: "mention", id: "m1", entity: "e1", evidence: evidence(one) },
  { kind: "mention", id: "m2", entity: "e1", evidence: evidence(two) },
  { kind: "mention", id: "m3", entity: "e1", evidence: { ...evidence(two), startOffset: 5 } },
  { kind: "mention", id: "m4", entity: "e1", evidence: evidence(three, "question") },
  { kind: "mention", id: "m5", entity: "e2", evidence: evidence(one) },
  { kind: "mention", id: "m6", entity: "e3", evidence: evidence(two) },
  relationship("r1", ["e1", "REDUCES", "e2"], 0.9, { stated: 1, negated: 1 }),
  relationship("r2", ["e1", "CAUSES", "e5"], 0.9, { question: 1 }),
  relationship("r3", ["e1", "RELATES_TO", "e3"], 0.4, { implied: 3 }),
  relationship("r4", ["e1", CROSS_EPISODE, "t1"], 1, { stated: 1 }),
  { kind: "quote", id: "q1", speaker: "e4", about: ["e1", "e2"], text: one.text, evidence: evidence(one) },
  { kind: "quote", id: "q2", speaker: null, about: ["e3"], text: HOSTILE, evidence: evidence(two) },
  { kind: "evidence", id: "v1", of: "r1", evidence: evidence(one) },
  { kind: "evidence", id: "v2", of: "r1", evidence: evidence(two, "negated") },
  { kind: "evidence", id: "v3", of: "r2", evidence: evidence(three, "question") },
  { kind: "evidence", id: "v4", of: "r3", evidence: evidence(two, "implied") },
];

export const VECTOR_ROWS: readonly VectorRow[] = [one, two, three].map(
  ({ id, transcript, file, ordinal, speakers, startMs, endMs, startOffset, endOffset, text }, index) => ({
    kind: "vector",
    id,
    transcript,
    file,
    ordinal,
    speakers,
    startMs,
    endMs,
    startOffset,
    endOffset,
    text,
    turns: [],
    profile: "hashing",
    vector: new Float32Array([index, 0.5, -1]),
  }),
);

/** A workspace in embedded stores with the rows above, inserted in mixed order. */
export async function exportFixture(): Promise<ExportFixture> {
  const folder = await mkdtemp(join(tmpdir(), "colloquy-export-"));
  const graph = openSqliteGraphStore(join(folder, "graph.db"), { workspace: "sample" });
  const vectors = openSqliteVectorStore(join(folder, "vectors.db"), { workspace: "sample" });
  await graph.prepare();
  await vectors.prepare({ dimensions: 3, profile: "hashing" });
  for (const kind of GRAPH_ROW_KINDS) {
    await graph.upsert(kind, GRAPH_ROWS.filter((row) => row.kind === kind).toReversed());
  }
  await vectors.upsert(VECTOR_ROWS.toReversed().map((row) => ({ row, terms: ["sleep"] })));
  return {
    graph,
    vectors,
    async [Symbol.asyncDispose]() {
      await graph[Symbol.asyncDispose]();
      await vectors[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
