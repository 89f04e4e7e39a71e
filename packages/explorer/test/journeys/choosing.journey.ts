import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";

const GARDEN = `Ada Okafor: Compost improves soil. Compost reduces waste.
Bert Nilsson: Slugs damage lettuce, and compost does not cause slugs.
`;

/** Labels that are other people in each meeting. */
const MEETINGS = {
  "Bmr001.txt": "Professor D: Headsets reduce noise.\nGrad G: Overlap causes errors.\n",
  "Bmr002.txt": "Professor D: Transcription requires headsets.\nGrad H: Echo causes errors.\n",
};

describeJourneys(
  "choosing",
  {
    choosing: true,
    async prepare(sample) {
      await sample.ingest(sample.write("garden", { "2026-05-01 garden.txt": GARDEN }), "garden");
      await sample.ingest(sample.write("meetings", MEETINGS), "meetings");
    },
  },
  (stage) => {
    it.each(MEANS)("a workspace of the list, and then another, by %s", async (means) => {
      await using visit = await stage().visit({ means });
      const { page } = visit;
      await page.getByRole("heading", { name: "Choose a workspace", level: 1 }).waitFor();
      await page.getByText("9 transcripts").waitFor();
      await expectClean(visit);
      await visit.press(page.getByRole("link", { name: "garden" }));
      await page.getByRole("heading", { name: "garden", level: 1 }).waitFor();
      await page.getByText("Compost improves soil.").first().waitFor();
      await expectClean(visit);

      await visit.press(page.getByRole("navigation").getByRole("link", { name: "garden" }));
      await visit.press(page.getByRole("link", { name: "sample" }));
      await visit.press(page.getByRole("navigation").getByRole("link", { name: "People" }));
      await page.getByRole("link", { name: "Rosa Lindqvist" }).waitFor();
      expect(await page.getByText("Ada Okafor").count()).toBe(0);
    });

    it("tells people of one name apart by where they speak", async () => {
      await using visit = await stage().visit();
      const { page } = visit;
      for (const path of ["/people", "", "/compare"]) {
        await visit.open(`/w/meetings${path}`);
        const namesakes = page.getByRole("main").getByRole("listitem").filter({ hasText: "Professor D" });
        await namesakes.filter({ hasText: "Bmr001" }).first().waitFor();
        await namesakes.filter({ hasText: "Bmr002" }).first().waitFor();
        await expectClean(visit);
      }
      await visit.open("/w/meetings/people");
      const other = page.getByRole("main").getByRole("listitem").filter({ hasText: "Grad H" });
      await other.waitFor();
      expect(await other.innerText()).not.toContain("Bmr");
    });

    it("leads back and forward through the views", async () => {
      await using visit = await stage().visit();
      const { page } = visit;
      const titles = ["Choose a workspace", "garden", "People"];
      await page.getByRole("link", { name: "garden" }).click();
      await title(page, "garden").waitFor();
      await page.getByRole("navigation").getByRole("link", { name: "People" }).click();
      await title(page, "People").waitFor();
      for (const each of titles.slice(0, -1).toReversed()) {
        await page.goBack();
        await title(page, each).waitFor();
      }
      for (const each of titles.slice(1)) {
        await page.goForward();
        await title(page, each).waitFor();
      }
      await expectClean(visit);
    });

    it.each(MEANS)("a view, whose title then has the focus, by %s", async (means) => {
      await using visit = await stage().visitView("", { means });
      const { page } = visit;
      const focused = (): Promise<string> =>
        page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`);
      await title(page, "sample").waitFor();
      expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
      await visit.press(page.getByRole("navigation").getByRole("link", { name: "People" }));
      await expect.poll(focused).toBe("H1 People");
      // The title comes with the answer of the server, and after code that is loaded.
      await visit.press(page.getByRole("main").getByRole("link", { name: "Rosa Lindqvist" }));
      await expect.poll(focused).toBe("H1 Rosa Lindqvist");
      await visit.press(page.getByRole("navigation").getByRole("link", { name: "Transcripts" }));
      await visit.press(page.getByRole("main").getByRole("link", { name: "01 sleep debt" }));
      await expect.poll(focused).toBe("H1 01 sleep debt");
      await page.keyboard.press("Tab");
      expect(await focused()).not.toBe("H1 01 sleep debt");
      await expectClean(visit);
    });

    it.each(MEANS)("colours, which are kept, by %s", async (means) => {
      await using visit = await stage().visitView("", { means, colorScheme: "light" });
      const { page } = visit;
      const background = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await background();
      await chooseColours(page, "As the system", "Dark", means);
      await expect.poll(background).not.toBe(light);
      const dark = await background();
      await expectClean(visit);
      await page.reload();
      await page.getByRole("button", { name: "Colours: Dark" }).waitFor();
      expect(await background()).toBe(dark);

      await page.emulateMedia({ colorScheme: "dark" });
      await chooseColours(page, "Dark", "Light", means);
      await expect.poll(background).toBe(light);
      await chooseColours(page, "Light", "As the system", means);
      await expect.poll(background).toBe(dark);
      await page.emulateMedia({ colorScheme: "light" });
      await expect.poll(background).toBe(light);
    });

    it.each([
      ["/w/nowhere", "There is no such page"],
      ["/nowhere", "There is no such page"],
      ["/w/sample/nowhere", "There is no such page"],
      ["/w/sample/transcripts/nowhere.txt", /nowhere\.txt/],
      ["/w/sample/entities/nowhere?name=nothing", /nothing/],
      ["/w/sample/runs/nowhere", /nowhere/],
    ] as const)("an address without a page, %s, is a sentence", async (path, sentence) => {
      await using visit = await stage().visit();
      const { page } = visit;
      await visit.open(path);
      await page.getByText(sentence).first().waitFor();
      expect(await visit.violations()).toEqual([]);
    });
  },
);

const title = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 });

async function chooseColours(page: Page, from: string, to: string, means: string): Promise<void> {
  const button = page.getByRole("button", { name: `Colours: ${from}` });
  const item = page.getByRole("menuitemradio", { name: to });
  if (means === "mouse") {
    await button.click();
    await item.click();
  } else {
    await button.focus();
    await page.keyboard.press("Enter");
    await item.waitFor();
    // The first letter leads to an item.
    await page.keyboard.press(to.charAt(0));
    await page.keyboard.press("Enter");
  }
  await page.getByRole("button", { name: `Colours: ${to}` }).waitFor();
}
