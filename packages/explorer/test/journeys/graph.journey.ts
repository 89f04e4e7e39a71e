import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { GraphVisit } from "../graph.ts";
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

  it.each(MEANS)("an idea is expanded and collapsed in the picture, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means, { isPinned: true });
    const { page, ids } = graph;
    if (means === "mouse") {
      const { x, y } = await graph.placeOf("anxiety");
      await page.mouse.dblclick(x, y);
    } else {
      await graph.walkTo("anxiety");
      await page.keyboard.press("Enter");
    }
    await graph.shows(7, 8);
    expect(graph.says("open")).toContain(ids.anxiety);
    await graph.lists(
      "acknowledgement",
      "anxiety",
      "chronic sleep debt",
      "coffee",
      "insomnia",
      "night work",
      "working memory",
    );
    await graph.openTab("Selection");
    if (means === "mouse") await graph.panel.getByRole("button", { name: "Collapse" }).click();
    else {
      await graph.walkTo("anxiety");
      await page.keyboard.press("Enter");
    }
    await graph.shows(2, 2);
    expect(graph.says("open")).toBeNull();
    await page.goBack();
    await graph.shows(7, 8);
    await expectClean(graph.visit);
  });

  it.each(MEANS)("a pin is kept by back, forward, reload and a link, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means, { isPinned: means === "mouse" });
    const { page, ids } = graph;
    const before = graph.says("pin");
    const from = await graph.placeOf("anxiety");
    const to = { x: from.x - 90, y: from.y - 60 };
    if (means === "mouse") {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.mouse.up();
    } else {
      await graph.walkTo("anxiety");
      await page.keyboard.press("p");
    }
    await expect.poll(() => graph.says("pin")).not.toBe(before);
    const pin = graph.says("pin");
    expect(pin).toContain(`${ids.anxiety}@`);

    await page.goBack();
    await expect.poll(() => graph.says("pin")).toBe(before);
    if (means === "mouse") await expect.poll(() => graph.hasSomethingAt(from)).toBe(true);
    else await graph.panel.getByRole("button", { name: "Pin", exact: true }).waitFor();
    await page.goForward();
    await expect.poll(() => graph.says("pin")).toBe(pin);
    if (means === "mouse") await expect.poll(() => graph.hasSomethingAt(to)).toBe(true);
    else await graph.panel.getByRole("button", { name: "Unpin" }).waitFor();

    await page.reload();
    await graph.lists("anxiety", "coffee");
    expect(graph.says("pin")).toBe(pin);
    const row = (on: Page) =>
      on
        .getByRole("tabpanel")
        .getByRole("listitem")
        .filter({ hasText: /^anxiety/ });
    await row(page).getByText("pinned").waitFor();
    await expectClean(graph.visit);

    await using other = await stage().visit();
    await other.page.goto(page.url());
    await row(other.page).getByText("pinned").waitFor();
  });

  it.each(MEANS)("a path between two ideas, from step to step, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means);
    const { page, visit, panel, ids } = graph;
    await visit.type(panel.getByRole("combobox", { name: "Path to…" }), "working mem");
    const found = page.getByRole("option", { name: /^working memory/ });
    await found.waitFor();
    if (means === "mouse") await found.click();
    else {
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    }
    await page.getByRole("heading", { name: "From coffee to working memory", level: 1 }).waitFor();
    expect(graph.says("from")).toBe(ids.coffee);
    expect(graph.says("to")).not.toBeNull();
    const steps = panel.getByRole("region", { name: "Path" });
    const ideas = steps.getByRole("button", { name: /^(coffee|anxiety|working memory)$/ });
    expect(await ideas.allInnerTexts()).toEqual(["coffee", "anxiety", "working memory"]);
    await expectClean(visit);
    await visit.press(ideas.nth(1));
    await panel.getByRole("heading", { name: "anxiety" }).waitFor();
    await visit.press(steps.getByRole("button", { name: "End the path" }));
    await page.getByRole("heading", { name: "Around coffee", level: 1 }).waitFor();
    expect(graph.says("to")).toBeNull();
    await graph.shows(2, 2);
  });

  it.each(MEANS)("a filter leaves the relations that fit, until it is removed, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means);
    const { page, visit, panel } = graph;
    await graph.choose(page.getByRole("button", { name: "How it is said" }), /^✓?denied/);
    await graph.shows(2, 1);
    expect(graph.says("polarity")).toContain("negated");
    await graph.lists("anxiety", "coffee");
    const relations = panel.getByRole("list", { name: "Relations" }).getByRole("listitem");
    expect(await relations.allInnerTexts()).toEqual([expect.stringMatching(/coffee causes anxiety/)]);
    await expectClean(visit);
    await page.reload();
    await graph.shows(2, 1);
    await visit.press(page.getByRole("button", { name: "Remove the filter denied" }));
    await graph.shows(2, 2);
    expect(graph.says("polarity")).toBeNull();
  });

  it.each(MEANS)("a relation leads to its words, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means, { isPinned: true });
    const { page, visit, panel } = graph;
    if (means === "mouse") {
      await page.mouse.click(...(await graph.lineBetween()));
    } else {
      await graph.openTab("List");
      await visit.press(panel.getByRole("button", { name: /coffee causes anxiety/ }));
    }
    await expect.poll(() => graph.says("edge")).not.toBeNull();
    await panel.getByRole("heading", { name: /coffee.*anxiety|anxiety.*coffee/ }).waitFor();
    const evidence = panel.getByRole("list", { name: "Evidence" });
    await evidence.getByText("Coffee does not cause anxiety.").first().waitFor();
    await evidence
      .getByText(/Coffee causes anxiety, that is what I see/)
      .first()
      .waitFor();
    await expectClean(visit);
    await page.reload();
    await evidence.getByText("Coffee does not cause anxiety.").first().waitFor();
    await visit.press(panel.getByRole("button", { name: "Relations of coffee" }));
    await panel.getByRole("heading", { name: "coffee" }).waitFor();
    expect(graph.says("edge")).toBeNull();
  });

  it.each(MEANS)("a pinned idea stays when what brought it is collapsed, and after a reload, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means);
    const { page } = graph;
    await graph.openTab("List");
    await graph.choose(graph.actions("anxiety"), /^Expand/);
    await graph.shows(7, 8);
    await graph.choose(graph.actions("night work"), "Pin");
    await expect.poll(() => graph.says("pin")).not.toBeNull();
    await graph.choose(graph.actions("anxiety"), "Collapse");
    await graph.shows(3, 3);
    await page.reload();
    await graph.shows(3, 3);
    await graph.lists("anxiety", "coffee", "night work");
    await graph.panel.getByText(/pinned/).waitFor();
    await graph.choose(graph.actions("night work"), "Unpin");
    await graph.shows(2, 2);
    expect(graph.says("pin")).toBeNull();
  });

  it.each(MEANS)("an idea is removed and shown again, by %s", async (means) => {
    await using graph = await GraphVisit.begin(stage(), means);
    const { page, visit, ids } = graph;
    if (means === "mouse") {
      await graph.openTab("List");
      await graph.choose(graph.actions("anxiety"), "Remove");
    } else {
      await graph.walkTo("anxiety");
      await page.keyboard.press("Delete");
    }
    await graph.shows(1, 0);
    expect(graph.says("without")).toContain(ids.anxiety);
    await visit.press(page.getByRole("button", { name: "Show 1 removed idea" }));
    await graph.shows(2, 2);
    expect(graph.says("without")).toBeNull();
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
