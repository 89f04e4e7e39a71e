import type { Transcript } from "colloquy/api";
import { type RefObject, useEffect, useEffectEvent } from "react";
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

const keyOf = (id: string): string => `colloquy.place.${id}`;

/** The offset at which a reader was in a transcript in this window; 0 before it was read. */
export function keptPlace(id: string): number {
  return Number(sessionStorage.getItem(keyOf(id)) ?? 0);
}

/** Keeps where a reader is in a transcript, and goes there when it is opened again in the same window. */
export function useKeptPlace({ transcript: { id }, scroller, jump, isWanted }: KeptPlaceOptions): void {
  const opened = useEffectEvent(() => {
    const kept = keptPlace(id);
    if (isWanted && kept > 0) jump({ startOffset: kept, endOffset: kept + 1 }, { to: "top" });
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    opened();
    const keep = (): void => sessionStorage.setItem(keyOf(id), String(element.scrollTop < 8 ? 0 : topOffset(element)));
    element.addEventListener("scrollend", keep);
    return () => element.removeEventListener("scrollend", keep);
  }, [id, scroller]);
}
