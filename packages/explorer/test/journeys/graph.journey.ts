import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";

describeJourneys("the graph", {}, (stage) => {
  it.each(MEANS)("from an idea to its neighbours, to a relation and to its words, by %s", async (means) => {
    await using visit = await stage().visitView("/entities/x?name=coffee", { means });
    const { page } = visit;
    await visit.press(page.getByRole("link", { name: "In the graph" }));
    await page.getByRole("tab", { name: "List" }).waitFor();
    await page.locator("canvas").first().waitFor();
    await expectClean(visit);
    if (means === "mouse") await page.getByRole("tab", { name: "List" }).click();
    else {
      await visit.reach(page.getByRole("tab", { name: "Selection" }));
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
    }
    const panel = page.getByRole("tabpanel");
    await panel.getByText("anxiety").first().waitFor();
    await expectClean(visit);
    await page.reload();
    await page.locator("canvas").first().waitFor();
    await page.getByText("anxiety").first().waitFor();
  });

  it("shows the most telling part at every width, without a complaint", async () => {
    for (const [width, height, colorScheme] of [
      [400, 800, "light"],
      [1280, 800, "dark"],
      [2560, 1440, "light"],
    ] as const) {
      await using visit = await stage().visitView("/graph", { width, height, colorScheme });
      const { page } = visit;
      await page.locator("canvas").first().waitFor();
      await expectClean(visit);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      // Names are drawn in the whole picture, and none may be behind the legend or the tools.
      const picture = await boxOf(page.getByRole("application"));
      for (const beside of [page.getByRole("group", { name: "Legend" }), page.getByRole("button", { name: "Zoom in" })])
        expect((await boxOf(beside)).y).toBeGreaterThanOrEqual(picture.y + picture.height);
    }
  });
});

/** @throws Error if the element is not seen */
async function boxOf(element: Locator) {
  const box = await element.boundingBox();
  if (box === null) throw new Error(`${String(element)} has no place on the page`);
  return box;
}
