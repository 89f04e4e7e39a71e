/**
 * Makes the pictures of a report for the documentation, from a run on the meetings of QMSum with two
 * simulated models, a storm of refusals and an outage: `node bench/report-picture.ts`, about five minutes. For an existing
 * page: `node bench/report-picture.ts metrics/meetings/report_....html`. Needs a Chromium, found in the same way as
 * by the tests.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";
import { ingest } from "../packages/colloquy/src/index.ts";
import { chromiumPath, NO_CHROMIUM } from "../packages/colloquy/test/report-page/chromium.ts";
import { REPOSITORY, SHARED } from "./report.ts";
import { startProvider } from "./throughput/provider-process.ts";

const WIDTH = 1280;
/** Margin around the picture; less than the distance of two cards below. */
const MARGIN = { above: 28, below: 14 };

/** Runs once, and returns the page of its report. */
async function makeReport(folder: string): Promise<string> {
  await using provider = await startProvider({
    tpm: 300_000,
    faults: "usual",
    phases: [
      { kind: "storm", fromSeconds: 60, toSeconds: 80 },
      { kind: "outage", fromSeconds: 130, toSeconds: 145, shape: "refused" },
    ],
    triggers: [{ contains: "remote control that", fault: "refusal" }],
  });
  let pages: readonly string[] = [];
  await ingest({
    transcriptsDir: path.join(SHARED, "data", "qmsum"),
    include: ["*.txt"],
    workspace: "meetings",
    dataDir: path.join(folder, "data"),
    outputDir: path.join(folder, "metrics"),
    model: "openai:gpt-4o-mini",
    embeddingModel: "openai:text-embedding-3-small",
    baseUrl: provider.baseUrl,
    environment: {},
    maxCostUsd: 5,
    onEvent: (event) => {
      if (event.event === "reports.written") pages = event.files.filter((file) => file.endsWith(".html"));
    },
  });
  const [page] = pages;
  if (page === undefined) throw new Error("The run wrote no page.");
  return page;
}

/** From the top of one element to the bottom of another. */
async function takePicture(page: Page, from: string, to: string, name: string): Promise<void> {
  const [first, last] = await Promise.all([from, to].map((element) => page.locator(element).first().boundingBox()));
  if (first == null || last == null) throw new Error(`The page lacks ${from} or ${to}.`);
  const top = first.y - MARGIN.above;
  const clip = { x: 0, y: top, width: WIDTH, height: last.y + last.height + MARGIN.below - top };
  const file = path.join(REPOSITORY, "docs", "images", name);
  await page.screenshot({ path: file, fullPage: true, clip });
  console.log(file);
}

/** A part of the page, by the id of its heading. */
function section(heading: string): string {
  return `section[aria-labelledby=${heading}]`;
}

const executablePath = chromiumPath();
if (executablePath === null) throw new Error(NO_CHROMIUM);
const folder = mkdtempSync(path.join(tmpdir(), "colloquy-picture-"));
try {
  const report = process.argv[2] ?? (await makeReport(folder));
  await using browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: "light" });
  await page.goto(pathToFileURL(path.resolve(report)).href);
  await takePicture(page, "header", section("bottlenecks"), "report.png");
  await takePicture(page, section("timeline"), `${section("timeline")} .card`, "report-timeline.png");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
