import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";

const MOVING_MS = 3_000;

/** Frames per second while a mouse drags the picture in circles, and while its wheel turns. */
export async function whileMoving(page: Page): Promise<{ readonly pan: number; readonly zoom: number }> {
  const box = await page.locator("canvas.sigma-names").boundingBox();
  if (box === null) throw new Error("The page shows no picture.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // A corner without nodes.
  await page.mouse.move(box.x + box.width - 20, box.y + 20);
  await page.mouse.down();
  const pan = await framesDuring(page, (step) =>
    page.mouse.move(x + 150 * Math.sin(step / 20), y + 100 * Math.cos(step / 20)),
  );
  await page.mouse.up();
  const zoom = await framesDuring(page, async (step) => {
    await page.mouse.wheel(0, Math.floor(step / 8) % 2 === 0 ? 60 : -60);
    await page.waitForTimeout(16);
  });
  return { pan, zoom };
}

async function framesDuring(page: Page, act: (step: number) => Promise<void>): Promise<number> {
  const stop = new AbortController();
  const acting = (async (): Promise<void> => {
    for (let step = 0; !stop.signal.aborted; step++) await act(step);
  })();
  try {
    return await page.evaluate(
      (ms) =>
        new Promise<number>((resolve) => {
          const begun = performance.now();
          let frames = 0;
          const count = (now: number): void => {
            if (now - begun >= ms) resolve((frames * 1_000) / (now - begun));
            else requestAnimationFrame(count);
            frames++;
          };
          requestAnimationFrame(count);
        }),
      MOVING_MS,
    );
  } finally {
    stop.abort();
    await acting;
  }
}

/** Megabytes of the page's process and of the process that draws; shared pages are divided among those that share them. */
export async function memoryOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const bytes = processInfo
    .filter(({ type }) => type === "renderer" || type === "GPU")
    .map(({ id }) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1]) * 1_024);
  return Math.round(bytes.reduce((sum, each) => sum + each, 0) / 2 ** 20);
}

/** The number that a part of the others does not exceed. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
