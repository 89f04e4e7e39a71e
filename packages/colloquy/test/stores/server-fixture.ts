import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { QdrantClient } from "@qdrant/js-client-rest";
import { openNeo4jGraphStore } from "../../src/adapters/neo4j/index.ts";
import { openQdrantVectorStore } from "../../src/adapters/qdrant/index.ts";
import { type IngestOptions, type IngestResult, open, type OpenOptions, type Workspace } from "../../src/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";
import { neo4jServer, NO_NEO4J, NO_QDRANT, qdrantServer } from "../servers.ts";

/** Why the tests are skipped; null when both servers are configured. */
export const NO_SERVERS = neo4jServer() === null ? NO_NEO4J : qdrantServer() === null ? NO_QDRANT : null;

/** Part of the title of skipped tests. */
export const SKIPPED = NO_SERVERS === null ? "" : ` (skipped: ${NO_SERVERS})`;

/** Servers on a busy machine are slow. */
export const PATIENCE_MS = 240_000;

/** Transcripts, data folders and workspaces of one test on both servers; all are removed at the end. */
export class ServerFixture implements AsyncDisposable {
  readonly folder = new IngestFixture();
  readonly prefix = `test-${randomUUID().slice(0, 13)}`;
  /** A user's environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #workspaces = new Set<string>();

  constructor() {
    const neo4j = neo4jServer();
    const qdrant = qdrantServer();
    if (neo4j === null || qdrant === null) throw new Error("There are no servers to test on.");
    const { auth, uri } = neo4j;
    const secrets: Record<string, string> =
      auth !== null && "username" in auth ? { NEO4J_USERNAME: auth.username, NEO4J_PASSWORD: auth.password } : {};
    this.environment = { NEO4J_URI: uri, QDRANT_URL: qdrant, ...secrets };
  }

  /** A unique workspace name. */
  workspace(name = "talks"): string {
    const workspace = `${this.prefix}-${name}`;
    this.#workspaces.add(workspace);
    return workspace;
  }

  dataDir(name: string): string {
    const path = join(this.folder.root, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Ingests the folder into the servers, unless the options set another environment. */
  ingest(options: Partial<IngestOptions> = {}): Promise<IngestResult> {
    return this.folder.ingest({ workspace: this.workspace(), environment: this.environment, ...options });
  }

  open(options: OpenOptions & { readonly workspace?: string } = {}): Promise<Workspace> {
    const { workspace = this.workspace(), ...rest } = options;
    return open(workspace, { dataDir: this.folder.dataDir, environment: this.environment, ...rest });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const neo4j = neo4jServer();
    const url = qdrantServer();
    this.folder[Symbol.dispose]();
    if (neo4j === null || url === null) return;
    const client = new QdrantClient({ url, checkCompatibility: false });
    for (const workspace of this.#workspaces) {
      await using graph = openNeo4jGraphStore(neo4j, { workspace });
      await graph.clear();
      await using vectors = openQdrantVectorStore({ url, apiKey: null, collection: null }, { workspace });
      await vectors.clear();
      await client.deleteCollection(`${workspace}_chunks`);
    }
  }
}

/** All lines of an export, in an order that does not depend on the store. */
export async function canonicalLines(workspace: Workspace): Promise<readonly string[]> {
  let text = "";
  for await (const piece of workspace.exportRows("canonical")) text += piece;
  return text.split("\n").toSorted();
}
