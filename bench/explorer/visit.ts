import { setTimeout } from "node:timers/promises";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page, type Request } from "playwright-core";
import { installProbe } from "./probe.ts";
import { residentMegabytes, type Serving } from "./serving.ts";

const QUIET_MS = 500;

export interface Memory {
  /** JavaScript objects after garbage collection, in units of 10^6 bytes. */
  readonly heap: number;
  /** The processes of the page and of the graphics, in units of 10^6 bytes. */
  readonly processes: number;
}

/** A browser that nobody used before, with a session of the server. */
export class Visit implements AsyncDisposable {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #origin: string;
  readonly #context: BrowserContext;
  #content: string | null = null;
  /** Requests without an answer. */
  readonly #open = new Set<Request>();
  /** When a request began or ended last. */
  #changedAt = 0;

  private constructor(browser: Browser, context: BrowserContext, page: Page, origin: string) {
    [this.#browser, this.#context, this.page, this.#origin] = [browser, context, page, origin];
    page.on("request", (request) => {
      // A stream of events has no end.
      if (request.resourceType() !== "eventsource") this.#note(() => this.#open.add(request));
    });
    const forget = (request: Request): void => this.#note(() => this.#open.delete(request));
    page.on("requestfinished", forget);
    page.on("requestfailed", forget);
  }

  static async begin(serving: Serving, executablePath: string): Promise<Visit> {
    const browser = await chromium.launch({ executablePath });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.request.get(serving.link, { maxRedirects: 0 });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => console.error(error.message));
    return new Visit(browser, context, page, serving.origin);
  }

  /** Opens an address. @returns the milliseconds until its first content */
  async open(address: string, content: string): Promise<number> {
    if (this.#content !== content) await this.page.addInitScript(installProbe, content);
    this.#content = content;
    await this.page.goto(`${this.#origin}${address}`, { waitUntil: "commit" });
    return this.page.evaluate(() => window.probe.content);
  }

  /** Ends when the page has not waited for the server during half a second. */
  async settle(): Promise<void> {
    const isQuiet = (): boolean => this.#open.size === 0 && performance.now() - this.#changedAt > QUIET_MS;
    this.#changedAt = performance.now();
    while (!isQuiet()) await setTimeout(QUIET_MS / 10);
  }

  async memory(): Promise<Memory> {
    const session = await this.session();
    await session.send("HeapProfiler.collectGarbage");
    await session.send("Performance.enable");
    const { metrics } = await session.send("Performance.getMetrics");
    const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
    const { processInfo } = await (await this.#browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
    const processes = processInfo.filter(({ type }) => type === "renderer" || type === "GPU");
    return { heap: heap / 1e6, processes: processes.reduce((sum, { id }) => sum + residentMegabytes(id), 0) };
  }

  #note(change: () => void): void {
    change();
    this.#changedAt = performance.now();
  }

  session(): Promise<CDPSession> {
    return this.#context.newCDPSession(this.page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Frames during an action. At 60 frames a second each takes 16.7 ms. */
export interface Frames {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** The share of the frames that a screen would have shown and that were not drawn. */
  readonly dropped: number;
}

const FRAME_MS = 1_000 / 60;

/** Measures the frames during an action. */
export async function framesDuring(page: Page, action: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => window.probe.startFrames());
  await action();
  const durations = await page.evaluate(() => window.probe.stopFrames());
  const sorted = durations.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  const total = sorted.reduce((sum, each) => sum + each, 0);
  const missed = sorted.reduce((sum, each) => sum + Math.max(0, Math.round(each / FRAME_MS) - 1), 0);
  return {
    perSecond: (sorted.length * 1_000) / total,
    p50: at(0.5),
    p95: at(0.95),
    max: at(1),
    dropped: missed / (missed + sorted.length),
  };
}
