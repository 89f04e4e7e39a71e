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
 * Which servers hold graph and vectors, for writing and for reading. Without an address they lie in files of the
 * workspace. Secrets are read from the environment, never from here: `NEO4J_PASSWORD` or `NEO4J_BEARER_TOKEN`, and
 * `QDRANT_API_KEY`.
 */
export interface StoreOptions {
  /** A Neo4j from 5.26 on, such as `bolt://127.0.0.1:7687` or `neo4j+s://name.databases.neo4j.io`. Default: `NEO4J_URI`. */
  readonly neo4jUri?: string;
  /** Default: `NEO4J_USERNAME`, or `neo4j`. */
  readonly neo4jUsername?: string;
  /** Default: `NEO4J_DATABASE`, or the user's own default database. */
  readonly neo4jDatabase?: string;
  /** A Qdrant, such as `http://127.0.0.1:6333`. Default: `QDRANT_URL`. */
  readonly qdrantUrl?: string;
  /** Several workspaces may share one. Default: `{workspace}_chunks`. */
  readonly qdrantCollection?: string;
  /** Where addresses and secrets are looked for. Default: `process.env`; `{}` keeps to what the options say. */
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
