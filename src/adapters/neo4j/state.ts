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

export async function writeState(transaction: Transaction, workspace: string, state: StoreState): Promise<void> {
  await transaction.run(`MERGE ${STATE_NODE} SET n:Workspace, n.marker = $marker, n.epoch = $epoch`, {
    workspace,
    marker: state.marker,
    epoch: neo4j.int(state.epoch),
  });
}
