import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import type { Transcript } from "colloquy/api";
import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { estimateHeight, type Measures } from "./heights.ts";

/** Chunks above and below the window that are kept in the page. */
const OVERSCAN = 2;
/** The most chunks that a selection keeps in the page. */
const MOST_SELECTED = 60;

interface RowsOptions {
  readonly transcript: Transcript;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly measures: Measures;
  /** The height of what stands above the text. */
  readonly above: number;
}

/** The rows of a transcript: its chunks, of which only those near the window are in the page. */
export function useRows({ transcript, scroller, measures, above }: RowsOptions) {
  const { chunks, characters, turns } = transcript;
  return useVirtualizer<HTMLElement, HTMLElement>({
    count: chunks.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const { startOffset = 0, endOffset = 0 } = chunks[index] ?? {};
      return estimateHeight(endOffset - startOffset, characters / Math.max(1, turns), measures);
    },
    getItemKey: useCallback((index: number) => chunks[index]?.id ?? index, [chunks]),
    overscan: OVERSCAN,
    scrollMargin: above,
    directDomUpdates: true,
    directDomUpdatesMode: "position",
    rangeExtractor: (range) => withHeld(defaultRangeExtractor(range), heldRows(scroller.current)),
  });
}

export type Rows = ReturnType<typeof useRows>;

/** The indices that are shown and those that are held, in their order. */
function withHeld(shown: readonly number[], held: readonly number[]): number[] {
  return [...new Set([...shown, ...held])].toSorted((left, right) => left - right);
}

/** Rows that must stay in the page: those of the focus and of the selection, which would be lost without their elements. */
function heldRows(scroller: HTMLElement | null): readonly number[] {
  if (scroller === null) return [];
  const focused = rowOf(document.activeElement, scroller);
  const selection = document.getSelection();
  const [anchor, end] =
    selection === null || selection.isCollapsed
      ? [null, null]
      : [rowOf(selection.anchorNode, scroller), rowOf(selection.focusNode, scroller)];
  const selected = anchor === null || end === null ? [] : between(Math.min(anchor, end), Math.max(anchor, end));
  return focused === null ? selected : [focused, ...selected];
}

function between(first: number, last: number): readonly number[] {
  return last - first > MOST_SELECTED ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function rowOf(node: Node | null, scroller: HTMLElement): number | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  if (element === null || !scroller.contains(element)) return null;
  const index = element.closest<HTMLElement>("[data-index]")?.dataset["index"];
  return index === undefined ? null : Number(index);
}

/** The height of an element. */
export function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    const observed = element.current;
    if (observed === null) return;
    const look = (): void => setHeight(observed.offsetHeight);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element]);
  return height;
}
