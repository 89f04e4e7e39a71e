import { useCallback, useState } from "react";

const MOST = 10;

function keyOf(workspace: string): string {
  return `colloquy.searches.${workspace}`;
}

function read(workspace: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** The latest searches of a workspace in this browser, the latest first. */
export function useRecent(workspace: string) {
  const [recent, setRecent] = useState(() => read(workspace));
  const keep = useCallback(
    (searches: readonly string[]) => {
      localStorage.setItem(keyOf(workspace), JSON.stringify(searches));
      setRecent(searches);
    },
    [workspace],
  );
  const remember = useCallback(
    (words: string) => keep([words, ...read(workspace).filter((each) => each !== words)].slice(0, MOST)),
    [keep, workspace],
  );
  const forget = useCallback(() => keep([]), [keep]);
  return { recent, remember, forget };
}
