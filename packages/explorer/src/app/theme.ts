import { useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "colloquy.theme";
const listeners = new Set<() => void>();

function read(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

function apply(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** Applies the kept choice, before the first picture. */
export function applyTheme(): void {
  apply(read());
}

/** The chosen colours, and a function that changes and keeps the choice. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, read);
  const choose = (chosen: Theme): void => {
    localStorage.setItem(KEY, chosen);
    apply(chosen);
    for (const changed of listeners) changed();
  };
  return [theme, choose];
}
