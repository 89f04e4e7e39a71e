/**
 * The planted facts of the generated set that a language model finds, with an ontology of their four
 * relations: recall and precision of the triples, and the share of its items that grounding refused. Two calls are in flight; a chunk without a result counts as a chunk without findings.
 * `node bench/extraction-model.ts --model NAME --base-url URL [--chunks 20] [--batch-size 1]`
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createChatModel } from "../packages/colloquy/src/adapters/ai-sdk/index.ts";
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import { checkExtraction, createModelExtractor, parseOntology } from "../packages/colloquy/src/extraction/index.ts";
import { type Extraction, type TurnView, viewChunk } from "../packages/colloquy/src/model/index.ts";
import { CallError, type ExtractionRequest } from "../packages/colloquy/src/ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { readOrThrow } from "./read-or-throw.ts";
import { printTable, REPOSITORY, writeResults } from "./report.ts";
import { type Needle, readNeedles, scaleFiles } from "./scale.ts";
import { scaleSet } from "./scale-set.ts";
import { extractionModelTable } from "./throughput/tables/jobs.ts";

const MIN_CONFIDENCE = 0.5;
/** The set has a planted fact in every tenth chunk. */
const CHUNKS_PER_NEEDLE = 10;

/** A small model on the processor is not faster with more. */
const CALLS_AT_ONCE = 2;

interface PlantedChunk {
  readonly view: readonly TurnView[];
  readonly needle: Needle;
}

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    "base-url": { type: "string" },
    chunks: { type: "string", default: "20" },
    "batch-size": { type: "string", default: "1" },
  },
});
const { model, "base-url": baseUrl = null } = values;
if (model === undefined) throw new Error("Name a model: --model NAME, with --base-url URL if it is not OpenAI's.");
const chunks = plantedChunks(Number(values.chunks));
const batchSize = Number(values["batch-size"]);

const ontologyFile = path.join("bench", "ontologies", "needles.yaml");
const ontology = parseOntology(readFileSync(path.join(REPOSITORY, ontologyFile), "utf8"), ontologyFile);
const chatModel = await createChatModel({
  provider: "openai",
  model,
  baseUrl,
  apiKey: process.env["OPENAI_API_KEY"] ?? null,
  contextTokens: null,
  dimensions: null,
  connections: CALLS_AT_ONCE,
});
await using extractor = createModelExtractor({ chatModel, ontology });
await using limiter = createRateLimiter({ maxConcurrent: CALLS_AT_ONCE });
const { signal } = new AbortController();
await extractor.ping?.({ signal });

const counts = { stated: 0, planted: 0, right: 0, items: 0, ungrounded: 0, schema: 0, lowConfidence: 0 };
const calls = { sent: 0, failed: 0, inputTokens: 0, outputTokens: 0 };
const failures: string[] = [];
const start = performance.now();
const batches = Array.from({ length: Math.ceil(chunks.length / batchSize) }, (_, index) =>
  chunks.slice(index * batchSize, (index + 1) * batchSize),
);
await Promise.all(batches.map(judge));
const took = (performance.now() - start) / 1_000;

const refused = counts.ungrounded + counts.schema + counts.lowConfidence;
const results = {
  model,
  chunks: chunks.length,
  batchSize,
  minConfidence: MIN_CONFIDENCE,
  ...counts,
  refused,
  calls,
  failures,
  seconds: Math.round(took),
};
printTable(extractionModelTable(results));
for (const failure of failures) console.log(failure);
writeResults("extraction-model", results);

/** The first chunks that contain a planted fact. */
function plantedChunks(count: number): PlantedChunk[] {
  const folder = scaleSet(count * CHUNKS_PER_NEEDLE);
  const needles = Map.groupBy(readNeedles(folder), ({ file }) => file);
  const found: PlantedChunk[] = [];
  for (const { file, bytes } of scaleFiles(folder)) {
    const chunks = chunkTranscript(readOrThrow(bytes, file));
    for (const needle of needles.get(file) ?? []) {
      const chunk = chunks.find(
        ({ startOffset, endOffset }) => startOffset <= needle.text_char && needle.text_char < endOffset,
      );
      if (chunk !== undefined) found.push({ view: viewChunk(chunk), needle });
    }
  }
  return found.slice(0, count);
}

async function judge(batch: readonly PlantedChunk[]): Promise<void> {
  counts.planted += batch.length;
  calls.sent += 1;
  const requests = batch.map(({ view }, index): ExtractionRequest => ({ label: `c${index}`, turns: view }));
  try {
    const { extractions, rejected, usage } = await limiter.run({
      tokens: extractor.callTokens?.(requests) ?? { inputTokens: 0, maxOutputTokens: 0 },
      send: (options) => extractor.extract(requests, options),
    });
    calls.inputTokens += usage?.inputTokens ?? 0;
    calls.outputTokens += usage?.outputTokens ?? 0;
    count(rejected);
    for (const [index, { view, needle }] of batch.entries()) {
      const extraction = extractions.get(`c${index}`);
      if (extraction === undefined) failures.push("A chunk is missing in its reply.");
      else judgeChunk(extraction, view, needle);
    }
  } catch (error) {
    if (!CallError.isInstance(error)) throw error;
    calls.failed += 1;
    failures.push(error.message);
  }
}

function judgeChunk(extraction: Extraction, view: readonly TurnView[], needle: Needle): void {
  const checked = checkExtraction(extraction, { turns: view }, ontology, MIN_CONFIDENCE);
  count(checked.rejected);
  const { mentions, relations, quotes } = checked.extraction;
  counts.items += mentions.length + relations.length + quotes.length;
  const stated = new Set(relations.map(({ source, type, target }) => triple(source, type, target)));
  counts.stated += stated.size;
  if (stated.has(triple(needle.head, needle.relation, needle.tail))) counts.right += 1;
}

/** Includes rejected items: they are items of the reply, too. */
function count(rejected: {
  readonly ungrounded: number;
  readonly schema: number;
  readonly lowConfidence: number;
}): void {
  for (const reason of ["ungrounded", "schema", "lowConfidence"] as const) {
    counts[reason] += rejected[reason];
    counts.items += rejected[reason];
  }
}

/** Partners may have either order. */
function triple(source: string, type: string, target: string): string {
  const ends = [source.toLowerCase(), target.toLowerCase()];
  const relation = type.toLowerCase();
  return [relation, ...(relation === "partnered_with" ? ends.sort() : ends)].join(" | ");
}
