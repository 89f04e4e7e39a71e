import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { AxeResults } from "axe-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** How a person uses the page. */
export type Means = "mouse" | "keyboard";

export interface VisitOptions {
  readonly url: string;
  readonly means?: Means;
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
}

/** The most presses of Tab until something must have the focus. */
const MOST_TABS = 400;

/** A person at a page: does things with the mouse or with the keyboard alone, and notes what must not happen. */
export class Visit implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #means: Means;
  /** Messages of the console that are errors or warnings, and failures of the page. */
  readonly complaints: string[] = [];
  /** Requests to another origin. */
  readonly foreign: string[] = [];

  private constructor(context: BrowserContext, page: Page, { url, means = "mouse" }: VisitOptions) {
    [this.#context, this.page, this.#means] = [context, page, means];
    const { origin } = new URL(url);
    page.on("console", (message) => {
      // The driver of the graphics says that a picture is read back; that is no complaint of the page.
      if (["error", "warning"].includes(message.type()) && !message.text().includes("GL Driver Message"))
        this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) this.foreign.push(request.url());
    });
  }

  /** Opens the address that the server printed. */
  static async begin(browser: Browser, options: VisitOptions): Promise<Visit> {
    const { width = 1280, height = 800, colorScheme = "light" } = options;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
    const visit = new Visit(context, await context.newPage(), options);
    await visit.page.goto(options.url);
    return visit;
  }

  /** Opens a view by its path in the workspace. */
  async open(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.page.url()).href);
  }

  /** Presses a link or a button. */
  async press(target: Locator): Promise<void> {
    if (this.#means === "mouse") return target.click();
    await this.reach(target);
    await this.page.keyboard.press("Enter");
  }

  /** Types into a field. */
  async type(target: Locator, text: string): Promise<void> {
    if (this.#means === "mouse") await target.click();
    else await this.reach(target);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(text);
  }

  /** Moves the focus to an element with Tab alone. @throws Error if that does not lead there. */
  async reach(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < MOST_TABS; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`The key Tab does not lead to ${String(target)}`);
  }

  /** Waits until an element has the focus, without a key. */
  async expectFocus(target: Locator): Promise<void> {
    await target.waitFor();
    await expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);
  }

  /** Violations of WCAG 2.2 A and AA that axe finds: rule, and the elements. What fades in is examined when it is shown. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    const results = await this.page.evaluate(async () => {
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
      const { axe } = window as unknown as { readonly axe: { run(options: object): Promise<AxeResults> } };
      return axe.run({
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      } as object);
    });
    return results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
  }
}
