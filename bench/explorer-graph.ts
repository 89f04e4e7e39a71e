/**
 * The graph of the explorer over a graph store with 100,000 entities and 300,000 relations, which is made from random numbers:
 * times of the reads, time to the first picture, frames per second without a GPU, and memory. `npm run build -w @colloquy/explorer &&
 * node bench/explorer-graph.ts [--entities 100000] [--relationships 300000] [--folder DIR]`: some minutes for the store, which is
 * kept, and one for the rest. Needs a Chromium, found in the same way as by the tests.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { readEmbeddedGraph } from "../packages/colloquy/src/composition/open-stores.ts";
import { choosePart, pathBetween } from "../packages/colloquy/src/retrieval/index.ts";
import { chromiumPath, NO_CHROMIUM } from "../packages/colloquy/test/report-page/chromium.ts";
import { fillGraph, WORKSPACE } from "./explorer-graph/fill-graph.ts";
import { serveExplorer } from "./explorer-graph/serve.ts";
import { memoryOf, quantile, whileMoving } from "./explorer-graph/measure.ts";
import { printTable, writeResults } from "./report.ts";
import { randomNumbers } from "./throughput/workload.ts";

const READS = 40;
const LOADS = 5;
const EXPANSIONS = 16;
const SIZE = { width: 1280, height: 800 };

const { values } = parseArgs({
  options: {
    entities: { type: "string", default: "100000" },
    relationships: { type: "string", default: "300000" },
    folder: { type: "string" },
  },
});
const executablePath = chromiumPath();
if (executablePath === null) throw new Error(NO_CHROMIUM);
const [entities, relationships] = [Number(values.entities), Number(values.relationships)];
const folder = values.folder ?? path.join(os.tmpdir(), `colloquy-graph-${entities}-${relationships}`);
if (!existsSync(folder)) {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await fillGraph(path.join(partial, "graph.db"), { entities, relationships });
  renameSync(partial, folder);
}

const loadBefore = os.loadavg()[0] ?? 0;
await using graph = await readEmbeddedGraph(path.join(folder, "graph.db"), WORKSPACE);
const sources = { graph, search: async () => [] };
const salient = await graph.entities({ limit: 2_000 });
const random = randomNumbers(5);
const pick = (): string => salient[Math.floor(random() * salient.length)]?.id ?? "";
const known = (await choosePart(sources, { start: { telling: true }, limit: 500 })).nodes.map(({ id }) => id);

const reads = {
  "most telling part": () => choosePart(sources, { start: { telling: true } }),
  "an entity": () => choosePart(sources, { start: { entities: [pick()] } }),
  "expansion, 500 known": () => choosePart(sources, { start: { entities: [pick()] }, known, limit: 25 }),
  path: () => pathBetween(graph, [pick(), pick()], {}),
};
const times: Record<string, { readonly p50: number; readonly p95: number }> = {};
for (const [name, read] of Object.entries(reads)) {
  const measured: number[] = [];
  for (let n = 0; n < READS; n++) {
    const begun = performance.now();
    await read();
    measured.push(performance.now() - begun);
  }
  times[name] = { p50: Math.round(quantile(measured, 0.5)), p95: Math.round(quantile(measured, 0.95)) };
}

await using server = await serveExplorer(graph);
const browser = await chromium.launch({ executablePath });
const pictures: number[] = [];
for (let n = 0; n < LOADS; n++) {
  // A context of its own has nothing in its cache.
  const context = await browser.newContext({ viewport: SIZE });
  pictures.push(await firstPicture(await context.newPage(), `${server.url}/w/${WORKSPACE}/graph`));
  await context.close();
}

const page = await browser.newPage({ viewport: SIZE });
await firstPicture(page, `${server.url}/w/${WORKSPACE}/graph`);
const shown: object[] = [await describe(page)];
const expanding: number[] = [];
for (let n = 0; n < EXPANSIONS; n++) expanding.push(await expandNext(page));
shown.push(await describe(page));
await browser.close();

console.log("Milliseconds of reads:");
printTable({
  header: ["", "p50", "p95"],
  rows: Object.entries(times).map(([name, { p50, p95 }]) => [name, String(p50), String(p95)]),
});
const firstPictureMs = Math.round(quantile(pictures, 0.5));
const expandMs = Math.round(quantile(expanding, 0.5));
console.log(`\nFirst picture after ${firstPictureMs} ms, an expansion after ${expandMs} ms (medians).\n`);
printTable({ header: Object.keys(shown[0] ?? {}), rows: shown.map((each) => Object.values(each).map(String)) });
const loadAfter = os.loadavg()[0] ?? 0;
writeResults("explorer-graph", {
  entities,
  relationships,
  loadBefore,
  loadAfter,
  times,
  firstPictureMs,
  expandMs,
  shown,
});

/** Opens an address. @returns milliseconds until names of entities are drawn. */
async function firstPicture(page: Page, url: string): Promise<number> {
  const begun = performance.now();
  await page.goto(url);
  await page.waitForFunction(() => {
    const names = document.querySelector<HTMLCanvasElement>("canvas.sigma-names");
    const pixels = names === null ? undefined : names.getContext("2d")?.getImageData(0, 0, names.width, names.height);
    return pixels?.data.some((value) => value > 0);
  });
  return performance.now() - begun;
}

/** What is shown, how fluently it moves, and the memory of it. */
async function describe(page: Page) {
  const size = (await page.locator("h1 + p").textContent()) ?? "";
  const [nodes = "", edges = ""] = [...size.matchAll(/([\d,]+) of/g)].map(([, count]) => count);
  const { pan, zoom } = await whileMoving(page);
  return { nodes, edges, panFps: Math.round(pan), zoomFps: Math.round(zoom), memoryMb: await memoryOf(browser) };
}

/** Expands the first entity of the list that has relations which are not shown. @returns milliseconds until they are there */
async function expandNext(page: Page): Promise<number> {
  await page.getByRole("tab", { name: "List" }).click();
  const size = page.locator("h1 + p");
  const before = await size.textContent();
  for (const menu of await page.getByRole("button", { name: /^Actions for/ }).all()) {
    await menu.click();
    await page.getByRole("menuitem", { name: "Remove" }).waitFor();
    const expand = page.getByRole("menuitem", { name: /^Expand/ });
    if ((await expand.count()) > 0) {
      const begun = performance.now();
      await expand.click();
      await page.waitForFunction((text) => document.querySelector("h1 + p")?.textContent !== text, before);
      return performance.now() - begun;
    }
    await page.keyboard.press("Escape");
  }
  throw new Error("No entity of the list can be expanded.");
}
