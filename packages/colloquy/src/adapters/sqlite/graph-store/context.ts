import type { Database } from "better-sqlite3";
import { decodeId, decodeText, encodeId, encodeText } from "../encoding.ts";
import { Interner } from "../interner.ts";
import { Counters } from "./counters.ts";
import { SpeakersOfChunks } from "./speech.ts";

/** The objects that the tables of one store share. */
export interface GraphContext {
  readonly connection: Database;
  readonly labels: Interner;
  readonly nodes: Interner;
  readonly counters: Counters;
  readonly speakers: SpeakersOfChunks;
}

export function createGraphContext(connection: Database): GraphContext {
  return {
    connection,
    labels: new Interner(connection, { table: "label", encode: encodeText, decode: decodeText }),
    nodes: new Interner(connection, { table: "node", encode: encodeId, decode: decodeId }),
    counters: new Counters(connection),
    speakers: new SpeakersOfChunks(connection),
  };
}

/** One kind of row. `page` returns rows in the order of id. */
export interface KindTable<Row> {
  upsert(row: Row): void;
  remove(id: string): void;
  page(after: string | null, limit: number): readonly Row[];
}

/** Sorts before every id. */
export const BEFORE_ALL_IDS = -1;
