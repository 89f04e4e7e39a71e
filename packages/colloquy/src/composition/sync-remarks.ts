import { dirname } from "node:path";
import { ANALYSIS_VERSION } from "../analysis/index.ts";
import { dataDirOption } from "../files/index.ts";
import { FIRST_EPOCH, type StoreState } from "../model/index.ts";
import type { GraphStore, Ledger, VectorStore } from "../ports/index.ts";
import { type SyncStatus, syncStatusOf, vectorMarker } from "../projection/index.ts";
import { EMBEDDED, nameOfStore } from "../stores/index.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** The part of a ledger that a store's state is compared with. */
export type LedgerState = Pick<Ledger, "marker" | "epoch" | "hasEpoch" | "hadEpoch">;

type Named = Pick<WorkspaceFolder, "name" | "path">;

interface Remark {
  readonly folder: Named;
  readonly holds: "graph" | "vectors";
  readonly store: Pick<GraphStore, "name">;
}

/** A remark about a store that is not up to date with its ledger. */
export interface ReadingRemark {
  readonly sentence: string;
  /** One sentence with the command that updates the store. */
  readonly terminalHint: string;
  /** `behind`: the store holds an earlier, still correct state of the workspace. */
  readonly status: Exclude<SyncStatus, "current">;
}

/** Whether a store holds rows of another ledger, or of another state of it. */
export function isOfOther({ status }: ReadingRemark): boolean {
  return status === "foreign" || status === "diverged" || status === "ahead";
}

/** Compares a graph store with its ledger. Null when the store is current. */
export async function remarkOnGraph(
  store: GraphStore,
  ledger: LedgerState,
  folder: Named,
): Promise<ReadingRemark | null> {
  return remarkForReaders({ folder, holds: "graph", store }, await store.state(), ledger.marker, ledger);
}

/** As `remarkOnGraph`. */
export async function remarkOnVectors(
  store: VectorStore,
  ledger: LedgerState,
  folder: Named,
): Promise<ReadingRemark | null> {
  const marker = vectorMarker(ledger, { version: ANALYSIS_VERSION });
  return remarkForReaders({ folder, holds: "vectors", store }, await store.state(), marker, ledger);
}

async function remarkForReaders(
  remark: Remark,
  state: StoreState | null,
  marker: string,
  ledger: LedgerState,
): Promise<ReadingRemark | null> {
  if ((await ledger.epoch()).number === FIRST_EPOCH.number) return null;
  const status = await syncStatusOf(state, marker, ledger);
  return status === "current" ? null : { ...sentencesForReaders(remark, status), status };
}

function sentencesForReaders(
  { folder, holds, store }: Remark,
  status: ReadingRemark["status"],
): Pick<ReadingRemark, "sentence" | "terminalHint"> {
  const workspace = folder.name;
  const name = nameOfStore(store.name);
  const command = projectCommand(folder);
  const [are, doNot, them] = holds === "graph" ? ["is", "does not", "it"] : ["are", "do not", "them"];
  switch (status) {
    case "empty":
      return {
        sentence: `The ${holds} of workspace ${workspace} ${are} missing or incomplete in ${name}.`,
        terminalHint: `Run ${command} to write the rows of the ledger.`,
      };
    case "behind":
      return {
        sentence: `The ${holds} in ${name} ${are} behind the ledger of workspace ${workspace}.`,
        terminalHint: `A run in progress, or ${command}, writes the missing rows.`,
      };
    case "superseded":
      return {
        sentence: `The ${holds} in ${name} ${are} older than the last migration or repair of the ledger of workspace ${workspace}.`,
        terminalHint: `A run in progress, or ${command}, writes ${them} again.`,
      };
    case "ahead":
    case "diverged":
    case "foreign":
      return {
        sentence: `The ${holds} in ${name} ${doNot} match the ledger of workspace ${workspace}, but another ledger or another state of it.`,
        terminalHint: `Run ${command} to replace ${them}.`,
      };
  }
}

/**
 * Warnings for a run that will replace the rows of a store: rows of another ledger, or of epochs that this ledger does
 * not have.
 */
export async function remarksOnReplaced(
  { graphStore, vectorStore }: { readonly graphStore: GraphStore; readonly vectorStore: VectorStore },
  ledger: LedgerState,
  workspace: string,
): Promise<readonly string[]> {
  const analysed = vectorMarker(ledger, { version: ANALYSIS_VERSION });
  const compared = await Promise.all(
    [
      { store: graphStore, marker: ledger.marker },
      { store: vectorStore, marker: analysed },
    ].map(async ({ store, marker }) => {
      const state = await store.state();
      return {
        store,
        isOwn: state?.marker.startsWith(ledger.marker),
        status: await syncStatusOf(state, marker, ledger),
      };
    }),
  );
  const named = (found: typeof compared) =>
    [...new Set(found.map(({ store }) => nameOfStore(store.name)))].join(" and ");
  // An embedded store has rows of another ledger only after its ledger was removed. No other workspace can fill it.
  const foreign = compared.filter(({ store, isOwn }) => store.name !== EMBEDDED && isOwn === false);
  const lost = compared.filter(({ status }) => status === "ahead" || status === "diverged");
  return [
    ...(foreign.length === 0
      ? []
      : [
          `The rows of workspace ${workspace} in ${named(foreign)} are of another ledger and are replaced by the rows of this ledger. Two projects on one server need workspaces with different names (--workspace).`,
        ]),
    ...(lost.length === 0
      ? []
      : [
          `The ledger of workspace ${workspace} is an older copy, or another copy, than the ledger that filled ${named(lost)}: chunks that were extracted after the copy was made are missing in this ledger and are extracted again. ${lost.length === 1 ? "The store is" : "The stores are"} filled again from this ledger.`,
        ]),
  ];
}

/** Returns the command that updates the stores of a workspace, ready to be copied. */
export function projectCommand({ name, path }: Named): string {
  return `\`colloquy project --workspace ${name}${dataDirOption(dirname(path))}\``;
}
