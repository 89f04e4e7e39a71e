import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportRows } from "../../src/export/index.ts";
import { chromiumPath, NO_CHROMIUM } from "../report-page/chromium.ts";
import { exportFixture } from "./export-fixture.ts";

const executablePath = chromiumPath();

describe.skipIf(executablePath === null)(
  `the picture in Chromium${executablePath === null ? ` (${NO_CHROMIUM})` : ""}`,
  () => {
    let browser: Browser;
    let folder: string;
    let html = "";
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "colloquy-picture-"));
      browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
      await using fixture = await exportFixture();
      for await (const piece of exportRows({ ...fixture, format: "html" })) html += piece;
    });
    afterAll(async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function opened(text: string): Promise<{ page: Page; messages: string[] } & AsyncDisposable> {
      const file = join(folder, "picture.html");
      writeFileSync(file, text);
      const page = await browser.newPage();
      const messages: string[] = [];
      page.on("console", (message) => messages.push(message.text()));
      page.on("pageerror", (error) => messages.push(error.message));
      page.on("dialog", (dialog) => messages.push(dialog.message()));
      await page.goto(pathToFileURL(file).href);
      return { page, messages, [Symbol.asyncDispose]: () => page.close() };
    }

    it("works under its own content security policy, with the colours of its types", async () => {
      await using opening = await opened(html);
      const { page, messages } = opening;
      const name = await page.locator(".list b").first().textContent();
      await page.locator(".list button").first().click();
      expect(await page.locator("#panel h2").textContent()).toBe(name);
      const colours = await page
        .locator("#legend i, #panel .type")
        .evaluateAll((swatches) => swatches.map((swatch) => getComputedStyle(swatch).backgroundColor));
      expect(colours.length).toBeGreaterThan(2);
      expect(colours).not.toContain("rgba(0, 0, 0, 0)");
      expect(new Set(colours).size).toBeGreaterThan(1);
      expect(messages).toEqual([]);
    });

    it("runs no foreign script and uses no foreign style", async () => {
      const injected = `<p id="own" style="color:red" onclick="document.title='acted'">x</p><script>document.title = "acted"</script><style>#own{width:7px}</style>`;
      await using opening = await opened(html.replace("<main>", `${injected}<main>`));
      const { page, messages } = opening;
      await page.locator("#own").dispatchEvent("click");
      expect(await page.title()).not.toBe("acted");
      expect(await page.locator("#own").evaluate((element) => getComputedStyle(element).color)).not.toBe(
        "rgb(255, 0, 0)",
      );
      expect(messages.join("\n")).toMatch(/Content Security Policy/);
    });
  },
);
