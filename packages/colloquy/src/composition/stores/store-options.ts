import {
  type Environment,
  isCollectionName,
  isDatabaseName,
  isNeo4jAddress,
  isQdrantAddress,
  isUserName,
  SERVER_EXPECTATIONS,
} from "../../config/index.ts";
import { type Expectation, type Expectations, OBJECT } from "../check-options.ts";

/**
 * The servers of graph and vectors, for writing and for reading. Without an address, they are in files of the
 * workspace. Secrets are read from the environment, never from these options: `NEO4J_PASSWORD` or `NEO4J_BEARER_TOKEN`,
 * and `QDRANT_API_KEY`.
 */
export interface StoreOptions {
  /**
   * The address of a Neo4j (5.26 or later), such as `bolt://127.0.0.1:7687` or `neo4j+s://name.databases.neo4j.io`.
   * Default: `NEO4J_URI`.
   */
  readonly neo4jUri?: string;
  /** Default: `NEO4J_USERNAME`, or `neo4j`. */
  readonly neo4jUsername?: string;
  /** Default: `NEO4J_DATABASE`, or the user's default database. */
  readonly neo4jDatabase?: string;
  /** The address of a Qdrant, such as `http://127.0.0.1:6333`. Default: `QDRANT_URL`. */
  readonly qdrantUrl?: string;
  /** Several workspaces may share a collection. Default: `{workspace}_chunks`. */
  readonly qdrantCollection?: string;
  /** The environment with addresses and secrets. Default: `process.env`. With `{}` only the options count. */
  readonly environment?: Environment;
}

function textThat(what: string, holds: (text: string) => boolean): Expectation {
  return { what, holds: (value) => typeof value === "string" && holds(value) };
}

export const STORE_OPTIONS: Expectations<StoreOptions> = {
  neo4jUri: textThat(SERVER_EXPECTATIONS.neo4jUri, isNeo4jAddress),
  neo4jUsername: textThat(SERVER_EXPECTATIONS.neo4jUsername, isUserName),
  neo4jDatabase: textThat(SERVER_EXPECTATIONS.neo4jDatabase, isDatabaseName),
  qdrantUrl: textThat(SERVER_EXPECTATIONS.qdrantUrl, isQdrantAddress),
  qdrantCollection: textThat(SERVER_EXPECTATIONS.qdrantCollection, isCollectionName),
  environment: OBJECT,
};
