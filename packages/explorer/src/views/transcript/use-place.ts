import type { Transcript } from "colloquy/api";
import { type RefObject, useEffect } from "react";
import type { Jump } from "./use-jump.ts";

/** The offset of the first words in the window. */
export function topOffset(scroller: HTMLElement): number {
  const { top } = scroller.getBoundingClientRect();
  const all = [...scroller.querySelectorAll<HTMLElement>("[data-words]")];
  const first = all.find((element) => element.getBoundingClientRect().bottom > top + 8);
  return Number(first?.dataset["from"] ?? 0);
}

interface KeptPlaceOptions {
  readonly transcript: Transcript;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly jump: Jump;
  /** Whether to go to the kept place: not if the address names words. */
  readonly isWanted: boolean;
}

/** Keeps where a reader was in a transcript, and goes there when it is opened again in the same window. */
export function useKeptPlace({ transcript: { id }, scroller, jump, isWanted }: KeptPlaceOptions): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const key = `colloquy.place.${id}`;
    const kept = Number(sessionStorage.getItem(key) ?? 0);
    if (isWanted && kept > 0) jump({ startOffset: kept, endOffset: kept + 1 }, { to: "top" });
    const keep = (): void => {
      const offset = element.scrollTop < 8 ? 0 : topOffset(element);
      sessionStorage.setItem(key, String(offset));
    };
    element.addEventListener("scrollend", keep);
    return () => element.removeEventListener("scrollend", keep);
    // Only when the transcript is opened: later the reader decides.
  }, [id]);
}
