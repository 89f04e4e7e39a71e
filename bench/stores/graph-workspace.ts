import type { Driver } from "neo4j-driver";
import { secondsOf } from "./alternate.ts";
import type { GraphContender } from "./graph-contenders.ts";
import type { GraphRows } from "./graph-rows.ts";

const NODES_A_TRANSACTION = 2000;
const ROUND_TRIPS = 200;

export interface WriteSeconds {
  readonly entities: number;
  readonly relationships: number;
}

export async function measureWrite(
  contender: GraphContender,
  { entities, relationships }: GraphRows,
): Promise<WriteSeconds> {
  return {
    entities: await secondsOf(() => contender.writeEntities(entities)),
    relationships: await secondsOf(() => contender.writeRelationships(relationships)),
  };
}

/** @throws Error unless the workspace has exactly the rows, each once. */
export async function checkWritten(driver: Driver, workspace: string, rows: GraphRows): Promise<void> {
  const nodes = await countOf(
    driver,
    workspace,
    "MATCH (n:Colloquy {workspace: $workspace, kind: 'entity'}) WHERE n.id IS NOT NULL AND n.name IS NOT NULL RETURN count(n) AS found",
  );
  const relations = await countOf(
    driver,
    workspace,
    "MATCH (n:Colloquy {workspace: $workspace, kind: 'entity'})-[r]->() WHERE n.id IS NOT NULL RETURN count(r) AS found",
  );
  const expected = [rows.entities.length, rows.relationships.length];
  if (nodes !== expected[0] || relations !== expected[1])
    throw new Error(
      `${workspace} holds ${nodes} nodes and ${relations} relationships instead of ${expected.join(", ")}.`,
    );
}

/** Restores the database, except the schema. */
export async function removeWorkspace(driver: Driver, workspace: string): Promise<void> {
  const session = driver.session();
  try {
    await session.run(
      `MATCH (n:Colloquy {workspace: $workspace}) WHERE n.kind IS NOT NULL AND n.id IS NOT NULL
      CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF ${NODES_A_TRANSACTION} ROWS`,
      { workspace },
    );
  } finally {
    await session.close();
  }
}

/** The median time of an empty statement, in milliseconds. */
export async function roundTripMs(driver: Driver): Promise<number> {
  const session = driver.session();
  const measured: number[] = [];
  try {
    for (let each = 0; each < ROUND_TRIPS; each += 1)
      measured.push(1000 * (await secondsOf(async () => void (await session.run("RETURN 1")))));
  } finally {
    await session.close();
  }
  return measured.toSorted((one, other) => one - other)[ROUND_TRIPS / 2] ?? 0;
}

async function countOf(driver: Driver, workspace: string, cypher: string): Promise<number> {
  const session = driver.session({ defaultAccessMode: "READ" });
  try {
    const { records } = await session.run<{ found: { toNumber(): number } }>(cypher, { workspace });
    return records[0]?.get("found").toNumber() ?? 0;
  } finally {
    await session.close();
  }
}
