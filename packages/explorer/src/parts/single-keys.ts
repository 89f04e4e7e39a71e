import { useSyncExternalStore } from "react";

const KEY = "colloquy.singleKeys";
const listeners = new Set<() => void>();

/**
 * Whether keys such as / and K do something wherever the focus is. Somebody who speaks to the computer presses them by accident
 * (WCAG 2.1.4).
 */
export function areSingleKeysOn(): boolean {
  return localStorage.getItem(KEY) !== "off";
}

/** Switches single keys on or off, and keeps the choice in the browser. */
export function switchSingleKeys(isOn: boolean): void {
  localStorage.setItem(KEY, isOn ? "on" : "off");
  for (const changed of listeners) changed();
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, areSingleKeysOn);
}
