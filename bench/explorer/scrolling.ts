import type { Serving } from "./serving.ts";
import { type Frames, framesDuring, type Memory, Visit } from "./visit.ts";

/** A transcript's text, which scrolls. */
export const TEXT = "[data-scroll-restoration-id=transcript]";
const SCROLL = { distance: 12_000, pixelsPerSecond: 3_000 };
const SWEEP_FRAMES = 300;
const JUMPS = [0.5, 0.13, 0.87, 0.29, 0.71];

export interface ScrollFigures {
  /** With a gesture of 3,000 pixels a second. */
  readonly gesture: Frames;
  /** From the beginning to the end in 300 frames. */
  readonly sweep: Frames;
  /** Milliseconds from a jump to another place until its words are there: the median. */
  readonly jumpMs: number;
  readonly memory: Memory;
}

export async function measureScrolling(serving: Serving, address: string, browser: string): Promise<ScrollFigures> {
  await using visit = await Visit.begin(serving, browser);
  const { page } = visit;
  await visit.open(address, `${TEXT} [data-index] p`);
  await visit.settle();
  const session = await visit.session();
  const gesture = await framesDuring(page, () =>
    session.send("Input.synthesizeScrollGesture", {
      x: 500,
      y: 500,
      yDistance: -SCROLL.distance,
      speed: SCROLL.pixelsPerSecond,
    }),
  );
  const sweep = await framesDuring(page, () =>
    page.evaluate(([selector, frames]) => window.probe.sweep(selector, frames), [TEXT, SWEEP_FRAMES] as const),
  );
  await visit.settle();
  const jumps: number[] = [];
  for (const share of JUMPS) {
    jumps.push(await page.evaluate(([selector, to]) => window.probe.jump(selector, to), [TEXT, share] as const));
    await visit.settle();
  }
  const jumpMs = jumps.toSorted((one, other) => one - other)[Math.floor(jumps.length / 2)] ?? Number.NaN;
  return { gesture, sweep, jumpMs, memory: await visit.memory() };
}
