import type { Transcript } from "colloquy/api";
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef } from "react";
import type { Range, Target } from "./address.ts";
import type { Measures } from "./heights.ts";
import { type Find, type Looking, useFind } from "./use-find.ts";
import type { Jump } from "./use-jump.ts";
import { keptPlace, topOffset, useKeptPlace } from "./use-place.ts";
import type { Rows } from "./use-rows.ts";
import { useSteadyWidth } from "./use-steady-width.ts";
import type { Text } from "./use-text.ts";

interface ArrivalOptions {
  readonly transcript: Transcript;
  readonly text: Text;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: Rows;
  readonly measures: Measures;
  readonly jump: Jump;
  /** The words of the address; `isNamed`: the address names some, even if they do not exist. */
  readonly target: Target & { readonly isNamed: boolean };
  /** Shows the words of the address again when it changes. */
  readonly visit: string | number | undefined;
  readonly isPage: boolean;
  readonly looking: Looking;
}

/** Goes to the words of the address, else to where the reader was; finds what the address looks for. */
export function useArrival(options: ArrivalOptions): Find {
  const { transcript, text, scroller, rows, measures, jump, target, visit, isPage, looking } = options;
  const { range, isNamed } = target;
  const arrive = useEffectEvent(() => {
    if (range !== null) jump(range, { focus: isPage });
  });
  useEffect(() => arrive(), [range?.startOffset, range?.endOffset, visit]);
  const place = useKeptPlace({ transcript, scroller, rows, jump, isWanted: isPage && !isNamed });
  useSteadyWidth({ rows, scroller, measures, jump, place });

  // A find that the address has begins where the reader begins, and leaves the words of the address in view.
  const begin = useRef<number | null>(range?.startOffset ?? keptPlace(transcript.id));
  const from = useCallback(
    () => begin.current ?? (scroller.current === null ? 0 : topOffset(scroller.current)),
    [scroller],
  );
  const show = useCallback(
    (hit: Range) => {
      if (begin.current === null || range === null) jump(hit);
    },
    [jump, range],
  );
  const find = useFind({ text, transcript, looking, from, show });
  const hasBegun = !find.isActive || find.hit !== null;
  useEffect(() => {
    if (hasBegun) begin.current = null;
  }, [hasBegun]);
  return find;
}
