import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import { cutPassages, encodePassages, meanVector } from "../packages/colloquy/src/embedding/index.ts";
import { type Chunk, renderView, type VectorRow, viewChunk } from "../packages/colloquy/src/model/index.ts";
import type { EmbeddingModel } from "../packages/colloquy/src/ports/index.ts";
import { readOrThrow } from "./read-or-throw.ts";
import { SHARED } from "./report.ts";

const FOLDER = path.join(SHARED, "data", "qmsum");
const { signal } = new AbortController();

export interface GoldQuery {
  readonly words: string;
  readonly file: string;
  readonly domain: string;
  /** Ids of the chunks that overlap a gold span. */
  readonly gold: ReadonlySet<string>;
}

/** A question over several meetings, with the chunks of each piece of evidence; none if the meetings do not answer it. */
export interface GoldQuestion {
  readonly id: string;
  readonly words: string;
  /** Whether it has other words than its evidence; null if it has no evidence. */
  readonly style: "plain" | "paraphrase" | null;
  /** Whether one piece of evidence is enough. */
  readonly anyIsEnough: boolean;
  readonly evidence: readonly string[];
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

/** The meetings of QMSum as Colloquy cuts and embeds them, all or those wanted, and their queries that have gold spans. */
export async function loadQmsum(
  model: EmbeddingModel,
  isWanted: (file: string) => boolean = () => true,
): Promise<Chunks> {
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".txt") && isWanted(name))
    .sort();
  const rows: VectorRow[] = [];
  for (const file of files) {
    const transcript = readOrThrow(readFileSync(path.join(FOLDER, file)), file);
    for (const chunk of chunkTranscript(transcript))
      rows.push(toRow(chunk, file, model.profile, await embed(chunk, model)));
  }
  return { files, rows, queries: loadQueries(rows).filter(({ file }) => isWanted(file)) };
}

type Vectors = Pick<VectorRow, "vector" | "passages">;

async function embed(chunk: Chunk, model: EmbeddingModel): Promise<Vectors> {
  const view = viewChunk(chunk);
  if (model.matchesWords === true) return { vector: await onlyVector(model, renderView(view)) };
  const passages = cutPassages(view).map(({ text }) => text);
  const vectors: Float32Array[] = [];
  for (let start = 0; start < passages.length; start += model.batchSize)
    vectors.push(...(await model.embed(passages.slice(start, start + model.batchSize), { signal })).vectors);
  return { vector: meanVector(vectors), passages: encodePassages(vectors) };
}

async function onlyVector(model: EmbeddingModel, text: string): Promise<Float32Array> {
  const { vectors } = await model.embed([text], { signal });
  return vectors[0] ?? new Float32Array();
}

function toRow(chunk: Chunk, file: string, profile: string, vectors: Vectors): VectorRow {
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
    ...vectors,
  };
}

function loadQueries(rows: readonly VectorRow[]): GoldQuery[] {
  return linesOf<QueryLine>(path.join(FOLDER, "queries.jsonl"))
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

interface QuestionLine {
  readonly id: string;
  readonly question: string;
  readonly style: "plain" | "paraphrase" | null;
  readonly evidence_mode: "all" | "any" | "none";
  readonly evidence: readonly { readonly file: string; readonly quote: string }[];
}

/** The gold questions over five of the meetings. @throws Error if a quotation is in no chunk. */
export function loadQuestions(rows: readonly VectorRow[]): readonly GoldQuestion[] {
  return linesOf<QuestionLine>(path.join(SHARED, "data", "gold", "questions.jsonl")).map(
    ({ id, question, style, evidence_mode, evidence }) => ({
      id,
      words: question,
      style,
      anyIsEnough: evidence_mode === "any",
      evidence: evidence.map(({ file, quote }) => {
        const row = rows.find((each) => each.file === file && each.text.includes(quote));
        if (row === undefined) throw new Error(`The evidence of question ${id} is in no chunk of ${file}.`);
        return row.id;
      }),
    }),
  );
}

/** The lines of a JSON Lines file. */
export function linesOf<Line>(file: string): Line[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}
