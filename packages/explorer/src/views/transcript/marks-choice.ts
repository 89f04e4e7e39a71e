import { useSyncExternalStore } from "react";
import type { MarkChoice } from "./segments.ts";

const KEY = "colloquy.marks";
const ALL: MarkChoice = { names: true, claims: true, quotes: true };
const listeners = new Set<() => void>();
let kept: { readonly text: string | null; readonly choice: MarkChoice } | null = null;

/** The kept choice; the same object until it changes. */
function read(): MarkChoice {
  const text = localStorage.getItem(KEY);
  if (kept === null || kept.text !== text) kept = { text, choice: parse(text) };
  return kept.choice;
}

function parse(text: string | null): MarkChoice {
  if (text === null) return ALL;
  const names = text.split(" ");
  return { names: names.includes("names"), claims: names.includes("claims"), quotes: names.includes("quotes") };
}

/** Which marks are shown, and a function that changes and keeps the choice. */
export function useMarkChoice(): readonly [MarkChoice, (choice: MarkChoice) => void] {
  const choice = useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, read);
  const choose = ({ names, claims, quotes }: MarkChoice): void => {
    const chosen = [names ? "names" : "", claims ? "claims" : "", quotes ? "quotes" : ""].filter((name) => name !== "");
    localStorage.setItem(KEY, chosen.join(" "));
    for (const changed of listeners) changed();
  };
  return [choice, choose];
}
