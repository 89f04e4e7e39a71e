import type { Page } from "playwright-core";
import type { Serving } from "./serving.ts";
import { type Frames, framesDuring, type Memory, Visit } from "./visit.ts";

const MOVING_MS = 3_000;
const MOST_TRIES = 8;
const EXPANSION_MS = 3_000;

export interface GraphFigures {
  readonly entities: number;
  /** While a person drags and zooms. */
  readonly moving: Frames;
  /** Milliseconds from the key to the first frame with the new entities; null: no entity has others. */
  readonly expandMs: number | null;
  /** Milliseconds from the key to the end of the movement. */
  readonly expandStillMs: number | null;
  readonly memory: Memory;
}

/** A picture with so many entities: the view asks for 150; a larger number is put into its request. */
export async function measureGraph(
  serving: Serving,
  { workspace, entities, browser }: { readonly workspace: string; readonly entities: number; readonly browser: string },
): Promise<GraphFigures> {
  await using visit = await Visit.begin(serving, browser);
  const { page } = visit;
  await page.route("**/graph", async (route) => {
    const body = route.request().postDataJSON() as { readonly start?: object } | null;
    if (body?.start === undefined || !("telling" in body.start)) return route.continue();
    return route.continue({ postData: JSON.stringify({ ...body, limit: entities }) });
  });
  await visit.open(`/w/${encodeURIComponent(workspace)}/graph`, "");
  await visit.settle();
  const moving = await framesDuring(page, () => move(page));
  const memory = await visit.memory();
  const expanded = await expand(visit);
  return { entities, moving, ...expanded, memory };
}

/** Drags the picture in circles, and turns the wheel at times. */
async function move(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  await page.mouse.down();
  const end = performance.now() + MOVING_MS;
  for (let step = 0; performance.now() < end; step += 1) {
    await page.mouse.move(640 + 200 * Math.sin(step / 20), 400 + 150 * Math.cos(step / 20));
    if (step % 15 === 0) await page.mouse.wheel(0, step % 30 === 0 ? -120 : 120);
  }
  await page.mouse.up();
}

/** Expands the first entity with others that are not shown, by the keyboard. */
async function expand(visit: Visit): Promise<Pick<GraphFigures, "expandMs" | "expandStillMs">> {
  const { page } = visit;
  const picture = page.getByRole("application");
  await picture.focus();
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    await picture.press("ArrowRight");
    await visit.settle();
    await page.evaluate(() => window.probe.still());
    const measured = await page.evaluate(async (longestMs) => {
      const before = window.probe.drawnMost();
      const begun = performance.now();
      const target = document.activeElement;
      target?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      const timeout = new Promise<null>((resolve) => setTimeout(() => resolve(null), longestMs));
      const drawn = await Promise.race([window.probe.drawn(before), timeout]);
      if (drawn === null) return null;
      return { expandMs: drawn - begun, expandStillMs: (await window.probe.still()) - begun };
    }, EXPANSION_MS);
    if (measured !== null) return measured;
  }
  return { expandMs: null, expandStillMs: null };
}
