import { Connection } from "./connection.ts";
import { checkConstraints, type TypeNames } from "./constraints.ts";
import type { Neo4jSettings } from "./settings.ts";

const NO_TYPES: TypeNames = { entities: [], relationships: [] };

/**
 * Reaches the server once, and finds out whether it can be used and written to. No second try: the third with a wrong
 * password would lock the account. Leaves nothing behind.
 * @param types of entities and relationships that rows will have.
 * @throws ColloquyError `store` with one sentence: what is wrong, and what to do.
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
 * Finds out what would refuse rows of ours: a database or a user that only reads, or a constraint of somebody else.
 * @throws ColloquyError `store`.
 */
export async function checkWritable(connection: Connection, types: TypeNames = NO_TYPES): Promise<void> {
  await connection.rehearse("CREATE (:Colloquy)");
  await checkConstraints(connection, types);
}
