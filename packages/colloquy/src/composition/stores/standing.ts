import { ANALYSIS_VERSION } from "../../analysis/index.ts";
import { FIRST_EPOCH, type StoreState } from "../../model/index.ts";
import type { GraphStore, Ledger, VectorStore } from "../../ports/index.ts";
import { type SyncStatus, syncStatusOf, vectorMarker } from "../../projection/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";
import { nameOfStore } from "./describe-stores.ts";
import { projectCommand } from "./project-command.ts";

/** Of a ledger, what a store's state is compared with. */
export type LedgerState = Pick<Ledger, "marker" | "epoch" | "hasEpoch" | "hadEpoch">;

type Named = Pick<WorkspaceFolder, "name" | "path">;

interface Remark {
  readonly folder: Named;
  readonly holds: "graph" | "vectors";
  readonly store: Pick<GraphStore, "name">;
}

/** What is to be known of a store that is not what its ledger says. */
export interface ReadingRemark {
  /** A sentence, with the command that mends it. */
  readonly sentence: string;
  /** Whether it holds the workspace as it was once: what it gives is older and no less true. */
  readonly isOnlyBehind: boolean;
}

/** Null for a store that is what its ledger says. */
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
  const standing = await syncStatusOf(state, marker, ledger);
  const sentence = sentenceForReaders(remark, standing);
  return sentence === null ? null : { sentence, isOnlyBehind: standing === "behind" };
}

function sentenceForReaders({ folder, holds, store }: Remark, standing: SyncStatus): string | null {
  const workspace = folder.name;
  const name = nameOfStore(store.name);
  const mended = projectCommand(folder);
  const are = holds === "graph" ? "is" : "are";
  switch (standing) {
    case "current":
      return null;
    case "empty":
      return `No ${holds} of workspace ${workspace} ${are} in ${name} yet, or not all: ${mended} writes what the ledger holds.`;
    case "behind":
      return `The ${holds} in ${name} ${are} behind the ledger of workspace ${workspace}: a run that goes on, or ${mended}, writes the rest.`;
    case "superseded":
      return `The ${holds} in ${name} ${are} of before the ledger of workspace ${workspace} was migrated or repaired: a run that goes on, or ${mended}, writes ${holds === "graph" ? "it" : "them"} anew.`;
    case "ahead":
    case "diverged":
    case "foreign":
      return `The ${holds} in ${name} ${are} not what the ledger of workspace ${workspace} holds, but of another or of another state of it: ${mended} replaces it.`;
  }
}

/**
 * Sentences for a run that is about to replace what stores hold: rows of another ledger, or of epochs that this ledger does
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
        standing: await syncStatusOf(state, marker, ledger),
      };
    }),
  );
  const named = (found: typeof compared) =>
    [...new Set(found.map(({ store }) => nameOfStore(store.name)))].join(" and ");
  // Of an embedded store it tells of a ledger that was removed: nobody else can have filled it.
  const foreign = compared.filter(({ store, isOwn }) => store.name !== "embedded" && isOwn === false);
  const lost = compared.filter(({ standing }) => standing === "ahead" || standing === "diverged");
  return [
    ...(foreign.length === 0
      ? []
      : [
          `What ${named(foreign)} held of workspace ${workspace} came from another ledger, and is replaced by what this one holds. Two projects on one server need workspaces of different names (--workspace).`,
        ]),
    ...(lost.length === 0
      ? []
      : [
          `The ledger of workspace ${workspace} is an older or another copy than the one that filled ${named(lost)}: what was extracted after that copy was made is missing in this ledger, and is asked for again. ${lost.length === 1 ? "The store is" : "The stores are"} filled anew from this ledger.`,
        ]),
  ];
}
