import { useQueryClient } from "@tanstack/react-query";
import { type LiveRun, liveRun } from "colloquy/api";
import { useEffect, useState } from "react";
import { address } from "../../api/client.ts";
import { workspaceKey } from "../../api/queries.ts";

/** The state of a run that is in progress, as the server sends it; the browser connects again by itself. */
export function useLiveRun(workspace: string): { readonly live: LiveRun | null; readonly isLost: boolean } {
  const client = useQueryClient();
  const [live, setLive] = useState<LiveRun | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const source = new EventSource(address(["w", workspace, "runs", "live", "events"]));
    let before: string | null = null;
    source.addEventListener("run", ({ data }: MessageEvent<string>) => {
      const now = liveRun.parse(JSON.parse(data));
      setLive(now);
      setLost(false);
      // At the end of a run every view has something new.
      const run = now.run?.runId ?? null;
      if (before !== null && run !== before) void client.invalidateQueries({ queryKey: workspaceKey(workspace) });
      before = run;
    });
    source.addEventListener("error", () => setLost(true));
    return () => source.close();
  }, [client, workspace]);
  return { live, isLost };
}
