import type { StoreThreadData, StoreThreadReady } from "./open-stores.ts";
import { Notices } from "./stores/notices.ts";
import { openGraphStore, openVectorStore } from "./stores/open-store.ts";
import { Waiting } from "./stores/waiting.ts";
import { serveThread } from "./thread/index.ts";

/** The near end must know it: of what it does not know it makes a method. */
const USUAL_BATCH_ROWS = 1000;

serveThread<StoreThreadData, StoreThreadReady>(async ({ graph: graphPlace, vectors: vectorPlace, workspace }) => {
  const notices = new Notices();
  const opening = { workspace, onRetry: (sentence: string) => notices.tell(sentence) };
  const graph = graphPlace === null ? null : await openGraphStore(graphPlace, opening);
  const vectors = vectorPlace === null ? null : await openVectorStore(vectorPlace, opening);
  const waiting = new Waiting([graph, vectors].filter((store) => store !== null));
  return {
    objects: { notices, waiting, ...(graph === null ? {} : { graph }), ...(vectors === null ? {} : { vectors }) },
    ready: {
      graph: graph === null ? null : { name: graph.name, batchRows: graph.batchRows ?? USUAL_BATCH_ROWS },
      vectors: vectors === null ? null : { name: vectors.name },
    },
  };
});
