import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  aliasEntry,
  claimsBetween,
  comparison,
  corrections,
  deadLetters,
  entity,
  explainedName,
  keptAnswer,
  listedEntity,
  listedRun,
  listedSpeaker,
  listedTranscript,
  listing,
  liveRun,
  occurrence,
  overview,
  type Polarity,
  runReport,
  searchResult,
  session,
  suggestions,
  transcript,
  transcriptText,
} from "colloquy/api";
import type { z } from "zod";
import { address, type Query, read } from "./client.ts";

/** Everything of a workspace is read anew after a correction; see `invalidateWorkspace`. */
export const workspaceKey = (workspace: string) => ["w", workspace] as const;

/** Reads everything of a workspace anew that a view shows, and forgets what no view shows. */
export async function invalidateWorkspace(client: QueryClient, workspace: string): Promise<void> {
  client.removeQueries({ queryKey: workspaceKey(workspace), type: "inactive" });
  await client.invalidateQueries({ queryKey: workspaceKey(workspace) });
}

const key = (workspace: string, ...rest: readonly unknown[]) => [...workspaceKey(workspace), ...rest];

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => read(session, address(["session"]), signal),
});

/** The state of a run, and the version of what the views show. Its key is not of `workspaceKey`, which it invalidates. */
export const liveQuery = (workspace: string) =>
  queryOptions({
    queryKey: ["live", workspace],
    queryFn: ({ signal }) => read(liveRun, address(["w", workspace, "runs", "live"]), signal),
    retry: false,
  });

export const overviewQuery = (workspace: string) =>
  queryOptions({
    queryKey: key(workspace, "overview"),
    queryFn: ({ signal }) => read(overview, address(["w", workspace, "overview"]), signal),
  });

/** A list that is read page by page. */
function pagesOf<Item extends z.ZodType>(workspace: string, item: Item, parts: readonly string[], query: Query = {}) {
  const schema = listing(item);
  return infiniteQueryOptions({
    queryKey: key(workspace, ...parts, query),
    queryFn: ({ signal, pageParam }) =>
      read(schema, address(["w", workspace, ...parts], { ...query, cursor: pageParam ?? undefined }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

export const transcriptsQuery = (workspace: string) =>
  pagesOf(workspace, listedTranscript, ["transcripts"], { limit: 200 });
export const peopleQuery = (workspace: string) => pagesOf(workspace, listedSpeaker, ["people"], { limit: 100 });
export const entitiesQuery = (workspace: string, type: string | undefined) =>
  pagesOf(workspace, listedEntity, ["entities"], { type, limit: 100 });

/** @param type only entities of this type, and no transcripts. */
export const suggestQuery = (workspace: string, words: string, type?: string) =>
  queryOptions({
    queryKey: key(workspace, "suggest", words, type),
    queryFn: ({ signal }) => read(suggestions, address(["w", workspace, "suggest"], { words, type, limit: 8 }), signal),
    enabled: words.trim() !== "",
    placeholderData: keepPreviousData,
  });

export const transcriptQuery = (workspace: string, file: string, chunk?: string) =>
  queryOptions({
    queryKey: key(workspace, "transcripts", file, { chunk }),
    queryFn: ({ signal }) => read(transcript, address(["w", workspace, "transcripts", file], { chunk }), signal),
  });

export const transcriptTextQuery = (workspace: string, id: string, from: number, count: number) =>
  queryOptions({
    queryKey: key(workspace, "transcripts", id, "text", from, count),
    queryFn: ({ signal }) =>
      read(transcriptText, address(["w", workspace, "transcripts", id, "text"], { from, count }), signal),
  });

/** @param name is looked up if no entity has the id. */
export const entityQuery = (workspace: string, id: string, name?: string) =>
  queryOptions({
    queryKey: key(workspace, "entities", id),
    queryFn: async ({ signal, client }) => {
      const found = await read(entity, address(["w", workspace, "entities", id], { name }), signal);
      // The view goes on to the address with its id.
      if (found.id !== id) client.setQueryData(key(workspace, "entities", found.id), found);
      return found;
    },
  });

export const occurrencesQuery = (
  workspace: string,
  id: string,
  filter: { readonly file?: string; readonly speaker?: string } = {},
) => pagesOf(workspace, occurrence, ["entities", id, "occurrences"], { ...filter, limit: 20 });

export const namesQuery = (workspace: string, id: string) =>
  queryOptions({
    queryKey: key(workspace, "entities", id, "names"),
    queryFn: ({ signal }) => read(explainedName, address(["w", workspace, "entities", id, "names"]), signal),
  });

/** The claims between two entities; their evidence is read page by page. */
export const claimsQuery = (workspace: string, one: string, other: string, polarity?: Polarity) =>
  infiniteQueryOptions({
    queryKey: key(workspace, "claims", one, other, polarity),
    queryFn: ({ signal, pageParam }) =>
      read(
        claimsBetween,
        address(["w", workspace, "claims"], { one, other, polarity, limit: 20, cursor: pageParam ?? undefined }),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ evidence }) => evidence.next,
  });

/** How many topics each list has at first, and after each "Show more"; the last one is the most that the API gives. */
export const TOPIC_LIMITS: readonly [first: number, ...more: number[]] = [10, 50, 100];

/** While more topics of the same people are read, those that are known stay. */
export const comparisonQuery = (workspace: string, one: string, other: string, limit: number) => {
  const pair = key(workspace, "compare", one, other);
  return queryOptions({
    queryKey: [...pair, limit],
    queryFn: ({ signal }) => read(comparison, address(["w", workspace, "compare"], { one, other, limit }), signal),
    placeholderData: (known, query) =>
      pair.every((part, index) => query?.queryKey[index] === part) ? known : undefined,
  });
};

export interface SearchFilter {
  readonly file?: readonly string[];
  readonly speaker?: string;
  readonly exact?: boolean;
}

/** How many places are shown at first, and after each "Show more"; the last one is the most that the API gives. */
const SEARCH_LIMITS = [20, 50, 100] as const;

/** Each page has the places of the pages before it, too. */
export const searchQuery = (workspace: string, words: string, filter: SearchFilter) =>
  infiniteQueryOptions({
    queryKey: key(workspace, "search", words, filter),
    queryFn: ({ signal, pageParam: limit }) =>
      read(searchResult, address(["w", workspace, "search"], { words, ...filter, limit }), signal),
    initialPageParam: SEARCH_LIMITS[0] as number,
    getNextPageParam: ({ more }, _pages, shown) => (more ? SEARCH_LIMITS.find((limit) => limit > shown) : undefined),
    enabled: words.trim() !== "",
    placeholderData: keepPreviousData,
  });

/** The answers of a conversation, or of all, the latest first. */
export const answersQuery = (workspace: string, conversation?: string) =>
  pagesOf(workspace, keptAnswer, ["answers"], { conversation, limit: conversation === undefined ? 50 : 200 });
/** The keys of all lists of answers. */
export const answersKey = (workspace: string) => key(workspace, "answers");

/** The corrections that the server made; each page has the path of the file, too. */
export const correctionsQuery = (workspace: string) =>
  infiniteQueryOptions({
    queryKey: key(workspace, "corrections"),
    queryFn: ({ signal, pageParam }) =>
      read(corrections, address(["w", workspace, "corrections"], { cursor: pageParam ?? undefined }), signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const aliasEntriesQuery = (workspace: string) => pagesOf(workspace, aliasEntry, ["corrections", "entries"]);

export const runsQuery = (workspace: string) => pagesOf(workspace, listedRun, ["runs"]);

export const runQuery = (workspace: string, run: string) =>
  queryOptions({
    queryKey: key(workspace, "runs", run),
    queryFn: ({ signal }) => read(runReport, address(["w", workspace, "runs", run]), signal),
  });

export const deadLettersQuery = (workspace: string) =>
  queryOptions({
    queryKey: key(workspace, "dead-letters"),
    queryFn: ({ signal }) => read(deadLetters, address(["w", workspace, "dead-letters"]), signal),
  });
