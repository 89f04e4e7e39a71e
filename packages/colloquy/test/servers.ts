import type { Neo4jSettings } from "../src/adapters/neo4j/index.ts";

/** The real Neo4j for tests; null when none is named. Each test uses its own workspaces. */
export function neo4jServer(): Neo4jSettings | null {
  const uri = process.env["COLLOQUY_TEST_NEO4J_URI"];
  if (uri === undefined || uri === "") return null;
  const username = process.env["COLLOQUY_TEST_NEO4J_USERNAME"] ?? "neo4j";
  const password = process.env["COLLOQUY_TEST_NEO4J_PASSWORD"] ?? "";
  return { uri, database: null, auth: { username, password } };
}

/** Said in the title of tests that are skipped. */
export const NO_NEO4J = "COLLOQUY_TEST_NEO4J_URI is not set: no Neo4j to ask";

/** The address of the real Qdrant for tests; null when none is named. */
export function qdrantServer(): string | null {
  return process.env["COLLOQUY_TEST_QDRANT_URL"] || null;
}

/** Said in the title of tests that are skipped. */
export const NO_QDRANT = "COLLOQUY_TEST_QDRANT_URL is not set: no Qdrant to ask";

/**
 * The commands that start, stop and kill servers (`start|stop|restart|kill9 --port P`), for tests that stop a server;
 * null when none is named.
 */
export function serverControls(): { readonly neo4j: string | null; readonly qdrant: string | null } {
  return {
    neo4j: process.env["COLLOQUY_TEST_NEO4J_CONTROL"] || null,
    qdrant: process.env["COLLOQUY_TEST_QDRANT_CONTROL"] || null,
  };
}
