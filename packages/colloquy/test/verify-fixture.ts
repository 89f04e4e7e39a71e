import { join } from "node:path";
import { openSqliteLedger } from "../src/adapters/sqlite/ledger/index.ts";
import { ANALYSIS_VERSION, analyse } from "../src/analysis/index.ts";
import { exportRows } from "../src/export/index.ts";
import type { GraphRow, GraphRowKind, GraphStore, Ledger, VectorStore } from "../src/index.ts";
import {
  graphProjection,
  type ProjectionVerification,
  type TextAnalyser,
  vectorProjection,
  verifyProjections,
} from "../src/projection/index.ts";
import { resolver } from "../src/resolution/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../src/testing/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

const ANALYSER: TextAnalyser = {
  version: ANALYSIS_VERSION,
  analyse: async (texts) => texts.map(analyse),
};

/** A ledger of three talks and two stores in memory with its rows. */
export class VerifyFixture implements AsyncDisposable {
  readonly folder = new IngestFixture();
  graph: GraphStore = createMemoryGraphStore();
  vectors: VectorStore = createMemoryVectorStore();
  #ledger: Ledger | null = null;

  async ingest(): Promise<void> {
    for (const seed of [1, 2, 3]) this.folder.writeTalk(`talk-${seed}.txt`, seed, 24);
    const ports = { graphStore: this.graph, vectorStore: this.vectors, extractor: new ScriptedExtractor() };
    await this.folder.ingest({ ports });
  }

  /** Two unchanged stores. */
  async refill(): Promise<void> {
    this.graph = createMemoryGraphStore();
    this.vectors = createMemoryVectorStore();
    const embedding = await this.ledger.activeEmbedding();
    if (embedding !== null) await this.vectors.prepare(embedding);
    await this.verify({ repair: true });
  }

  get ledger(): Ledger {
    this.#ledger ??= openSqliteLedger(join(this.folder.dataDir, "talks", "ledger.db"), {
      workspace: "talks",
      resolver,
      readonly: true,
    });
    return this.#ledger;
  }

  async verify(
    options: { readonly repair?: boolean; readonly signal?: AbortSignal; readonly graph?: GraphStore } = {},
  ): Promise<ProjectionVerification> {
    const { repair = false, signal = new AbortController().signal, graph = this.graph } = options;
    return verifyProjections(
      {
        ledger: this.ledger,
        graph: graphProjection(this.ledger, graph),
        vectors: vectorProjection(this.ledger, this.vectors, ANALYSER),
      },
      { repair, signal, onRows: () => undefined },
    );
  }

  /** All rows of both stores as one text. */
  async canonical(graph = this.graph): Promise<string> {
    const lines: string[] = [];
    for await (const text of exportRows({ format: "canonical", graph, vectors: this.vectors })) lines.push(text);
    return lines.join("");
  }

  async rowsOf<Kind extends GraphRowKind>(kind: Kind): Promise<Extract<GraphRow, { kind: Kind }>[]> {
    const all: GraphRow[] = [];
    for await (const rows of this.graph.rows(kind)) all.push(...rows);
    return all as Extract<GraphRow, { kind: Kind }>[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ledger?.[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }
}

/** A store with some methods replaced. */
export function instead<Store extends object>(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, property) {
      const other: unknown = Reflect.get(methods, property);
      if (other !== undefined) return other;
      const value: unknown = Reflect.get(target, property);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A graph with some duplicate rows until they are removed, as in a store without keys for relationships. */
export function withDoubles(store: GraphStore, doubled: Map<GraphRowKind, GraphRow[]>): GraphStore {
  const doublesOf = (kind: GraphRowKind, keep: (row: GraphRow) => boolean) => (doubled.get(kind) ?? []).filter(keep);
  return instead(store, {
    async *rows(kind) {
      for await (const rows of store.rows(kind)) {
        const ids = new Set(rows.map(({ id }) => id));
        yield [...rows, ...doublesOf(kind, ({ id }) => ids.has(id))];
      }
    },
    async remove(kind, ids) {
      doubled.set(
        kind,
        doublesOf(kind, ({ id }) => !ids.includes(id)),
      );
      await store.remove(kind, ids);
    },
  });
}
