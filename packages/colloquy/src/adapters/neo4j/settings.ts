import type { TypeNames } from "./constraints.ts";

/** Where a Neo4j is, and as whom to speak to it. */
export interface Neo4jSettings {
  /** `neo4j://`, `bolt://` and their `+s` and `+ssc` variants, as every Neo4j tool takes them. */
  readonly uri: string;
  /** What gave the address, as messages call it. Default `NEO4J_URI`. */
  readonly named?: string;
  /** Null: the user's default database. */
  readonly database: string | null;
  /** Null: a server that asks for none. */
  readonly auth: { readonly username: string; readonly password: string } | { readonly bearer: string } | null;
}

export interface Neo4jStoreOptions {
  readonly workspace: string;
  /** Hears, once an outage, that the server does not answer and is tried again. */
  readonly onRetry?: (sentence: string) => void;
  /** For how long something is tried again where the server does not answer. Default 180,000 ms. */
  readonly retryMs?: number;
  /** Types of entities and relationships that rows will have: a constraint on them may refuse the rows. Default: none. */
  readonly types?: TypeNames;
}
