// Ways of writing the same rows to Neo4j, with the keys, properties and labels of our store. The constraint on keys applies
// to all; the full-text index of names is on the label `Entity`, so nodes without this label do not have its cost.
import neo4j, { type Driver, type ManagedTransaction, type Session } from "neo4j-driver";
import { type Neo4jSettings, openNeo4jGraphStore } from "../../packages/colloquy/src/adapters/neo4j/index.ts";
import {
  type EntityRow,
  foldCase,
  type GraphRow,
  type GraphRowKind,
  type RelationshipRow,
} from "../../packages/colloquy/src/model/index.ts";
import { slices } from "./alternate.ts";

/** Writes rows; the second time they already exist. */
export interface GraphContender extends AsyncDisposable {
  writeEntities(rows: readonly EntityRow[]): Promise<void>;
  writeRelationships(rows: readonly RelationshipRow[]): Promise<void>;
}

export type OpenContender = (settings: Neo4jSettings, workspace: string) => Promise<GraphContender>;

const DEFAULT_BATCH_ROWS = 1000;

export function openDriver({ uri, auth }: Neo4jSettings): Driver {
  if (auth === null || "bearer" in auth) throw new Error("Expected a username and a password for Neo4j.");
  return neo4j.driver(uri, neo4j.auth.basic(auth.username, auth.password));
}

/** Our store, as in a run: prepared, then batches of the store's size. */
export async function openOurs(settings: Neo4jSettings, workspace: string): Promise<GraphContender> {
  const store = openNeo4jGraphStore(settings, { workspace });
  await store.prepare();
  const write = async (kind: GraphRowKind, rows: readonly GraphRow[]): Promise<void> => {
    for (const batch of slices(rows, store.batchRows ?? DEFAULT_BATCH_ROWS)) await store.upsert(kind, batch);
  };
  return {
    writeEntities: (rows) => write("entity", rows),
    writeRelationships: (rows) => write("relationship", rows),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

/** The batch size of our store. */
export async function batchRowsOfOurs(settings: Neo4jSettings): Promise<number> {
  await using store = openNeo4jGraphStore(settings, { workspace: "bench" });
  return store.batchRows ?? DEFAULT_BATCH_ROWS;
}

/** With and without the index of names. */
type EntityLabel = "Entity" | "BenchEntity";

const mergeEntities = (label: EntityLabel): string => `UNWIND $rows AS row
MERGE (n:Colloquy {workspace: $workspace, kind: 'entity', id: row.id})
SET n:${label}:$(row.type), n += row.properties`;

const MERGE_RELATIONSHIPS = `UNWIND $rows AS row
MATCH (source:Colloquy {workspace: $workspace, kind: 'entity', id: row.source})
MATCH (target:Colloquy {workspace: $workspace, kind: 'entity', id: row.target})
MERGE (source)-[r:$(row.type) {workspace: $workspace, id: row.id}]->(target)
SET r += row.properties`;

/** A plan made on an empty graph scans: a first small batch makes the server plan again. */
const FIRST_ROWS = 100;

/** `UNWIND` with the bare driver, written by an expert: the reference for our store. */
export function bareLoop(batchRows: number, label: EntityLabel): OpenContender {
  return async (settings, workspace) => {
    const driver = openDriver(settings);
    const session = driver.session();
    const write = async (cypher: string, rows: readonly object[]): Promise<void> => {
      const run = (prefix: string, batch: readonly object[]): Promise<void> =>
        session.executeWrite(async (transaction: ManagedTransaction) => {
          await transaction.run(`${prefix}${cypher}`, { workspace, rows: batch });
        });
      await run("", rows.slice(0, FIRST_ROWS));
      let prefix = "CYPHER replan=force ";
      for (const batch of slices(rows.slice(FIRST_ROWS), batchRows)) {
        await run(prefix, batch);
        prefix = "";
      }
    };
    return {
      writeEntities: (rows) => write(mergeEntities(label), rows.map(entityParameters)),
      writeRelationships: (rows) => write(MERGE_RELATIONSHIPS, rows.map(relationshipParameters)),
      [Symbol.asyncDispose]: () => closeBoth(session, driver),
    };
  };
}

/** The usual way: one statement for each row, each awaited, without the index of names. */
export const openPerRow: OpenContender = async (settings, workspace) => {
  const driver = openDriver(settings);
  const session = driver.session();
  return {
    async writeEntities(rows) {
      for (const row of rows) {
        const { id, type, properties } = entityParameters(row);
        await session.run(
          `MERGE (n:Colloquy {workspace: $workspace, kind: 'entity', id: $id}) SET n:BenchEntity:${type}, n += $properties`,
          { workspace, id, properties },
        );
      }
    },
    async writeRelationships(rows) {
      for (const row of rows) {
        const { id, source, target, type, properties } = relationshipParameters(row);
        await session.run(
          `MATCH (source:Colloquy {workspace: $workspace, kind: 'entity', id: $source})
          MATCH (target:Colloquy {workspace: $workspace, kind: 'entity', id: $target})
          MERGE (source)-[r:${type} {workspace: $workspace, id: $id}]->(target) SET r += $properties`,
          { workspace, id, source, target, properties },
        );
      }
    },
    [Symbol.asyncDispose]: () => closeBoth(session, driver),
  };
};

function entityParameters({ id, name, type, aliases, mentions, transcripts }: EntityRow) {
  const properties = {
    name,
    type,
    aliases: aliases.map((alias) => alias.name),
    aliasReasons: aliases.map(({ reason }) => reason),
    nameKeys: [...new Set([name, ...aliases.map((alias) => alias.name)].map(foldCase))],
    mentions: neo4j.int(mentions),
    transcripts: neo4j.int(transcripts),
  };
  return { id, type, properties };
}

function relationshipParameters({ id, source, type, target, confidence, count }: RelationshipRow) {
  return { id, source, target, type, properties: { type, confidence, count: neo4j.int(count) } };
}

async function closeBoth(session: Session, driver: Driver): Promise<void> {
  await session.close();
  await driver.close();
}
