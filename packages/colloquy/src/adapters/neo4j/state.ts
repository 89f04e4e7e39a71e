import neo4j, { type Transaction } from "neo4j-driver";
import type { Epoch, StoreState } from "../../model/index.ts";
import { key } from "./cypher.ts";
import { readNumber, readNumberOrNull, readText, readTextOrNull, type Stored } from "./values.ts";

/** One node per store and workspace stores the ledger that filled it, its epoch, and the run that may write. */
export interface StateNode {
  /** The pattern of the node as `n`. */
  readonly pattern: string;
  /** Assignments that lock the node and complete a new one. */
  readonly touched: string;
}

/** The state of a workspace's graph. */
export const GRAPH_STATE: StateNode = {
  pattern: key("n", "'workspace'", "$workspace"),
  touched: "n:Workspace, n.id = n.id",
};

/** The owner of a workspace: the token of a store object, and the marker of its ledger. */
export interface Owner {
  readonly token: string;
  readonly marker: string;
}

export interface HeldState {
  readonly state: StoreState | null;
  readonly owner: Owner | null;
}

export async function readState(
  transaction: Transaction,
  node: StateNode,
  workspace: string,
): Promise<StoreState | null> {
  const { records } = await transaction.run<Stored>(`MATCH ${node.pattern} RETURN properties(n) AS held`, {
    workspace,
  });
  return held(records[0]?.get("held")).state;
}

/** Locks and reads the state. It does not change until the transaction ends. Creates the node if it is missing. */
export async function lockState(transaction: Transaction, node: StateNode, workspace: string): Promise<HeldState> {
  const { records } = await transaction.run<Stored>(
    `MERGE ${node.pattern} SET ${node.touched} WITH n RETURN properties(n) AS held`,
    { workspace },
  );
  return held(records[0]?.get("held"));
}

function held(value: unknown): HeldState {
  const stored = (value ?? {}) as Stored;
  const marker = readTextOrNull(stored["marker"]);
  const epoch = epochOf(stored["epoch"], stored["identity"]);
  const token = readTextOrNull(stored["owner"]);
  return {
    // A state without an identity comes from before epochs had one, and is not usable.
    state:
      marker === null || epoch === null
        ? null
        : { marker, epoch, writing: epochOf(stored["writing"], stored["writingIdentity"]) },
    owner: token === null ? null : { token, marker: readText(stored["ownerMarker"]) },
  };
}

function epochOf(number: unknown, identity: unknown): Epoch | null {
  const text = readTextOrNull(identity);
  return readNumberOrNull(number) === null || text === null ? null : { number: readNumber(number), identity: text };
}

export async function writeState(
  transaction: Transaction,
  node: StateNode,
  workspace: string,
  { marker, epoch, writing }: StoreState,
): Promise<void> {
  const properties = {
    marker,
    epoch: neo4j.int(epoch.number),
    identity: epoch.identity,
    writing: writing === null ? null : neo4j.int(writing.number),
    writingIdentity: writing?.identity ?? null,
  };
  await transaction.run(`MATCH ${node.pattern} SET n += $properties`, { workspace, properties });
}

export async function writeOwner(
  transaction: Transaction,
  node: StateNode,
  workspace: string,
  { token, marker }: Owner,
): Promise<void> {
  await transaction.run(`MATCH ${node.pattern} SET n.owner = $token, n.ownerMarker = $marker`, {
    workspace,
    token,
    marker,
  });
}

const NO_STATE = "n.marker = null, n.epoch = null, n.identity = null, n.writing = null, n.writingIdentity = null";
const DELETE_UNUSED = `WITH n WHERE n.owner IS NULL AND n.marker IS NULL DELETE n`;

/** Removes the state; an owner stays. */
export async function removeState(transaction: Transaction, node: StateNode, workspace: string): Promise<void> {
  await transaction.run(`MATCH ${node.pattern} SET ${NO_STATE} ${DELETE_UNUSED}`, { workspace });
}

/** Removes the owner if it has this token; a state stays. */
export async function removeOwner(
  transaction: Transaction,
  node: StateNode,
  workspace: string,
  token: string,
): Promise<void> {
  await transaction.run(
    `MATCH ${node.pattern} WHERE n.owner = $token SET n.owner = null, n.ownerMarker = null ${DELETE_UNUSED}`,
    { workspace, token },
  );
}
