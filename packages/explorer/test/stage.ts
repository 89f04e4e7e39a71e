import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { chromiumPath, NO_CHROMIUM } from "../../colloquy/test/report-page/chromium.ts";
import { Sample, type SampleOptions } from "./sample.ts";
import { Serving } from "./serve.ts";
import { type Means, Visit, type VisitOptions } from "./visit.ts";

const PAGE = new URL("../../colloquy/explorer/index.html", import.meta.url);

/** What journeys take place on: a folder with workspaces, a server and a browser. */
export interface Stage {
  readonly sample: Sample;
  readonly serving: Serving;
  /** Begins a visit at the overview of the workspace, or at another address. */
  visit(options?: Partial<VisitOptions>): Promise<Visit>;
  /** As `visit`, at a view of the workspace: a path such as `/people`. */
  visitView(path: string, options?: Partial<VisitOptions>): Promise<Visit>;
}

export interface StageOptions extends SampleOptions {
  /** Whether the server is started without a workspace that is shown at first. */
  readonly choosing?: boolean;
  /** Options of `colloquy serve`, for a folder. */
  readonly args?: (sample: Sample) => readonly string[];
  /** Fills the workspace. Default: with the examples. */
  readonly ingest?: (sample: Sample) => Promise<void>;
  /** Prepares the folder before the server starts. */
  readonly prepare?: (sample: Sample) => Promise<void>;
  /** Cleans up after the journeys. */
  readonly end?: (sample: Sample) => Promise<void>;
  /** Why the journeys cannot take place; null if they can. */
  readonly missing?: string | null;
}

/** Runs journeys with one server and one browser, which are started once. */
export function describeJourneys(name: string, options: StageOptions, journeys: (stage: () => Stage) => void): void {
  const executablePath = chromiumPath();
  const missing = options.missing ?? missingParts(executablePath);
  describe.skipIf(missing !== null)(missing === null ? name : `${name} (${missing})`, () => {
    let stage: Stage;
    let browser: Browser;
    beforeAll(async () => {
      const { environment = {}, args = () => [], prepare, ingest = (to) => to.ingestExamples() } = options;
      const sample = new Sample(options);
      await ingest(sample);
      await prepare?.(sample);
      const workspace = options.choosing === true ? null : sample.workspace;
      const serving = await Serving.start({ cwd: sample.folder, args: args(sample), environment, workspace });
      browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
      const visit: Stage["visit"] = (more = {}) => Visit.begin(browser, { url: serving.url, ...more });
      stage = {
        sample,
        serving,
        visit,
        async visitView(path, more) {
          const visitor = await visit(more);
          await visitor.open(`/w/${sample.workspace}${path}`);
          return visitor;
        },
      };
    });
    afterAll(async () => {
      await browser?.close();
      await stage?.serving[Symbol.asyncDispose]();
      await options.end?.(stage.sample);
      stage?.sample[Symbol.dispose]();
    });
    journeys(() => stage);
  });
}

function missingParts(chromium: string | null): string | null {
  if (chromium === null) return NO_CHROMIUM;
  return existsSync(PAGE) ? null : "the explorer is not built";
}

/** With the mouse, and with the keyboard alone. */
export const MEANS: readonly Means[] = ["mouse", "keyboard"];

/** Expects that nothing went wrong during a visit, and that the page is accessible as far as axe can tell. */
export async function expectClean(visit: Visit): Promise<void> {
  expect(await visit.violations()).toEqual([]);
  expect(visit.complaints).toEqual([]);
  expect(visit.foreign).toEqual([]);
}
