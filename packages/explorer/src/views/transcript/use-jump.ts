import type { ChunkOutline } from "colloquy/api";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { indexAt, type Range } from "./address.ts";
import { boxOf } from "./dom-words.ts";
import type { Rows } from "./use-rows.ts";

export interface JumpOptions {
  /** Moves the focus to the marked words, so that a keyboard or a screen reader goes on from there. */
  readonly focus?: boolean;
  /** `top`: the words come to the top of the window. Default: to its upper third, unless they are well in view. */
  readonly to?: "top" | "upper third";
  /** Whether a jump that is on its way comes first. */
  readonly isPolite?: boolean;
}

export type Jump = (range: Range, options?: JumpOptions) => void;

interface Pending extends Required<Omit<JumpOptions, "isPolite">> {
  readonly range: Range;
  /** Frames in which the words were where they should be. */
  still: number;
  readonly isInView: boolean;
}

/** Frames after which words that did not move are at their place: rows are measured in the first ones. */
const STILL_FRAMES = 4;

interface JumpTools {
  readonly rows: Pick<Rows, "scrollToIndex">;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly outline: readonly ChunkOutline[];
  /** The text as far as it has been read: words that are not there yet are waited for. */
  readonly text: readonly unknown[];
}

/**
 * Brings words into view. The rows above them have estimated heights until they are there, and the text may still be on its
 * way, so the position is corrected until it holds, or until the reader scrolls.
 */
export function useJump({ rows, scroller, outline, text }: JumpTools): Jump {
  const pending = useRef<Pending | null>(null);
  const frame = useRef(0);
  const settle = useCallback((): void => {
    const [jump, element] = [pending.current, scroller.current];
    if (jump === null || element === null) return;
    const index = indexAt(outline, jump.range.startOffset);
    const row = element.querySelector<HTMLElement>(`[data-index="${index}"]`);
    const box = row === null ? null : boxOf(row, jump.range);
    if (row === null) rows.scrollToIndex(index, { align: "start" });
    else if (box === null) return;
    else if (isSettled(jump, element, box)) {
      pending.current = null;
      if (jump.focus) focusTarget(element);
      return;
    }
    frame.current = requestAnimationFrame(settle);
  }, [rows, scroller, outline]);

  useEffect(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(settle);
    return () => cancelAnimationFrame(frame.current);
  }, [settle, text]);
  // A reader who scrolls ends a jump.
  useEffect(
    () =>
      onReaderScroll(scroller.current, () => {
        pending.current = null;
      }),
    [scroller],
  );
  return useCallback(
    (range, { focus = false, to = "upper third", isPolite = false } = {}) => {
      if (isPolite && pending.current !== null) return;
      const isThere = to !== "top" && isInView(scroller.current, outline, range);
      pending.current = { range, focus, to, still: 0, isInView: isThere };
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(settle);
    },
    [scroller, outline, settle],
  );
}

/** Scrolls to where words should be. Whether they have been there for some frames. */
function isSettled(jump: Pending, element: HTMLElement, box: DOMRect): boolean {
  const distance = distanceOf(box, element, jump);
  const isThere = Math.abs(distance) < 2 || isAtEnd(element, distance);
  jump.still = isThere ? jump.still + 1 : 0;
  if (!isThere) element.scrollBy({ top: distance, behavior: "instant" });
  return jump.still >= STILL_FRAMES;
}

/** How far the window must scroll. */
function distanceOf(box: DOMRect, element: HTMLElement, { to, isInView }: Pending): number {
  if (isInView) return 0;
  const { top, height } = element.getBoundingClientRect();
  return box.top - top - (to === "top" ? 8 : height * 0.28);
}

/** Whether the window cannot scroll further. */
function isAtEnd({ scrollTop, scrollHeight, clientHeight }: HTMLElement, distance: number): boolean {
  return distance < 0 ? scrollTop <= 0 : scrollTop + clientHeight >= scrollHeight - 1;
}

function isInView(element: HTMLElement | null, outline: readonly ChunkOutline[], range: Range): boolean {
  const row = element?.querySelector<HTMLElement>(`[data-index="${indexAt(outline, range.startOffset)}"]`) ?? null;
  const box = row === null ? null : boxOf(row, range);
  if (element === null || box === null) return false;
  const { top, bottom, height } = element.getBoundingClientRect();
  return box.top >= top + height * 0.08 && box.top <= bottom - height * 0.25;
}

function focusTarget(element: HTMLElement): void {
  element.querySelector<HTMLElement>("[data-target]")?.focus({ preventScroll: true });
}

const SCROLL_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** Calls when a reader scrolls, and not when a program does. @returns what ends it */
export function onReaderScroll(scroller: HTMLElement | null, scrolled: () => void): () => void {
  const press = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || SCROLL_KEYS.has(event.key)) scrolled();
  };
  // A press on the scroll bar has the scroller itself as its target.
  const point = (event: Event): void => {
    if (event.target === scroller) scrolled();
  };
  const handlers = [
    ["wheel", scrolled],
    ["touchmove", scrolled],
    ["pointerdown", point],
    ["keydown", press],
  ] as const;
  for (const [name, handler] of handlers) scroller?.addEventListener(name, handler, { passive: true });
  return () => {
    for (const [name, handler] of handlers) scroller?.removeEventListener(name, handler);
  };
}
