import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderReportPage } from "../../src/metrics/page/page.ts";
import type { RunReports } from "../../src/metrics/reports/index.ts";
import { chromiumPath, NO_CHROMIUM } from "./chromium.ts";
import { emptyRun, hugeRun, paidRun, ruleRun, unhurriedRun, unknownRun, unreportedRun } from "./fixture.ts";
import { faint, misplaced, shownFigures, unfoldAll } from "./look.ts";
import { disagreeing } from "./shown-figures.ts";

const RUNS: readonly (readonly [name: string, reports: RunReports])[] = [
  ["a paid run", paidRun()],
  ["a run whose calls hardly waited", unhurriedRun()],
  ["a run by rules", ruleRun()],
  ["a run that failed before it began", emptyRun()],
  ["a run of unknown prices", unknownRun()],
  ["a run without reported usage", unreportedRun()],
  ["a run of nine hours with hostile texts", hugeRun()],
];

const SCREENS = ([1280, 400] as const).flatMap((width) =>
  (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
);
/** Both widths and both colour schemes, each once. */
const FEW_SCREENS = SCREENS.filter(({ width, colorScheme }) => (width === 1280) === (colorScheme === "light"));
/** The runs whose pages have every section, and the longest texts. */
const FULL_RUNS = ["a paid run", "a run of nine hours with hostile texts"];

const executablePath = chromiumPath();

describe.skipIf(executablePath === null)(
  `the report page in Chromium${executablePath === null ? ` (${NO_CHROMIUM})` : ""}`,
  () => {
    let browser: Browser;
    let folder: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "colloquy-page-"));
      browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function opened(
      reports: RunReports,
      { width, colorScheme }: (typeof SCREENS)[number] = { width: 1280, colorScheme: "light" },
    ): Promise<OpenedPage> {
      const file = join(folder, "report.html");
      writeFileSync(file, renderReportPage(reports));
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const messages: string[] = [];
      page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => messages.push(`error: ${error.message}`));
      page.on("dialog", (dialog) => messages.push(`dialog: ${dialog.message()}`));
      const url = pathToFileURL(file).href;
      page.on("request", (request) => {
        if (request.url() !== url) messages.push(`request: ${request.url()}`);
      });
      await page.goto(url);
      return { page, messages, [Symbol.asyncDispose]: () => page.close() };
    }

    describe.for(RUNS)("of %s", ([name, reports]) => {
      it("opens without errors and makes no other request", async () => {
        await using opening = await opened(reports);
        expect(opening.messages).toEqual([]);
        expect(await opening.page.title()).toContain(reports.performance.runId);
      });

      it("holds the reports, and every figure agrees with them", async () => {
        await using opening = await opened(reports);
        const held: unknown = JSON.parse((await opening.page.locator("#report").textContent()) ?? "");
        expect(held).toEqual(JSON.parse(JSON.stringify(reports)));
        const figures = await opening.page.evaluate(shownFigures);
        expect(disagreeing(held, figures)).toEqual([]);
        expect(new Set(figures.map(({ path }) => path))).toContain("cost.costUsd");
      });

      it.for(FULL_RUNS.includes(name) ? SCREENS : FEW_SCREENS)(
        "fits $width pixels, $colorScheme, and is readable",
        async (screen) => {
          await using opening = await opened(reports, screen);
          expect(await opening.page.evaluate(misplaced)).toEqual([]);
          await opening.page.evaluate(unfoldAll);
          expect(await opening.page.evaluate(misplaced)).toEqual([]);
          expect(await opening.page.evaluate(faint)).toEqual([]);
        },
      );
    });

    it("shows every figure of the stages' timelines, models, stages and histograms", async () => {
      await using opening = await opened(paidRun());
      const paths = new Set((await opening.page.evaluate(shownFigures)).map(({ path }) => path));
      const { cost, performance } = paidRun();
      const [extraction] = performance.modelStages;
      for (const [index] of (extraction?.timeline ?? []).entries())
        expect(paths).toContain(`performance.modelStages.0.timeline.${index}.chunksPerSecond`);
      for (const [index] of (extraction?.latencyMs?.histogram ?? []).entries())
        expect(paths).toContain(`performance.modelStages.0.latencyMs.histogram.${index}.count`);
      for (const [index] of cost.models.entries()) expect(paths).toContain(`cost.models.${index}.outputTokens`);
      for (const [index] of performance.stages.entries())
        expect(paths).toContain(`performance.stages.${index}.seconds`);
    });

    it("gives every chart a title, a description and a visible drawing", async () => {
      await using opening = await opened(paidRun());
      const charts = opening.page.locator("figure svg[role=img]");
      expect(await charts.count()).toBeGreaterThan(15);
      for (const chart of await charts.all()) {
        expect(await chart.locator("> title").textContent()).not.toBe("");
        expect(await chart.locator("> desc").textContent()).not.toBe("");
        const box = await chart.boundingBox();
        expect(box?.width).toBeGreaterThan(200);
      }
      const captions = opening.page.locator("table > caption");
      expect(await captions.count()).toBe(await opening.page.locator("table").count());
      expect(await repeatedIds(opening.page)).toEqual([]);
    });

    it("cuts off a high bound, and names its height", async () => {
      await using opening = await opened(unhurriedRun());
      const chart = opening.page.locator("#extract-in-flight");
      expect(await chart.locator(".legend").textContent()).toContain(
        "concurrency limit (up to 1,000, partly above the chart)",
      );
      const path = (await chart.locator("path.bound").getAttribute("d")) ?? "";
      expect(Number(/^M[\d.]+,(-?[\d.]+)/.exec(path)?.[1])).toBeLessThan(0);
    });

    it("shows failed calls, their usage and their reasons, also when no attempt failed", async () => {
      const run = paidRun();
      const [extraction] = run.performance.modelStages;
      if (extraction === undefined) throw new Error("The run has no stage.");
      const stage = { ...extraction, failures: {}, rateLimited: 0, retries: 0 };
      await using opening = await opened({ ...run, performance: { ...run.performance, modelStages: [stage] } });
      const part = opening.page.locator("section[aria-labelledby=failures]");
      expect(await part.textContent()).toContain("Every attempt had a reply, and there was no retry.");
      expect(await part.textContent()).toContain("The model refused to answer");
      const paths = (await opening.page.evaluate(shownFigures)).map(({ path }) => path);
      for (const key of ["calls", "replies", "inputTokens", "outputTokens", "costUsd", "reasons.2.calls"])
        expect(paths).toContain(`performance.modelStages.0.failedCalls.${key}`);
      expect(await opening.page.locator("dl.tiles").textContent()).toContain("31 failed");
    });

    it("shows commands of the advice as code", async () => {
      await using opening = await opened(unhurriedRun());
      expect(await opening.page.locator("ol.advice code").textContent()).toBe("colloquy retry-failed");
      expect(await opening.page.locator("ol.advice").textContent()).not.toContain("`");
    });

    it("shows hostile text as text", async () => {
      await using opening = await opened(hugeRun());
      expect(await opening.page.locator("img").count()).toBe(0);
      expect(await opening.page.locator("script").count()).toBe(1);
      expect(await opening.page.locator("ol.advice li").textContent()).toBe(
        `</script><img src=x onerror="alert(1)"><!-- & 'quoted' reversed`,
      );
    });

    it("never shows 0 for an unknown price", async () => {
      await using opening = await opened(unknownRun());
      expect(await opening.page.locator("[data-figure='cost.costUsd']").textContent()).toBe("unknown");
      expect(await opening.page.getByText("usage was not reported for 4 attempts").isVisible()).toBe(true);
      expect(await opening.page.getByText("No price is known").isVisible()).toBe(true);
    });

    it("shows why a run failed, and names missing sections of a run without work", async () => {
      await using opening = await opened(emptyRun());
      expect(await opening.page.getByText("NEO4J_URI is set but").isVisible()).toBe(true);
      expect(await opening.page.getByText("No model was called").isVisible()).toBe(true);
      expect(await opening.page.locator("figure").count()).toBe(0);
    });

    it("prints on pages", async () => {
      await using opening = await opened(paidRun(), { width: 1280, colorScheme: "dark" });
      await opening.page.emulateMedia({ media: "print" });
      expect(await opening.page.evaluate(faint)).toEqual([]);
      expect((await opening.page.pdf({ format: "A4" })).byteLength).toBeGreaterThan(10_000);
    });
  },
);

interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** Messages and requests of the browser. */
  readonly messages: readonly string[];
}

function repeatedIds(page: Page): Promise<readonly string[]> {
  return page.locator("[id]").evaluateAll((elements) => {
    const ids = elements.map((element) => element.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
}
