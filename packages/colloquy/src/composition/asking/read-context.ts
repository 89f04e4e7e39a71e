import { gatherContext } from "../../answering/index.ts";
import { analyse } from "../../analysis/index.ts";
import { readRarity, type ReadLedger, type SearchOptions } from "../../retrieval/index.ts";
import { writtenSources } from "../context-sources.ts";
import type { OpenedStores } from "../opened-stores.ts";
import type { WorkspaceSearch } from "../workspace-search.ts";
import type { AskReading } from "./ask.ts";

/** What questions read of an open workspace. */
export function askReading(stores: OpenedStores, search: WorkspaceSearch, ledger: ReadLedger): AskReading {
  return {
    gather: async (asked, options) => {
      const graph = await stores.graph();
      const sources = {
        search: (words: string, given: SearchOptions) => search.search(words, given),
        graph,
        vectors: await stores.vectors(),
        ...writtenSources(ledger, graph),
      };
      return gatherContext(sources, asked, options);
    },
    rarity: async (query, options) => readRarity(await stores.vectors(), [...new Set(analyse(query))], options),
  };
}
