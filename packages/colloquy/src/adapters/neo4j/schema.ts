import { Neo4jError } from "neo4j-driver";
import type { Connection } from "./connection.ts";
import { awaitIndexes, type NeededIndex } from "./indexes.ts";

/**
 * What the store's statements rely on. Everything is called `colloquy_...`, so that whoever runs the database sees whose
 * it is. Nearly everything is on the label `Colloquy` or on relationships of ours, because other tools call their own nodes
 * `Entity`. docs/decisions/neo4j-schema.md says what each is for and what it costs.
 */
const SCHEMA: readonly (NeededIndex & { readonly create: string })[] = [
  {
    name: "colloquy_key",
    on: "Colloquy",
    properties: ["workspace", "kind", "id"],
    isFullText: false,
    create: `CREATE CONSTRAINT colloquy_key IF NOT EXISTS
FOR (n:Colloquy) REQUIRE (n.workspace, n.kind, n.id) IS UNIQUE`,
  },
  {
    name: "colloquy_of",
    on: "Colloquy",
    properties: ["workspace", "of"],
    isFullText: false,
    create: "CREATE INDEX colloquy_of IF NOT EXISTS FOR (n:Colloquy) ON (n.workspace, n.of)",
  },
  {
    // For queries of people and models, which look an entity up by its name. On the label that they would write.
    name: "colloquy_entity_name",
    on: "Entity",
    properties: ["workspace", "name"],
    isFullText: false,
    create: "CREATE INDEX colloquy_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.workspace, n.name)",
  },
  {
    name: "colloquy_mentions",
    on: "MENTIONED_IN",
    properties: ["workspace", "id"],
    isFullText: false,
    create: "CREATE INDEX colloquy_mentions IF NOT EXISTS FOR ()-[r:MENTIONED_IN]-() ON (r.workspace, r.id)",
  },
  {
    name: "colloquy_name_keys",
    on: "Colloquy",
    properties: ["nameKeys"],
    isFullText: true,
    create: `CREATE FULLTEXT INDEX colloquy_name_keys IF NOT EXISTS FOR (n:Colloquy) ON EACH [n.nameKeys]
OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'keyword', \`fulltext.eventually_consistent\`: false}}`,
  },
  {
    // For people in the browser: nothing here asks it, so that it may follow a moment later.
    name: "colloquy_names",
    on: "Colloquy",
    properties: ["name", "aliases"],
    isFullText: true,
    create: `CREATE FULLTEXT INDEX colloquy_names IF NOT EXISTS FOR (n:Colloquy) ON EACH [n.name, n.aliases]
OPTIONS {indexConfig: {\`fulltext.eventually_consistent\`: true}}`,
  },
];

/**
 * Creates what is missing, and waits until it can be used. Stores may do so at the same time.
 * @throws ColloquyError `store` where somebody's index takes the place of ours, `interrupted` while it waits.
 */
export async function createSchema(connection: Connection): Promise<void> {
  for (const { create } of SCHEMA) await createOne(connection, create);
  await awaitIndexes(connection, SCHEMA);
}

async function createOne(connection: Connection, create: string): Promise<void> {
  try {
    await connection.run(create);
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  }
}

/** IF NOT EXISTS looks before it creates: of two that look at the same time, one is refused. */
export function isThereAlready(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Neo4jError && cause.code === "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists";
}
