import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { liveQuery, workspaceKey } from "../api/queries.ts";

const EVERY_MS = 3_000;
const AFTER_FAILURE_MS = 10_000;

/**
 * Reads the views of a workspace anew when a run or a correction of another process wrote it. Asks from time to time instead
 * of following a stream, which would hold one of the few connections of a browser for each tab. Hidden tabs do not ask.
 */
export function useFreshViews(workspace: string): void {
  const client = useQueryClient();
  const { data: version } = useQuery({
    ...liveQuery(workspace),
    staleTime: EVERY_MS,
    refetchInterval: ({ state }) => (state.status === "error" ? AFTER_FAILURE_MS : EVERY_MS),
    select: (live) => live.version,
  });
  const known = useRef<{ readonly workspace: string; readonly version: string }>(null);
  useEffect(() => {
    if (version === undefined) return;
    const before = known.current;
    known.current = { workspace, version };
    if (before?.workspace === workspace && before.version !== version)
      void client.invalidateQueries({ queryKey: workspaceKey(workspace) });
  }, [client, workspace, version]);
}
