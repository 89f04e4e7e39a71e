import { Connection } from "./connection.ts";
import { checkConstraints } from "./constraints.ts";
import type { Neo4jSettings, TypeNames } from "./settings.ts";

const NO_TYPES: TypeNames = { entities: [], relationships: [] };

/**
 * Connects once, and checks that the server can be used and written to. It does not retry, because Neo4j locks an
 * account after three wrong passwords. Nothing stays in the database.
 * @param types of entities and relationships that will be written.
 * @throws ColloquyError `store`: what is wrong, and what to do.
 */
export async function checkNeo4j(settings: Neo4jSettings, types?: TypeNames): Promise<{ readonly version: string }> {
  const connection = new Connection(settings, { workspace: "", retryMs: 0 });
  try {
    const version = await connection.version();
    await checkWritable(connection, types);
    return { version };
  } finally {
    await connection.close();
  }
}

/**
 * Checks for a read-only database, a user without write access, and foreign constraints that would refuse our rows.
 * @throws ColloquyError `store`.
 */
export async function checkWritable(connection: Connection, types: TypeNames = NO_TYPES): Promise<void> {
  await connection.rehearse("CREATE (:Colloquy)");
  await checkConstraints(connection, types);
}
