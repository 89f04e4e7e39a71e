import { randomUUID } from "node:crypto";
import neo4j, { type Driver } from "neo4j-driver";
import { type Neo4jStoreOptions, openNeo4jGraphStore } from "../../src/adapters/neo4j/index.ts";
import type { GraphStore } from "../../src/ports/index.ts";
import { neo4jServer, NO_NEO4J } from "../servers.ts";

/** Why tests that need a server are skipped; null when there is a server. */
export const missing = neo4jServer() === null ? NO_NEO4J : null;

export function titled(title: string): string {
  return missing === null ? title : `${title} (skipped: ${missing})`;
}

export function serverOf() {
  const server = neo4jServer();
  if (server === null) throw new TypeError(NO_NEO4J);
  return server;
}

/** A new workspace in the real server. Its data and its user's data are removed at the end. */
export class Workplace implements AsyncDisposable {
  readonly workspace = `test-${randomUUID()}`;
  readonly #stores: GraphStore[] = [];
  readonly #driver: Driver = openDriver();

  open(options: Partial<Neo4jStoreOptions> = {}): GraphStore {
    const store = openNeo4jGraphStore(serverOf(), { workspace: this.workspace, ...options });
    this.#stores.push(store);
    return store;
  }

  async prepared(options: Partial<Neo4jStoreOptions> = {}): Promise<GraphStore> {
    const store = this.open(options);
    await store.prepare();
    return store;
  }

  /** Runs a statement as another client would, with `$workspace`. Returns its rows. */
  async cypher(text: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Record<string, unknown>[]> {
    const session = this.#driver.session();
    try {
      const { records } = await session.run(text, { workspace: this.workspace, ...parameters });
      return records.map((record) => record.toObject());
    } finally {
      await session.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cypher("MATCH (n:TestUser {of: $workspace}) DETACH DELETE n");
    await using store = openNeo4jGraphStore(serverOf(), { workspace: this.workspace });
    await store.clear();
    await this.cypher("MATCH (n:Colloquy {workspace: $workspace}) DETACH DELETE n");
    for (const one of this.#stores) await one[Symbol.asyncDispose]();
    await this.#driver.close();
  }
}

function openDriver(): Driver {
  const { uri, auth } = serverOf();
  const token = auth !== null && "username" in auth ? neo4j.auth.basic(auth.username, auth.password) : undefined;
  return neo4j.driver(uri, token, { disableLosslessIntegers: true });
}
