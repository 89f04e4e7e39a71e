import { Neo4jError } from "neo4j-driver";
import type { Connection } from "./connection.ts";
import { awaitIndexes, type NeededIndex } from "./indexes.ts";

/** An index or constraint, with the statement that creates it. */
export interface CreatedIndex extends NeededIndex {
  readonly create: string;
}

/**
 * Constraints and indexes of the graph's statements. All names begin with `colloquy_`, so an administrator sees their
 * owner. Most are on the label `Colloquy` or on our relationships, because other tools use `Entity` too.
 * docs/decisions/neo4j-schema.md explains the purpose and cost of each.
 */
export const GRAPH_SCHEMA: readonly CreatedIndex[] = [
  {
    name: "colloquy_key",
    on: "Colloquy",
    properties: ["workspace", "kind", "id"],
    type: "RANGE",
    create: `CREATE CONSTRAINT colloquy_key IF NOT EXISTS
FOR (n:Colloquy) REQUIRE (n.workspace, n.kind, n.id) IS UNIQUE`,
  },
  {
    name: "colloquy_of",
    on: "Colloquy",
    properties: ["workspace", "of"],
    type: "RANGE",
    create: "CREATE INDEX colloquy_of IF NOT EXISTS FOR (n:Colloquy) ON (n.workspace, n.of)",
  },
  {
    // For queries of people and models that look up an entity by name, on the label that they would use.
    name: "colloquy_entity_name",
    on: "Entity",
    properties: ["workspace", "name"],
    type: "RANGE",
    create: "CREATE INDEX colloquy_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.workspace, n.name)",
  },
  {
    name: "colloquy_mentions",
    on: "MENTIONED_IN",
    properties: ["workspace", "id"],
    type: "RANGE",
    create: "CREATE INDEX colloquy_mentions IF NOT EXISTS FOR ()-[r:MENTIONED_IN]-() ON (r.workspace, r.id)",
  },
  {
    name: "colloquy_name_keys",
    on: "Colloquy",
    properties: ["nameKeys"],
    type: "FULLTEXT",
    create: `CREATE FULLTEXT INDEX colloquy_name_keys IF NOT EXISTS FOR (n:Colloquy) ON EACH [n.nameKeys]
OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'keyword', \`fulltext.eventually_consistent\`: false}}`,
  },
  {
    // For people in the browser. No statement here uses it, so it may be filled later.
    name: "colloquy_names",
    on: "Colloquy",
    properties: ["name", "aliases"],
    type: "FULLTEXT",
    create: `CREATE FULLTEXT INDEX colloquy_names IF NOT EXISTS FOR (n:Colloquy) ON EACH [n.name, n.aliases]
OPTIONS {indexConfig: {\`fulltext.eventually_consistent\`: true}}`,
  },
];

/**
 * Creates what is missing, and waits until it can be used. Several stores may do so at the same time.
 * @throws ColloquyError `store` when a foreign index conflicts, `interrupted` while it waits.
 */
export async function createSchema(connection: Connection, schema: readonly CreatedIndex[]): Promise<void> {
  for (const { create } of schema) await createOne(connection, create);
  await awaitIndexes(connection, schema);
}

async function createOne(connection: Connection, create: string): Promise<void> {
  try {
    await connection.run(create);
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  }
}

/** IF NOT EXISTS checks before it creates: of two concurrent statements, one is refused. */
export function isThereAlready(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Neo4jError && cause.code === "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists";
}
