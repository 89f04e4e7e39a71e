import { randomUUID } from "node:crypto";
import { QdrantClient } from "@qdrant/js-client-rest";
import neo4j from "neo4j-driver";

const NEEDED = ["COLLOQUY_TEST_NEO4J_URI", "COLLOQUY_TEST_NEO4J_PASSWORD", "COLLOQUY_TEST_QDRANT_URL"] as const;

/** Why there are no servers to test with; null if there are. */
export const NO_SERVERS =
  NEEDED.find((variable) => (process.env[variable] ?? "") === "")?.concat(" is not set") ?? null;

/** A workspace in a real Neo4j and Qdrant. Disposal removes it from them. */
export class ServedWorkspace implements AsyncDisposable {
  readonly name = `journeys-${randomUUID().slice(0, 13)}`;
  /** The environment variables of a user. */
  readonly environment = {
    NEO4J_URI: process.env["COLLOQUY_TEST_NEO4J_URI"] ?? "",
    NEO4J_USERNAME: process.env["COLLOQUY_TEST_NEO4J_USERNAME"] ?? "neo4j",
    NEO4J_PASSWORD: process.env["COLLOQUY_TEST_NEO4J_PASSWORD"] ?? "",
    QDRANT_URL: process.env["COLLOQUY_TEST_QDRANT_URL"] ?? "",
  };

  async [Symbol.asyncDispose](): Promise<void> {
    const { NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, QDRANT_URL } = this.environment;
    const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD));
    try {
      await driver.executeQuery("MATCH (n:Colloquy {workspace: $workspace}) DETACH DELETE n", { workspace: this.name });
    } finally {
      await driver.close();
    }
    const client = new QdrantClient({ url: QDRANT_URL, checkCompatibility: false });
    await client.deleteCollection(`${this.name}_chunks`);
  }
}
