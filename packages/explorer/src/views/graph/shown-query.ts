import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { type GraphPart, graphPart, type GraphRequest } from "colloquy/api";
import { address, post, read } from "../../api/client.ts";
import { workspaceKey } from "../../api/queries.ts";
import type { Start } from "./address.ts";
import { begin, collapse, expand, type Shown } from "./model/shown.ts";

/** The most entities of a start, of what a search finds, around a path, and of an expansion. */
const LIMITS = { start: 150, words: 60, path: 40, expansion: 25 };
const FRESH_MS = 5 * 60_000;

const keyOf = (workspace: string, start: Start, open: readonly string[]) =>
  [...workspaceKey(workspace), "graph", start, open] as const;

/** What a picture shows: its start, and the neighbours of entities that were expanded one after another. */
export function shownQuery(client: QueryClient, workspace: string, start: Start, open: readonly string[]) {
  const ask = (request: GraphRequest, signal: AbortSignal): Promise<GraphPart> =>
    post(graphPart, address(["w", workspace, "graph"]), request, signal);
  return queryOptions({
    queryKey: keyOf(workspace, start, open),
    queryFn: async ({ signal }): Promise<Shown> => {
      const last = open.at(-1);
      if (last !== undefined) {
        const before = await client.ensureQueryData(shownQuery(client, workspace, start, open.slice(0, -1)));
        const known = before.part.nodes.map(({ id }) => id);
        return expand(before, await ask({ start: { entities: [last] }, known, limit: LIMITS.expansion }, signal), last);
      }
      const key = JSON.stringify(start);
      if (!("path" in start))
        return begin(key, await ask({ start, limit: "words" in start ? LIMITS.words : LIMITS.start }, signal));
      const [from, to] = start.path;
      const path = await read(graphPart, address(["w", workspace, "path"], { from, to }), signal);
      const ids = path.nodes.map(({ id }) => id);
      const around = { entities: ids.length === 0 ? [from, to] : ids };
      return begin(key, await ask({ start: around, limit: LIMITS.path }, signal), ids);
    },
    staleTime: FRESH_MS,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

/** What the server has on pinned entities that are not shown otherwise, beside those that are. */
export function pinnedQuery(workspace: string, missing: readonly string[], known: readonly string[]) {
  return queryOptions({
    queryKey: [...workspaceKey(workspace), "graph", "pinned", missing, known],
    queryFn: ({ signal }) => {
      const request: GraphRequest = { start: { entities: [...missing] }, known: [...known], limit: missing.length };
      return post(graphPart, address(["w", workspace, "graph"]), request, signal);
    },
    enabled: missing.length > 0,
    staleTime: FRESH_MS,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}

/** Takes an expansion back without a request: what is shown without it is known. */
export function keepCollapsed(
  client: QueryClient,
  workspace: string,
  start: Start,
  {
    shown,
    open,
    id,
    keep,
  }: {
    readonly shown: Shown;
    readonly open: readonly string[];
    readonly id: string;
    readonly keep: ReadonlySet<string>;
  },
): readonly string[] {
  const rest = open.filter((each) => each !== id);
  client.setQueryData(keyOf(workspace, start, rest), collapse(shown, id, new Set([...keep, ...rest])));
  return rest;
}
