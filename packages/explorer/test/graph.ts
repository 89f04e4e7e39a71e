import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Stage } from "./stage.ts";
import type { Means, Visit } from "./visit.ts";

/** Where the two ideas of the picture are pinned, so that a mouse finds them. */
const PLACES = { coffee: [-100, 0], anxiety: [100, 0] } as const;
/** The space around the dots of a picture that shows all of them. Pixels. */
const SPACE = 40;
const ARROWS = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"] as const;

export type Idea = keyof typeof PLACES;

/** A picture of coffee and anxiety, with the two relations between them. */
export class GraphVisit implements AsyncDisposable {
  readonly visit: Visit;
  readonly page: Page;
  readonly ids: Readonly<Record<Idea, string>>;
  readonly #means: Means;

  private constructor(visit: Visit, means: Means, ids: Readonly<Record<Idea, string>>) {
    [this.visit, this.page, this.#means, this.ids] = [visit, visit.page, means, ids];
  }

  static async begin(stage: Stage, means: Means, { isPinned = false } = {}): Promise<GraphVisit> {
    const visit = await stage.visit({ means });
    const { page } = visit;
    const idOf = async (name: Idea): Promise<string> => {
      await visit.open(`/w/${stage.sample.workspace}/entities/x?name=${name}`);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await page.waitForURL((url) => !url.pathname.endsWith("/x"));
      return new URL(page.url()).pathname.split("/").at(-1) ?? "";
    };
    const ids = { coffee: await idOf("coffee"), anxiety: await idOf("anxiety") };
    const pins = Object.entries(PLACES).map(([name, place]) => `${ids[name as Idea]}@${place.join(",")}`);
    const search = new URLSearchParams({ from: ids.coffee, ...(isPinned ? { pin: JSON.stringify(pins) } : {}) });
    await visit.open(`/w/${stage.sample.workspace}/graph?${search}`);
    const graph = new GraphVisit(visit, means, ids);
    await graph.shows(2, 2);
    await page.locator("canvas").first().waitFor();
    return graph;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.visit[Symbol.asyncDispose]();
  }

  get picture(): Locator {
    return this.page.getByRole("application");
  }

  get panel(): Locator {
    return this.page.getByRole("tabpanel");
  }

  /** What the address says. */
  says(name: string): string | null {
    return new URL(this.page.url()).searchParams.get(name);
  }

  /** Expects numbers of ideas and relations in the heading. */
  async shows(ideas: number, relations: number): Promise<void> {
    await this.page.getByText(new RegExp(`^${ideas} of \\d+ ideas?, ${relations} of \\d+ relations?$`)).waitFor();
  }

  /** Expects exactly these ideas in the list, which is opened. */
  async lists(...names: readonly string[]): Promise<void> {
    await this.openTab("List");
    const rows = this.panel.getByRole("list", { name: "Ideas" }).getByRole("listitem");
    const shown = async (): Promise<string[]> =>
      (await rows.getByRole("button", { name: /^(?!Actions)/ }).allInnerTexts()).sort();
    await expect.poll(shown).toEqual([...names].sort());
  }

  async openTab(name: "Selection" | "List"): Promise<void> {
    const tab = this.page.getByRole("tab", { name });
    if ((await tab.getAttribute("aria-selected")) === "true") return;
    if (this.#means === "mouse") await tab.click();
    else {
      await this.visit.reach(this.page.getByRole("tab", { selected: true }));
      await this.page.keyboard.press(name === "List" ? "ArrowRight" : "ArrowLeft");
      await this.page.keyboard.press("Enter");
    }
    await this.page.getByRole("tab", { name, selected: true }).waitFor();
  }

  /** Selects an idea in the picture with the arrow keys alone. */
  async walkTo(name: Idea): Promise<void> {
    await this.visit.reach(this.picture);
    for (const key of [...ARROWS, ...ARROWS]) {
      if (this.says("node") === this.ids[name]) return;
      const before = this.page.url();
      await this.page.keyboard.press(key);
      await this.page.waitForURL((url) => url.href !== before, { timeout: 1_000 }).catch(() => null);
    }
    throw new Error(`The arrow keys do not lead to ${name}`);
  }

  /** Where a pinned idea is in a picture that shows only the two. */
  async placeOf(name: Idea): Promise<{ readonly x: number; readonly y: number }> {
    const box = await this.picture.boundingBox();
    if (box === null) throw new Error("The picture is not seen");
    return { x: name === "coffee" ? box.x + SPACE : box.x + box.width - SPACE, y: box.y + box.height / 2 };
  }

  /** Whether an idea or a relation of the picture is at this place. */
  async hasSomethingAt({ x, y }: { readonly x: number; readonly y: number }): Promise<boolean> {
    await this.page.mouse.move(x - 1, y);
    await this.page.mouse.move(x, y);
    const cursor = await this.page.evaluate(
      ([left, top]) => {
        const under = document.elementFromPoint(left, top);
        return under === null ? "" : getComputedStyle(under).cursor;
      },
      [x, y] as const,
    );
    return cursor === "pointer";
  }

  /** A point of one of the two lines, which are beside each other. */
  async lineBetween(): Promise<readonly [x: number, y: number]> {
    const [one, other] = [await this.placeOf("coffee"), await this.placeOf("anxiety")];
    const x = (one.x + other.x) / 2;
    for (let y = one.y - 20; y <= one.y + 20; y += 2) if (await this.hasSomethingAt({ x, y })) return [x, y];
    throw new Error("There is no line between the ideas");
  }

  /** Opens a menu, chooses an item of it, and closes it. */
  async choose(menu: Locator, item: string | RegExp): Promise<void> {
    await this.visit.press(menu);
    const target = this.page
      .getByRole("menuitem", { name: item })
      .or(this.page.getByRole("menuitemcheckbox", { name: item }));
    await target.waitFor();
    if (this.#means === "mouse") await target.click();
    else {
      for (let presses = 0; !(await target.evaluate((element) => element === document.activeElement)); presses++) {
        if (presses > 40) throw new Error(`The arrow keys do not lead to ${String(item)}`);
        await this.page.keyboard.press("ArrowDown");
      }
      await this.page.keyboard.press("Enter");
    }
    await this.page.keyboard.press("Escape");
    await target.waitFor({ state: "detached" });
  }

  /** The menu of an idea in the list. */
  actions(name: string): Locator {
    return this.panel.getByRole("button", { name: `Actions for ${name}` });
  }
}
