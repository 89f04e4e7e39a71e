import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { silence } from "../recording.ts";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";

const MINUTES = 6;

describeJourneys(
  "a recording",
  {
    prepare: async (sample) => {
      sample.write("recordings/slow-mornings", { "01-sleep-debt.wav": silence(MINUTES * 60) });
      sample.write("recordings", { "03-habits.mp3": "This is no recording." });
    },
    args: ({ folder }) => ["--media-dir", `${folder}/recordings`],
  },
  (stage) => {
    it.each(MEANS)("goes to the time that is pressed, and the text follows it, by %s", async (means) => {
      await using visit = await stage().visitView("/transcripts/slow-mornings/01-sleep-debt.vtt", { means });
      const { page } = visit;
      await expect.poll(() => duration(page)).toBeCloseTo(MINUTES * 60, 0);
      const time = page.getByRole("link", { name: "00:40", exact: true });
      await visit.press(time);
      await expect.poll(() => seconds(page)).toBeCloseTo(40.9, 0);
      await expectSpoken(page, /^00:40/);
      await expectClean(visit);

      // Later than what the window shows.
      if (means === "keyboard") for (let presses = 0; presses < 20; presses++) await page.keyboard.press("l");
      else await pressMiddle(page);
      await expect.poll(() => seconds(page)).toBeGreaterThan(120);
      await expectSpoken(page, /^0[2-5]:\d\d/);
      await expectClean(visit);
    });

    it.each(MEANS)("plays from a turn and stops, by %s", async (means) => {
      await using visit = await stage().visitView("/transcripts/slow-mornings/01-sleep-debt.vtt", { means });
      const { page } = visit;
      await page.getByRole("link", { name: "00:21", exact: true }).hover();
      await visit.press(page.getByRole("button", { name: "Play from 00:21" }));
      await expect.poll(() => isPaused(page)).toBe(false);
      await expect.poll(() => seconds(page)).toBeGreaterThan(21.5);
      await expectSpoken(page, /^00:2\d/);
      await page.keyboard.press("k");
      await expect.poll(() => isPaused(page)).toBe(true);
      const stopped = await seconds(page);
      await page.keyboard.press("j");
      await expect.poll(() => seconds(page)).toBeCloseTo(stopped - 10, 1);

      await page.getByRole("button", { name: /single keys on/ }).click();
      await page.getByRole("menuitemcheckbox", { name: "Single keys" }).click();
      await page.getByRole("button", { name: /single keys off/ }).waitFor();
      const before = await seconds(page);
      for (const key of ["j", "l", "k"]) await page.keyboard.press(key);
      expect([await seconds(page), await isPaused(page)]).toEqual([before, true]);
    });

    it("is left where it is when a reader reads on, until the text shall follow again", async () => {
      await using visit = await stage().visitView("/transcripts/slow-mornings/01-sleep-debt.vtt");
      const { page } = visit;
      await page.getByRole("link", { name: "00:40", exact: true }).click();
      await expectSpoken(page, /^00:40/);
      const follow = page.getByRole("button", { name: "Follow" });
      await page.getByRole("region", { name: "Text of the transcript" }).hover();
      await page.mouse.wheel(0, 4000);
      await expect.poll(() => follow.getAttribute("aria-pressed")).toBe("false");
      await follow.click();
      await expectSpoken(page, /^00:40/);
    });

    it("that cannot be played is a sentence, and a transcript without one has no player", async () => {
      await using visit = await stage().visitView("/transcripts/slow-mornings/03-habits.srt");
      const { page } = visit;
      await page
        .getByRole("alert")
        .getByText(/The recording could not be played/)
        .waitFor();
      await expectClean(visit);
      await visit.open("/w/sample/transcripts/slow-mornings/02-attention.md");
      await page.locator("[data-turn]").first().waitFor();
      expect(await page.locator("audio, video").count()).toBe(0);
    });
  },
);

const media = (page: Page) => page.locator("audio");
const seconds = (page: Page): Promise<number> =>
  media(page).evaluate((element: HTMLAudioElement) => element.currentTime);
const duration = (page: Page): Promise<number> => media(page).evaluate((element: HTMLAudioElement) => element.duration);
const isPaused = (page: Page): Promise<boolean> => media(page).evaluate((element: HTMLAudioElement) => element.paused);

/** Presses the middle of the player, where the browser shows the line of time. */
async function pressMiddle(page: Page): Promise<void> {
  const box = await media(page).boundingBox();
  if (box === null) throw new Error("The player is not shown.");
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Expects that the turn that is spoken is marked and in view, and that its text begins so. */
async function expectSpoken(page: Page, text: RegExp): Promise<void> {
  const turn = page.locator("[data-turn][aria-current=true]");
  await expect.poll(() => turn.first().innerText()).toMatch(text);
  await expect
    .poll(() =>
      turn.first().evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
    )
    .toBe(true);
}
