import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import { type Chunk, renderView, type VectorRow, viewChunk } from "../packages/colloquy/src/model/index.ts";
import type { EmbeddingModel } from "../packages/colloquy/src/ports/index.ts";
import { SHARED } from "./report.ts";
import { readOrThrow } from "./read-or-throw.ts";

const FOLDER = path.join(SHARED, "data", "qmsum");

export interface GoldQuery {
  readonly words: string;
  readonly file: string;
  readonly domain: string;
  /** Ids of the chunks that overlap a gold span. */
  readonly gold: ReadonlySet<string>;
}

export interface Chunks {
  readonly files: readonly string[];
  readonly rows: readonly VectorRow[];
  readonly queries: readonly GoldQuery[];
}

interface QueryLine {
  readonly query: string;
  readonly file: string;
  readonly domain: string;
  readonly gold_char_spans: readonly (readonly [number, number])[];
}

/** The meetings of QMSum as Colloquy cuts and embeds them, and the queries that have gold spans. */
export async function loadQmsum(model: EmbeddingModel): Promise<Chunks> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".txt"))
    .sort();
  const rows: VectorRow[] = [];
  for (const file of files) {
    const transcript = readOrThrow(readFileSync(path.join(FOLDER, file)), file);
    const chunks = chunkTranscript(transcript);
    const texts = chunks.map((chunk) => renderView(viewChunk(chunk)));
    const { vectors } = await model.embed(texts, { signal: new AbortController().signal });
    rows.push(...chunks.map((chunk, index) => toRow(chunk, file, model.profile, vectors[index] ?? new Float32Array())));
  }
  return { files, rows, queries: loadQueries(rows) };
}

function toRow(chunk: Chunk, file: string, profile: string, vector: Float32Array): VectorRow {
  return {
    kind: "vector",
    id: `${file} ${String(chunk.ordinal).padStart(5, "0")}`,
    transcript: file,
    file,
    ordinal: chunk.ordinal,
    speakers: [...new Set(chunk.turns.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])))],
    startMs: null,
    endMs: null,
    startOffset: chunk.startOffset,
    endOffset: chunk.endOffset,
    text: chunk.text,
    turns: chunk.turns,
    profile,
    vector,
  };
}

function loadQueries(rows: readonly VectorRow[]): GoldQuery[] {
  return readFileSync(path.join(FOLDER, "queries.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as QueryLine)
    .filter((query) => query.gold_char_spans.length > 0)
    .map(({ query, file, domain, gold_char_spans: spans }) => ({
      words: query,
      file,
      domain,
      gold: new Set(
        rows
          .filter(
            (row) => row.file === file && spans.some(([start, end]) => row.startOffset < end && row.endOffset > start),
          )
          .map(({ id }) => id),
      ),
    }));
}
