import type { Transcript } from "colloquy/api";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import type { Jump } from "./use-jump.ts";
import type { Rows } from "./use-rows.ts";

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
  readonly rows: Pick<Rows, "isScrolling">;
  readonly jump: Jump;
  /** Whether to go to the kept place: not if the address names words. */
  readonly isWanted: boolean;
}

const keyOf = (id: string): string => `colloquy.place.${id}`;

/** The offset at which a reader was in a transcript in this window; 0 before it was read. */
export function keptPlace(id: string): number {
  return Number(sessionStorage.getItem(keyOf(id)) ?? 0);
}

/**
 * Keeps where a reader is in a transcript, and goes there when it is opened again in the same window. The result is the offset
 * of the words at the top of the window.
 */
export function useKeptPlace({
  transcript: { id },
  scroller,
  rows,
  jump,
  isWanted,
}: KeptPlaceOptions): RefObject<number | null> {
  const place = useRef<number | null>(null);
  const open = useEffectEvent(() => {
    const kept = keptPlace(id);
    if (isWanted && kept > 0) jump({ startOffset: kept, endOffset: kept + 1 }, { to: "top" });
  });
  useEffect(() => open(), [id]);
  const wasScrolling = useRef(false);
  const { isScrolling } = rows;
  useEffect(() => {
    const element = scroller.current;
    if (wasScrolling.current && !isScrolling && element !== null) {
      place.current = element.scrollTop < 8 ? 0 : topOffset(element);
      sessionStorage.setItem(keyOf(id), String(place.current));
    }
    wasScrolling.current = isScrolling;
  }, [id, isScrolling, scroller]);
  return place;
}
