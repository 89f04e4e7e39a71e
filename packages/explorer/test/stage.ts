import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { chromiumPath, NO_CHROMIUM } from "../../colloquy/test/report-page/chromium.ts";
import { Sample } from "./sample.ts";
import { Serving } from "./serve.ts";
import { type Means, Visit, type VisitOptions } from "./visit.ts";

const PAGE = new URL("../../colloquy/explorer/index.html", import.meta.url);

/** What journeys take place on: a folder with workspaces, a server and a browser. */
export interface Stage {
  readonly sample: Sample;
  readonly serving: Serving;
  /** Begins a visit at the overview of the workspace `sample`. */
  visit(options?: Omit<VisitOptions, "url">): Promise<Visit>;
  /** As `visit`, at a view of the workspace: a path such as `/people`. */
  visitView(path: string, options?: Omit<VisitOptions, "url">): Promise<Visit>;
}

export interface StageOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of `colloquy serve`, for a folder. */
  readonly args?: (sample: Sample) => readonly string[];
  /** Prepares the folder before the server starts. */
  readonly prepare?: (sample: Sample) => Promise<void>;
}

/** Runs journeys with one server and one browser, which are started once. */
export function describeJourneys(name: string, options: StageOptions, journeys: (stage: () => Stage) => void): void {
  const executablePath = chromiumPath();
  const missing = executablePath === null ? NO_CHROMIUM : existsSync(PAGE) ? null : "the explorer is not built";
  describe.skipIf(missing !== null)(missing === null ? name : `${name} (${missing})`, () => {
    let stage: Stage;
    let browser: Browser;
    beforeAll(async () => {
      const { environment = {}, args = () => [], prepare } = options;
      const sample = await Sample.ingested(environment);
      await prepare?.(sample);
      const serving = await Serving.start({ cwd: sample.folder, args: args(sample), environment });
      browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
      const visit: Stage["visit"] = (more = {}) => Visit.begin(browser, { url: serving.url, ...more });
      stage = {
        sample,
        serving,
        visit,
        async visitView(path, more) {
          const visitor = await visit(more);
          await visitor.open(`/w/sample${path}`);
          return visitor;
        },
      };
    });
    afterAll(async () => {
      await browser?.close();
      await stage?.serving[Symbol.asyncDispose]();
      stage?.sample[Symbol.dispose]();
    });
    journeys(() => stage);
  });
}

/** With the mouse, and with the keyboard alone. */
export const MEANS: readonly Means[] = ["mouse", "keyboard"];

/** Expects that nothing went wrong during a visit, and that the page is accessible as far as axe can tell. */
export async function expectClean(visit: Visit): Promise<void> {
  expect(await visit.violations()).toEqual([]);
  expect(visit.complaints).toEqual([]);
  expect(visit.foreign).toEqual([]);
}
