import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkspace } from "../../parts/links.tsx";
import type { Start } from "./address.ts";
import type { Positions } from "./model/placement.ts";
import { keepAlso, type Shown } from "./model/shown.ts";
import { pinnedQuery, shownQuery } from "./shown-query.ts";

interface ShownState {
  readonly shown: Shown | undefined;
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => void;
}

/** What a picture shows: its start, what is expanded, and pinned entities that neither of them brings. */
export function useShown(start: Start, open: readonly string[], pinned: Positions): ShownState {
  const workspace = useWorkspace();
  const asked = useQuery(shownQuery(useQueryClient(), workspace, start, open));
  const known = asked.data?.part.nodes.map(({ id }) => id) ?? [];
  const missing = asked.data === undefined ? [] : [...pinned.keys()].filter((id) => !known.includes(id));
  const more = useQuery(pinnedQuery(workspace, missing, missing.length === 0 ? [] : known));
  const shown = useMemo(
    () =>
      asked.data === undefined || more.data === undefined
        ? asked.data
        : keepAlso(asked.data, more.data, [...pinned.keys()]),
    [asked.data, more.data, pinned],
  );
  return {
    shown,
    error: asked.error ?? more.error,
    isFetching: asked.isFetching || more.isFetching,
    refetch: () => {
      for (const query of [asked, more]) if (query.isError) void query.refetch();
    },
  };
}
