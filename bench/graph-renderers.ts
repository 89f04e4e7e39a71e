/**
 * Compares sigma, cosmos.gl and the picture of the explorer (sigma with own lines and names) in a headless Chromium without a GPU:
 * time to the first picture, frames per second while a person pans and zooms and while the layout runs, memory, and the size of the code.
 * `npm ci --prefix bench/graph-renderers && node bench/graph-renderers.ts [--repetitions 3] [--pictures FOLDER]`, about six minutes.
 * Needs a Chromium, found in the same way as by the tests.
 */
import { readdirSync, readFileSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, preview } from "vite";
import { chromiumPath, NO_CHROMIUM } from "../packages/colloquy/test/report-page/chromium.ts";
import type { RendererPage } from "./graph-renderers/page.ts";
import { printTable, REPOSITORY, writeResults } from "./report.ts";

const SIZES = [150, 500, 2_000];
const MOVING_MS = 3_000;
const WARM_UP_MS = 500;
const VARIANTS = [
  { renderer: "explorer", labels: true },
  { renderer: "sigma", labels: true },
  { renderer: "cosmos", labels: false },
  { renderer: "cosmos", labels: true },
] as const;

declare global {
  interface Window {
    readonly rendererPage?: RendererPage;
  }
}

type Variant = (typeof VARIANTS)[number];

interface Measured {
  readonly firstPictureMs: number;
  readonly movingFps: number;
  readonly layoutFps: number;
  readonly memoryMb: number;
}

const { values } = parseArgs({
  options: { repetitions: { type: "string", default: "3" }, pictures: { type: "string" } },
});
const executablePath = chromiumPath();
if (executablePath === null) throw new Error(NO_CHROMIUM);

const folder = mkdtempSync(path.join(os.tmpdir(), "graph-renderers-"));
const sizes: Record<string, number> = {};
for (const renderer of ["explorer", "sigma", "cosmos"]) sizes[renderer] = await bundle(renderer);

const results: object[] = [];
for (const nodes of SIZES)
  for (const variant of VARIANTS) {
    const all: Measured[] = [];
    for (let n = 0; n < Number(values.repetitions); n++) all.push(await measure(variant, nodes));
    const median = (key: keyof Measured): number => middle(all.map((each) => each[key]));
    results.push({
      ...variant,
      nodes,
      edges: nodes * 3,
      firstPictureMs: Math.round(median("firstPictureMs")),
      movingFps: Math.round(median("movingFps")),
      layoutFps: Math.round(median("layoutFps")),
      memoryMb: Math.round(median("memoryMb")),
      gzippedKb: Math.round((sizes[variant.renderer] ?? 0) / 1_000),
    });
    console.error(JSON.stringify(results.at(-1)));
  }
rmSync(folder, { recursive: true });

const [head = {}] = results;
printTable({ header: Object.keys(head), rows: results.map((row) => Object.values(row).map(String)) });
writeResults("graph-renderers", { loadAverage: os.loadavg()[0], results });

/** Builds the page of a renderer. @returns the gzipped bytes of all its code */
async function bundle(renderer: string): Promise<number> {
  const root = path.join(REPOSITORY, "bench", "graph-renderers");
  const outDir = path.join(folder, renderer);
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    worker: { format: "es" },
    // Its file for bundlers; the one that its package names exports nothing.
    resolve: { alias: { "gl-bench": path.join(root, "node_modules/gl-bench/dist/gl-bench.module.js") } },
    build: {
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 2_000,
      modulePreload: { polyfill: false },
      rollupOptions: { input: path.join(root, `${renderer}.html`) },
    },
  });
  const assets = path.join(outDir, "assets");
  return readdirSync(assets)
    .filter((file) => file.endsWith(".js"))
    .reduce((sum, file) => sum + gzipSync(readFileSync(path.join(assets, file))).length, 0);
}

/** One measurement in a browser of its own. */
async function measure({ renderer, labels }: Variant, nodes: number): Promise<Measured> {
  const server = await preview({
    root: folder,
    configFile: false,
    logLevel: "warn",
    preview: { port: 0 },
    build: { outDir: path.join(folder, renderer) },
  });
  const url = server.resolvedUrls?.local[0];
  const browser = await chromium.launch({ executablePath: executablePath ?? "" });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => console.error(renderer, error.message));
    await page.goto(`${url}${renderer}.html`);
    await page.waitForFunction(() => window.rendererPage !== undefined);
    const firstPictureMs = await page.evaluate(
      ([count, withLabels]) => window.rendererPage?.draw(count, withLabels) ?? Number.NaN,
      [nodes, labels] as const,
    );
    await page.waitForTimeout(WARM_UP_MS);
    if (values.pictures !== undefined)
      await page.screenshot({ path: path.join(values.pictures, `${renderer}-${nodes}-${labels}.png`) });
    const { software } = await page.evaluate(() => window.rendererPage?.describe() ?? { software: "" });
    if (!software.includes("SwiftShader")) throw new Error(`Expected WebGL in software, got ${software}`);
    const movingFps = await whileMoving(page);
    const memoryMb = await memory(browser);
    await page.evaluate(() => window.rendererPage?.startLayout());
    await page.waitForTimeout(WARM_UP_MS);
    const layoutFps = await frames(page);
    return { firstPictureMs, movingFps, layoutFps, memoryMb };
  } finally {
    await browser.close();
    await server.close();
  }
}

function frames(page: Page): Promise<number> {
  return page.evaluate((ms) => window.rendererPage?.frames(ms) ?? Number.NaN, MOVING_MS);
}

/** Frames per second while the mouse drags the picture in circles, and turns its wheel at times. */
async function whileMoving(page: Page): Promise<number> {
  await page.mouse.move(640, 400);
  await page.mouse.down();
  const stop = new AbortController();
  const move = async (): Promise<void> => {
    for (let step = 0; !stop.signal.aborted; step++) {
      await page.mouse.move(640 + 200 * Math.sin(step / 20), 400 + 150 * Math.cos(step / 20));
      if (step % 15 === 0) await page.mouse.wheel(0, step % 30 === 0 ? -120 : 120);
    }
  };
  const moving = move();
  try {
    return await frames(page);
  } finally {
    stop.abort();
    await moving;
    await page.mouse.up();
  }
}

/** Megabytes of the page's process and of the process that draws; shared pages are divided among those that share them. */
async function memory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo
    .filter(({ type }) => type === "renderer" || type === "GPU")
    .reduce(
      (sum, { id }) =>
        sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1]) / 1_000,
      0,
    );
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
