/**
 * Makes the pictures of the explorer for the documentation, from the sample: `node bench/explorer-pictures.ts`, less than a minute.
 * Needs a Chromium, found in the same way as by the tests, and the built package (`npm run build`).
 */
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { chromiumPath, NO_CHROMIUM } from "../packages/colloquy/test/report-page/chromium.ts";
import { EXAMPLES, Sample } from "../packages/explorer/test/sample.ts";
import { Serving } from "../packages/explorer/test/serve.ts";
import { REPOSITORY } from "./report.ts";

const WINDOW = { width: 1280, height: 800 };

/** Views, with what is there when they are complete. */
const VIEWS: readonly {
  readonly name: string;
  readonly path: string;
  readonly ready: (page: Page) => Promise<unknown>;
}[] = [
  { name: "overview", path: "", ready: (page) => page.getByText("late caffeine").first().waitFor() },
  {
    name: "transcript",
    path: "/transcripts/slow-mornings/01-sleep-debt.vtt?find=late+caffeine",
    ready: (page) => page.locator("mark").first().waitFor(),
  },
  {
    name: "entity",
    path: "/entities/x?name=sleep+debt",
    ready: (page) => page.getByRole("heading", { name: "sleep debt", level: 1 }).waitFor(),
  },
  {
    name: "graph",
    path: "/graph",
    ready: async (page) => {
      await page.locator("canvas").first().waitFor();
      await page.getByRole("tab", { name: "List" }).click();
      await page.getByRole("tabpanel").getByRole("button", { name: "sleep debt", exact: true }).click();
      await page.mouse.move(0, 0);
    },
  },
];

const executablePath = chromiumPath();
if (executablePath === null) throw new Error(NO_CHROMIUM);
using sample = new Sample();
await sample.ingest(EXAMPLES);
await using serving = await Serving.start({ cwd: sample.folder });
await using browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: WINDOW, colorScheme: "light", reducedMotion: "reduce" });
const page = await context.newPage();
await page.goto(serving.url);
for (const { name, path: view, ready } of VIEWS) {
  await page.goto(new URL(`/w/sample${view}`, page.url()).href);
  await ready(page);
  await untilStill(page);
  const file = path.join(REPOSITORY, "docs", "images", `explorer-${name}.png`);
  await page.screenshot({ path: file });
  console.log(file);
}

/** Waits until two pictures, a second apart, are the same: an arrangement of the graph has ended. */
async function untilStill(of: Page): Promise<void> {
  let before: Buffer = Buffer.alloc(0);
  for (let looks = 0; looks < 30; looks++) {
    const now = await of.screenshot();
    if (now.equals(before)) return;
    before = now;
    await of.waitForTimeout(1_000);
  }
}
