import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type LiveRun, liveRun } from "colloquy/api";
import { useEffect } from "react";
import { address } from "../../api/client.ts";
import { liveQuery } from "../../api/queries.ts";

/**
 * The state of a run that is in progress, as the server sends it; the browser connects again by itself. What the shell reads from
 * time to time is shown without a stream, too.
 */
export function useLiveRun(workspace: string): { readonly live: LiveRun | null; readonly isLost: boolean } {
  const client = useQueryClient();
  const { data, isError } = useQuery(liveQuery(workspace));
  useEffect(() => {
    const source = new EventSource(address(["w", workspace, "runs", "live", "events"]));
    source.addEventListener("run", ({ data: text }: MessageEvent<string>) => {
      client.setQueryData(liveQuery(workspace).queryKey, liveRun.parse(JSON.parse(text)));
    });
    return () => source.close();
  }, [client, workspace]);
  return { live: data ?? null, isLost: isError };
}
