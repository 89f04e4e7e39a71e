import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { expectShown, pressToWordsOfRelation, readingJourneys } from "../reading.ts";
import { NO_SERVERS, ServedWorkspace } from "../servers.ts";
import { describeJourneys, expectClean } from "../stage.ts";

const served = new ServedWorkspace();

describeJourneys(
  "reading from Neo4j and Qdrant",
  {
    missing: NO_SERVERS,
    workspace: served.name,
    environment: served.environment,
    end: () => served[Symbol.asyncDispose](),
  },
  // The pages are those of the other stores, so the keyboard was tried.
  (stage) => readingJourneys(stage, ["mouse"]),
);

const MEETINGS = join(import.meta.dirname, "../../../../../shared/data/qmsum");

describeJourneys(
  "60 meetings",
  {
    missing: existsSync(MEETINGS) ? null : "../shared/data/qmsum is absent",
    ingest: (sample) => sample.ingest(MEETINGS),
  },
  (stage) => {
    it("lead from a question to the words", async () => {
      await using visit = await stage().visitView("/ask");
      const { page } = visit;
      await visit.type(page.getByRole("textbox", { name: "Your question" }), "Who broke a remote control?");
      await page.keyboard.press("Enter");
      const source = page.getByRole("list", { name: "Sources" }).getByRole("listitem").first();
      const words = (await source.getByRole("blockquote").innerText()).trim();
      await expectClean(visit);
      await source.getByRole("link", { name: /^Source \d+$/ }).click();
      const beside = page.getByRole("complementary");
      await expectShown(beside, words.slice(-20).trim());
      await expectClean(visit);
    });

    it("lead from an idea that is mentioned hundreds of times to a relation in the graph, and to its words", async () => {
      await using visit = await stage().visitView("/entities/x?name=remote%20control");
      const { page } = visit;
      await page.getByRole("heading", { name: "remote control", level: 1 }).waitFor();
      await expectClean(visit);
      await pressToWordsOfRelation(visit, /remote control/);
      await expect.poll(() => page.locator("mark").count()).toBeGreaterThan(0);
      await expectClean(visit);
    });

    it("lead from a person to the transcript of the meeting", async () => {
      await using visit = await stage().visitView("/people");
      const { page } = visit;
      await page.getByRole("link", { name: "Grad C" }).first().waitFor();
      await expectClean(visit);
      await page.getByRole("link", { name: "Grad C" }).first().click();
      await page.getByRole("heading", { name: "Grad C", level: 1 }).waitFor();
      await expectClean(visit);
    });

    it("have an overview and a graph that fit into every window", async () => {
      for (const path of ["", "/graph", "/transcripts"])
        for (const [width, height] of [
          [400, 800],
          [2560, 1440],
        ] as const) {
          await using visit = await stage().visitView(path, { width, height });
          const { page } = visit;
          await page.getByRole("heading", { level: 1 }).first().waitFor();
          if (path === "/graph") await page.locator("canvas").first().waitFor();
          else await page.getByRole("main").getByRole("link").first().waitFor();
          await expectClean(visit);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        }
    });
  },
);
