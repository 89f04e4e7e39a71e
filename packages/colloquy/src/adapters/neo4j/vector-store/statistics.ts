import type { StoreState } from "../../../model/index.ts";
import type { TermDimensions } from "../../keywords/index.ts";
import type { Connection } from "../connection.ts";
import { readStored } from "../read.ts";
import { readNumber, type Stored } from "../values.ts";
import { STATEMENTS } from "./statements.ts";
import { termWord } from "./terms-text.ts";

export interface Totals {
  readonly chunks: number;
  /** In analysed terms. */
  readonly averageLength: number;
  /** Chunks of all workspaces in the full-text index. */
  readonly indexed: number;
}

/**
 * Total terms of one workspace's chunks, and the number of chunks with a term. The server lists the chunks of a term to
 * count them, so counts are cached for as long as the workspace stays in one complete state.
 */
export class ChunkStatistics {
  readonly #connection: Connection;
  readonly #workspace: string;
  readonly #dimensions: TermDimensions;
  #version: string | null = null;
  #totals: Totals | null = null;
  #frequencies = new Map<string, number>();

  constructor(connection: Connection, workspace: string, dimensions: TermDimensions) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#dimensions = dimensions;
  }

  /** Caches counts for this state if it is complete. */
  keepFor(state: StoreState | null): void {
    const version = state === null || state.writing !== null ? null : `${state.marker}/${state.epoch.identity}`;
    if (version !== null && version === this.#version) return;
    this.keepNothing();
    this.#version = version;
  }

  keepNothing(): void {
    this.#version = null;
    this.#totals = null;
    this.#frequencies = new Map();
  }

  async totals(signal: AbortSignal | undefined): Promise<Totals> {
    if (this.#totals !== null) return this.#totals;
    const version = this.#version;
    const [stored] = await this.#read(STATEMENTS.totals, {}, signal);
    const totals = totalsOf(stored ?? {});
    if (version !== null && version === this.#version) this.#totals = totals;
    return totals;
  }

  /** In how many chunks each term occurs. The full-text index must exist. */
  async frequencies(terms: readonly string[], signal: AbortSignal | undefined): Promise<readonly number[]> {
    const version = this.#version;
    const known = version === null ? new Map<string, number>() : this.#frequencies;
    const words = terms.map((term) => (term === "" ? "" : termWord(term, this.#dimensions)));
    const unknown = [...new Set(words)].filter((word) => word !== "" && !known.has(word));
    if (unknown.length > 0) {
      const counts = await this.#read(STATEMENTS.frequencies, { words: unknown }, signal);
      for (const [index, word] of unknown.entries()) known.set(word, readNumber(counts[index]));
    }
    return words.map((word) => known.get(word) ?? 0);
  }

  #read(
    statement: string,
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal | undefined,
  ): Promise<readonly Stored[]> {
    const all = { ...parameters, workspace: this.#workspace };
    return this.#connection.read((transaction) => readStored(transaction, statement, all), signal);
  }
}

function totalsOf(stored: Stored): Totals {
  const chunks = readNumber(stored["chunks"]);
  return {
    chunks,
    averageLength: chunks === 0 ? 0 : readNumber(stored["terms"]) / chunks,
    indexed: readNumber(stored["indexed"]),
  };
}
