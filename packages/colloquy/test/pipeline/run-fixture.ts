import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteLedger } from "../../src/adapters/sqlite/ledger/index.ts";
import { Budget, CallAccount } from "../../src/calls/index.ts";
import {
  type IngestResult,
  type RunEvent,
  runIngest,
  type RunSettings,
  type RunParts,
} from "../../src/pipeline/index.ts";
import type {
  CallOptions,
  EmbeddingModel,
  EmbeddingReply,
  Extractor,
  GraphStore,
  Ledger,
  VectorStore,
} from "../../src/ports/index.ts";
import { NO_USAGE } from "../../src/ports/index.ts";
import { createRateLimiter, type RateLimiter } from "@colloquy/rate-limit";
import { resolver } from "../../src/resolution/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../src/testing/index.ts";
import { sampleChunks, sampleRecord } from "../../src/testing/suites/sample-transcripts.ts";
import { createObserver, FREE, UNPRICED } from "../observers.ts";
import { ScriptedExtractor } from "../scripted.ts";

const NAMES = ["Mirela", "Tobias", "Hendrik", "Yasmin", "Katarina", "Osvaldo"];

/** Parts of a run that replace the fixture's parts. */
interface GivenParts extends Partial<Omit<RunParts, "extraction" | "embedding">> {
  readonly extractor?: Extractor;
  readonly extractionLimiter?: RateLimiter;
  readonly embeddingModel?: EmbeddingModel;
  readonly embeddingLimiter?: RateLimiter;
}

/** A workspace in memory. Its runs read no files; they use the chunks that `write` puts into the ledger. */
export class RunFixture implements AsyncDisposable {
  readonly root = mkdtempSync(join(tmpdir(), "colloquy-run-"));
  /** The folder's name is part of every id. */
  readonly transcriptsDir = join(this.root, "talks");
  readonly ledger: Ledger = openSqliteLedger(":memory:", { workspace: "talks", resolver });
  readonly graphStore: GraphStore = createMemoryGraphStore();
  vectorStore: VectorStore = createMemoryVectorStore();
  events: RunEvent[] = [];
  #runs = 0;

  constructor() {
    mkdirSync(this.transcriptsDir);
  }

  async write(file: string, count: number): Promise<void> {
    const { key } = await this.ledger.registerSource(this.transcriptsDir, new Map());
    const chunks = Array.from({ length: count }, (_, index) => ({
      speaker: index % 2 === 0 ? "Ada" : "Ben",
      words: `${NAMES[index % 6]} told ${NAMES[(index * 5 + 1) % 6]} about chunk ${index} of ${file}${index % 7 === 0 ? "!" : "."}`,
    }));
    await this.ledger.putTranscript(sampleRecord(key, file, sampleChunks(chunks)));
  }

  run(parts: GivenParts = {}, options: Partial<RunSettings> = {}): Promise<IngestResult> {
    this.events = [];
    this.#runs += 1;
    const emit = (event: RunEvent): void => void this.events.push(event);
    const {
      extractor = new ScriptedExtractor({ paid: true }),
      extractionLimiter = createRateLimiter({ maxConcurrent: 4 }),
      embeddingModel = new UnitVectors("unit@1", 2),
      embeddingLimiter = createRateLimiter({ maxConcurrent: 2 }),
      ...others
    } = parts;
    const { account = new CallAccount() } = parts;
    const observerOf = (stage: "extract" | "embed", { paid }: { readonly paid: boolean }) =>
      createObserver(stage, { emit, account, pricing: paid ? UNPRICED : FREE });
    return runIngest(
      {
        ledger: this.ledger,
        reader: null,
        extraction: { port: extractor, limiter: extractionLimiter, observer: observerOf("extract", extractor) },
        embedding: {
          port: embeddingModel,
          limiter: embeddingLimiter,
          observer: observerOf("embed", embeddingModel),
        },
        graphStore: this.graphStore,
        vectorStore: this.vectorStore,
        account,
        budget: new Budget(null, account),
        analyser: { version: "1", analyse: async (texts) => texts.map((text) => text.toLowerCase().split(/\W+/)) },
        ...others,
      },
      {
        runId: `r${this.#runs}`,
        workspace: "talks",
        reading: null,
        batchSize: 5,
        minConfidence: 0.5,
        deadLettersOnly: false,
        limit: null,
        force: false,
        skipKg: false,
        skipEmbeddings: false,
        emit,
        signal: new AbortController().signal,
        now: () => new Date(0),
        ...options,
      },
    );
  }

  eventsOf<Name extends RunEvent["event"]>(name: Name): Extract<RunEvent, { event: Name }>[] {
    return this.events.filter((event): event is Extract<RunEvent, { event: Name }> => event.event === name);
  }

  async profilesInIndex(): Promise<readonly string[]> {
    const profiles = new Set<string>();
    for await (const rows of this.vectorStore.rows()) for (const row of rows) profiles.add(row.profile);
    return [...profiles];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ledger[Symbol.asyncDispose]();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A paid model with the same unit vector for every text, which says nothing about names. A call fails if one of its texts contains the poison. */
export class UnitVectors implements EmbeddingModel {
  readonly profile: string;
  readonly dimensions: number;
  readonly matchesWords = true;
  readonly paid = true;
  readonly batchSize = 4;
  readonly texts: string[] = [];
  poison: string | null = null;

  constructor(profile: string, dimensions: number) {
    this.profile = profile;
    this.dimensions = dimensions;
  }

  async embed(texts: readonly string[], _options: CallOptions): Promise<EmbeddingReply> {
    this.texts.push(...texts);
    const { poison } = this;
    if (poison !== null && texts.some((text) => text.includes(poison))) throw new Error("No vector for that.");
    return { vectors: texts.map(() => this.#unit()), usage: { ...NO_USAGE, inputTokens: 7 * texts.length } };
  }

  async embedQuery(): Promise<Float32Array> {
    return this.#unit();
  }

  #unit(): Float32Array {
    const vector = new Float32Array(this.dimensions);
    vector[0] = 1;
    return vector;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
