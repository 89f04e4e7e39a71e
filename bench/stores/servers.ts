import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Neo4jSettings } from "../../packages/colloquy/src/adapters/neo4j/index.ts";
import type { QdrantSettings } from "../../packages/colloquy/src/adapters/qdrant/index.ts";
import { REPOSITORY } from "../report.ts";

const WHAT_TO_DO = "Start a server and set the variables that the tests read: see docs/benchmarks.md, Stores.";

/** The server that COLLOQUY_TEST_NEO4J_URI, _USERNAME and _PASSWORD name. Ends the program without them. */
export function neo4jServer(): Neo4jSettings {
  const uri = variable("COLLOQUY_TEST_NEO4J_URI");
  const username = variable("COLLOQUY_TEST_NEO4J_USERNAME");
  const password = variable("COLLOQUY_TEST_NEO4J_PASSWORD");
  return { uri, database: null, auth: { username, password } };
}

/** The server that COLLOQUY_TEST_QDRANT_URL names. Ends the program without it. */
export function qdrantServer(): QdrantSettings {
  return { url: variable("COLLOQUY_TEST_QDRANT_URL"), apiKey: null, collection: null };
}

/** A workspace with a random name for one measurement, which is removed afterwards. */
export function newWorkspace(): string {
  return `bench-${randomBytes(6).toString("hex")}`;
}

/** The installed version: `neo4j-driver 6.3.0`. */
export function installedVersion(name: string): string {
  const text = readFileSync(path.join(REPOSITORY, "node_modules", name, "package.json"), "utf8");
  return `${name} ${(JSON.parse(text) as { readonly version: string }).version}`;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  console.error(`${name} is not set, so there is no server to measure with. ${WHAT_TO_DO}`);
  process.exit(2);
}
