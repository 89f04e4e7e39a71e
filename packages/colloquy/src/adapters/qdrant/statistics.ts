import type { TermDimensions } from "../keywords/index.ts";
import type { AssumedLength } from "./assumed-length.ts";
import type { Corpus } from "./corpus.ts";
import type { QdrantConnection } from "./connection.ts";
import { ofWorkspace, withTerm, withTerms } from "./filters.ts";
import { inParallel } from "./parallel.ts";

const REQUESTS_AT_ONCE = 8;
/** More terms than this are counted by one request, which lists every term of the chunks that have one of them. */
const COUNTED_ONE_BY_ONE = 256;
/** More terms than a workspace can have. */
const ALL_TERMS = 1_000_000;
const ALL_LENGTHS = 10_000;

/**
 * Files and total terms of one workspace's chunks, and the number of chunks with a term. Numbers are exact, except that Qdrant
 * may briefly count a chunk twice while it rewrites a segment. A count without this error takes 10 to 100 times as
 * long, and servers in strict mode refuse it.
 */
export class WorkspaceStatistics {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;
  readonly #keywords: TermDimensions;
  readonly #assumedLength: AssumedLength;
  #version: string | null = null;
  #chunks: number | null = null;
  #corpus: Promise<Corpus> | null = null;
  #frequencies = new Map<number, number>();
  #files: readonly string[] | null = null;

  constructor(
    connection: QdrantConnection,
    collection: string,
    workspace: string,
    { keywords, assumedLength }: { readonly keywords: TermDimensions; readonly assumedLength: AssumedLength },
  ) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#keywords = keywords;
    this.#assumedLength = assumedLength;
  }

  /**
   * Caches counts for as long as the workspace stays in this complete state. The assumed length is part of it: a
   * rebuilt workspace reaches the same epoch with another length.
   */
  keepFor(state: { readonly identity: string; readonly chunks: number; readonly assumedLength: number | null }): void {
    const version = `${state.identity}/${state.assumedLength}`;
    this.#chunks = state.chunks;
    if (version === this.#version) return;
    this.#version = version;
    this.#corpus = null;
    this.#frequencies = new Map();
    this.#files = null;
  }

  /** Drops the cache: chunks are being written, or may be missing. */
  keepNothing(): void {
    this.#version = null;
    this.#chunks = null;
    this.#corpus = null;
    this.#frequencies = new Map();
    this.#files = null;
  }

  /** Number of chunks in the cached state; null without a cache. */
  get chunks(): number | null {
    return this.#chunks;
  }

  /** The files of the chunks. */
  async files(read: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const version = this.#version;
    const files = this.#files ?? (await read());
    if (version !== null && version === this.#version) this.#files = files;
    return files;
  }

  async corpus(): Promise<Corpus> {
    if (this.#version === null) return this.#countCorpus();
    this.#corpus ??= this.#countCorpus().catch((error: unknown) => {
      this.#corpus = null;
      throw error;
    });
    return this.#corpus;
  }

  /** In how many chunks each term occurs. */
  async frequencies(terms: readonly string[]): Promise<readonly number[]> {
    const dimensions = terms.map((term) => (term === "" ? null : this.#keywords.dimensionOf(term)));
    const known = this.#version === null ? new Map<number, number>() : this.#frequencies;
    const unknown = [...new Set(dimensions)].filter((one) => one !== null).filter((one) => !known.has(one));
    await (unknown.length > COUNTED_ONE_BY_ONE ? this.#list(unknown, known) : this.#count(unknown, known));
    return dimensions.map((dimension) => (dimension === null ? 0 : (known.get(dimension) ?? 0)));
  }

  /** A field's index stores how many points have a value: with one condition the estimate is that number. */
  async #count(dimensions: readonly number[], into: Map<number, number>): Promise<void> {
    await inParallel(dimensions, REQUESTS_AT_ONCE, async (dimension) => {
      const { count } = await this.#connection.call(async (client) =>
        client.count(this.#collection, { filter: withTerm(dimension), exact: false }),
      );
      into.set(dimension, count);
    });
  }

  async #list(dimensions: readonly number[], into: Map<number, number>): Promise<void> {
    const { hits } = await this.#connection.call(async (client) =>
      client.facet(this.#collection, {
        key: "terms",
        filter: withTerms(this.#workspace, dimensions),
        limit: ALL_TERMS,
      }),
    );
    for (const dimension of dimensions) into.set(dimension, 0);
    for (const { value, count } of hits) if (typeof value === "number" && into.has(value)) into.set(value, count);
  }

  async #countCorpus(): Promise<Corpus> {
    const counted = this.#connection.call(async (client) =>
      client.facet(this.#collection, { key: "termTotal", filter: ofWorkspace(this.#workspace), limit: ALL_LENGTHS }),
    );
    const [{ hits }, assumedLength] = await Promise.all([counted, this.#assumedLength.read()]);
    const lengths = hits.map(({ value, count }) => ({ length: Number(value), count }));
    const chunks = lengths.reduce((sum, { count }) => sum + count, 0);
    const terms = lengths.reduce((sum, { length, count }) => sum + length * count, 0);
    return {
      chunks,
      averageLength: chunks === 0 ? 0 : terms / chunks,
      assumedLength,
      shortest: lengths.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY),
      longest: lengths.reduce((most, { length }) => Math.max(most, length), 0),
    };
  }
}
