import neo4j, { type Transaction } from "neo4j-driver";
import type { StoreState } from "../../ports/index.ts";
import { key } from "./cypher.ts";
import { readNumber, readText, type Stored } from "./values.ts";

/** One node a workspace remembers which ledger filled it, and how far. */
export const STATE_NODE = key("n", "'workspace'", "$workspace");

export async function readState(transaction: Transaction, workspace: string): Promise<StoreState | null> {
  const { records } = await transaction.run<{ state: Stored }>(`MATCH ${STATE_NODE} RETURN n {.*} AS state`, {
    workspace,
  });
  const state = records[0]?.get("state");
  return state === undefined ? null : { marker: readText(state["marker"]), epoch: readNumber(state["epoch"]) };
}

/**
 * What stands, for whoever will change it: nobody else does so before the transaction ends. The node is made where it is
 * not there.
 */
export async function lockState(transaction: Transaction, workspace: string): Promise<StoreState | null> {
  const { records } = await transaction.run<Stored>(
    `MERGE ${STATE_NODE} SET n.marker = n.marker WITH n RETURN n.marker AS marker, n.epoch AS epoch`,
    { workspace },
  );
  const found = records[0];
  const marker: unknown = found?.get("marker") ?? null;
  return marker === null ? null : { marker: readText(marker), epoch: readNumber(found?.get("epoch")) };
}

export async function removeState(transaction: Transaction, workspace: string): Promise<void> {
  await transaction.run(`MATCH ${STATE_NODE} DELETE n`, { workspace });
}

export function isSameState(one: StoreState | null, other: StoreState | null): boolean {
  return one?.marker === other?.marker && one?.epoch === other?.epoch;
}

export async function writeState(transaction: Transaction, workspace: string, state: StoreState): Promise<void> {
  await transaction.run(`MERGE ${STATE_NODE} SET n:Workspace, n.marker = $marker, n.epoch = $epoch`, {
    workspace,
    marker: state.marker,
    epoch: neo4j.int(state.epoch),
  });
}
