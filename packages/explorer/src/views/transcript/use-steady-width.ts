import { type RefObject, useLayoutEffect, useRef } from "react";
import type { Measures } from "./heights.ts";
import type { Jump } from "./use-jump.ts";
import { topOffset } from "./use-place.ts";
import type { Rows } from "./use-rows.ts";

interface SteadyWidthOptions {
  readonly rows: Rows;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly measures: Measures;
  readonly jump: Jump;
  /** The offset of the words at the top of the window; null before the reader scrolled. */
  readonly place: RefObject<number | null>;
}

/** Measures all rows anew when the width of the words changes, and keeps the words at the top of the window there. */
export function useSteadyWidth({ rows, scroller, measures, jump, place }: SteadyWidthOptions): void {
  const last = useRef(measures);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (last.current === measures || element === null) return;
    last.current = measures;
    const top = place.current ?? (element.scrollTop < 8 ? 0 : topOffset(element));
    rows.measure();
    // Rows that are in the page are not measured again by themselves if their height is the same.
    for (const row of element.querySelectorAll<HTMLElement>("[data-index]"))
      rows.resizeItem(Number(row.dataset["index"]), row.offsetHeight);
    if (top > 0) jump({ startOffset: top, endOffset: top + 1 }, { to: "top", isPolite: true });
  }, [rows, scroller, measures, jump, place]);
}
