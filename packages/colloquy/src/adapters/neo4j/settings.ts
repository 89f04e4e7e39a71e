/** Address, database and credentials of a Neo4j. */
export interface Neo4jSettings {
  /** `neo4j://`, `bolt://` and their `+s` and `+ssc` variants, as in every Neo4j tool. */
  readonly uri: string;
  /** Name of the setting that gave the address, for messages. Default `NEO4J_URI`. */
  readonly named?: string;
  /** Null: the user's default database. */
  readonly database: string | null;
  /** Null: a server without authentication. */
  readonly auth: { readonly username: string; readonly password: string } | { readonly bearer: string } | null;
}

/** Type names of an ontology: labels of entities, and types of relationships. */
export interface TypeNames {
  readonly entities: readonly string[];
  readonly relationships: readonly string[];
}

export interface Neo4jStoreOptions {
  readonly workspace: string;
  /** Called once an outage: the server does not answer, and calls are retried. */
  readonly onRetry?: (sentence: string) => void;
  /** Milliseconds for which calls are retried while the server does not answer. Default 180,000. */
  readonly retryMs?: number;
  /** Types of entities and relationships that will be written. A constraint on them may refuse rows. Default: none. */
  readonly types?: TypeNames;
}

export interface Neo4jVectorStoreOptions extends Omit<Neo4jStoreOptions, "types"> {
  /**
   * Returns the terms that `upsert` gets for a text. With it, `rows` detects chunks whose terms do not match their
   * text.
   */
  readonly analyse?: (text: string) => readonly string[];
}
