import { contentId, type EntityRow, type MentionRow, type VectorRow } from "../../src/model/index.ts";

export const BATCH_ROWS = 40;
export const VECTORS = { dimensions: 8, profile: "vectors/1" };

/** The rows of a batch, the same in every process. */
export function sampleBatch(batch: number) {
  const numbers = Array.from({ length: BATCH_ROWS }, (_, n) => batch * BATCH_ROWS + n);
  const entities = numbers.map((n): EntityRow => ({
    kind: "entity",
    id: contentId("entity", n),
    name: `Name ${n}`,
    type: n % 2 === 0 ? "Person" : "Concept",
    aliases: [{ name: `Alias ${batch}`, reason: "case" }],
    mentions: 1,
    transcripts: 1,
  }));
  const mentions = numbers.map((n): MentionRow => ({
    kind: "mention",
    id: contentId("mention", n),
    entity: contentId("entity", n % 50),
    evidence: {
      file: `${n % 7}.vtt`,
      chunk: contentId("chunk", n),
      speaker: "Ann",
      startMs: n,
      endMs: null,
      startOffset: n,
      endOffset: n + 4,
      text: "name",
      polarity: "stated",
    },
  }));
  const chunks = numbers.map((n) => ({ row: sampleIndexedChunk(n, batch), terms: ["every", `batch${batch}`] }));
  return { entities, mentions, chunks };
}

function sampleIndexedChunk(n: number, batch: number): VectorRow {
  return {
    kind: "vector",
    id: contentId("chunk", n),
    transcript: contentId("transcript", batch),
    file: `${batch}.vtt`,
    ordinal: n % BATCH_ROWS,
    speakers: ["Ann"],
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: 4,
    text: `text ${n}`,
    turns: [],
    profile: VECTORS.profile,
    vector: Float32Array.from({ length: VECTORS.dimensions }, (_, i) => Math.sin(n + i)),
  };
}
