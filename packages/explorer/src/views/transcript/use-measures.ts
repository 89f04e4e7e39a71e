import { type RefObject, useLayoutEffect, useState } from "react";
import type { Measures } from "./heights.ts";

/** `narrow`: names above the words, claims within them. `margin`: claims beside the words. `wide`: a column of contents, too. */
export type Layout = "narrow" | "margin" | "wide";

const MARGIN_FROM_REM = 58;
const WIDE_FROM_REM = 76;

/** The layout for the width of the pane, which is not that of the window. */
export function useLayout(pane: RefObject<HTMLElement | null>): Layout {
  const [layout, setLayout] = useState<Layout>("margin");
  useLayoutEffect(() => {
    const element = pane.current;
    if (element === null) return;
    const look = (): void => {
      const rem = element.clientWidth / remPixels();
      setLayout(rem >= WIDE_FROM_REM ? "wide" : rem >= MARGIN_FROM_REM ? "margin" : "narrow");
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [pane]);
  return layout;
}

const SAMPLE = "So the question that we asked them at the time was how many hours of sleep they had, and why. ";

/** The measures of the words of a turn: `probe` has their style and width. */
export function useMeasures(probe: RefObject<HTMLElement | null>, layout: Layout): Measures {
  const [measures, setMeasures] = useState<Measures>({ width: 600, character: 8, line: 28, turn: 12, name: 0 });
  useLayoutEffect(() => {
    const element = probe.current;
    if (element === null) return;
    const look = (): void => {
      const { fontSize, fontFamily, lineHeight } = getComputedStyle(element);
      const next: Measures = {
        width: element.clientWidth,
        character: characterWidth(`${fontSize} ${fontFamily}`),
        line: Number.parseFloat(lineHeight),
        turn: TURN_GAP_REM * remPixels(),
        name: layout === "narrow" ? NAME_REM * remPixels() : 0,
      };
      if (next.width > 0) setMeasures((before) => (isSame(before, next) ? before : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    void document.fonts.ready.then(look);
    return () => observer.disconnect();
  }, [probe, layout]);
  return measures;
}

/** As in turn.module.css. */
const TURN_GAP_REM = 0.625;
const NAME_REM = 1.5;

function characterWidth(font: string): number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return 8;
  context.font = font;
  return context.measureText(SAMPLE).width / SAMPLE.length;
}

function isSame(one: Measures, other: Measures): boolean {
  return (
    one.width === other.width &&
    one.line === other.line &&
    one.name === other.name &&
    Math.abs(one.character - other.character) < 0.01
  );
}

function remPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
