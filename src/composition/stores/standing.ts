import { ANALYSIS_VERSION } from "../../analysis/index.ts";
import type { GraphStore, Ledger, VectorStore } from "../../ports/index.ts";
import { type Standing, standingOf, vectorMarker } from "../../projection/index.ts";
import type { WorkspaceFolder } from "../workspace-folder.ts";
import { nameOfStore } from "./describe-stores.ts";
import { projectCommand } from "./project-command.ts";

/** Of a ledger, what a store's state is compared with. */
export type LedgerState = Pick<Ledger, "marker" | "epoch">;

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
  const epoch = await ledger.epoch();
  const standing = standingOf(await store.state(), ledger.marker, epoch);
  return epoch === 0 ? null : remarkForReaders({ folder, holds: "graph", store }, standing);
}

/** As `remarkOnGraph`. */
export async function remarkOnVectors(
  store: VectorStore,
  ledger: LedgerState,
  folder: Named,
): Promise<ReadingRemark | null> {
  const epoch = await ledger.epoch();
  const marker = vectorMarker(ledger, { version: ANALYSIS_VERSION });
  const standing = standingOf(await store.state(), marker, epoch);
  return epoch === 0 ? null : remarkForReaders({ folder, holds: "vectors", store }, standing);
}

function remarkForReaders(remark: Remark, standing: Standing): ReadingRemark | null {
  const sentence = sentenceForReaders(remark, standing);
  return sentence === null ? null : { sentence, isOnlyBehind: standing === "behind" };
}

function sentenceForReaders({ folder, holds, store }: Remark, standing: Standing): string | null {
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
    case "ahead":
    case "foreign":
      return `The ${holds} in ${name} ${are} not what the ledger of workspace ${workspace} holds, but of another or of another state of it: ${mended} replaces it.`;
  }
}

/** A sentence for who is about to replace what another ledger wrote to a server; else null. */
export async function remarkOnReplaced(
  { graphStore, vectorStore }: { readonly graphStore: GraphStore; readonly vectorStore: VectorStore },
  { marker }: Pick<Ledger, "marker">,
  workspace: string,
): Promise<string | null> {
  const states = [
    { store: graphStore, state: await graphStore.state() },
    { store: vectorStore, state: await vectorStore.state() },
  ];
  const names = states
    // Of an embedded store it tells of a ledger that was removed: nobody else can have filled it.
    .filter(({ store, state }) => store.name !== "embedded" && state !== null && !state.marker.startsWith(marker))
    .map(({ store }) => nameOfStore(store.name));
  if (names.length === 0) return null;
  return `What ${names.join(" and ")} held of workspace ${workspace} came from another ledger, and is replaced by what this one holds. Two projects on one server need workspaces of different names (--workspace).`;
}
