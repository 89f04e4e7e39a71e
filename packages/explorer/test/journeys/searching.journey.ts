import { expect, it } from "vitest";
import { describeJourneys, expectClean } from "../stage.ts";

const TALKS = 60;
const SUBJECTS = ["compost", "mulch", "clover", "gravel", "netting"];
const PLACES = ["orchard", "meadow", "terrace", "greenhouse", "border", "hedge"];

/** Talks that all mention watering, and otherwise differ. */
function talks(): Readonly<Record<string, string>> {
  const talk = (n: number): string => {
    const [subject, place] = [SUBJECTS[n % SUBJECTS.length], PLACES[n % PLACES.length]];
    return `Ada Okafor: Number ${n} is the ${place}: we need ${subject} there, since watering takes ${n} hours a week.\n`;
  };
  return Object.fromEntries(Array.from({ length: TALKS }, (_, n) => [`talk ${n + 10}.txt`, talk(n)]));
}

describeJourneys("searching", { ingest: (sample) => sample.ingest(sample.write("talks", talks())) }, (stage) => {
  it("says that the best places are shown, and shows more of them, also after going back", async () => {
    await using visit = await stage().visitView("/search?q=watering");
    const { page } = visit;
    const places = page.getByRole("main").getByRole("list").last().getByRole("listitem");
    const status = page.getByRole("main").getByRole("status");
    await expect.poll(() => status.innerText()).toBe("The best 20 places");
    expect(await places.count()).toBe(20);
    await page.getByRole("button", { name: "Show more" }).click();
    await expect.poll(() => status.innerText()).toBe("The best 50 places");
    await page.getByRole("button", { name: "Show more" }).click();
    await expect.poll(() => status.innerText()).toBe(`${TALKS} places`);
    expect(await places.count()).toBe(TALKS);
    expect(await page.getByRole("button", { name: "Show more" }).count()).toBe(0);
    await expectClean(visit);

    await places.last().getByRole("link").click();
    await page.getByRole("article", { name: "Transcript" }).waitFor();
    await page.goBack();
    await expect.poll(() => status.innerText()).toBe(`${TALKS} places`);
  });
  it("says how to open the application again when the session is lost", async () => {
    await using visit = await stage().visitView("/search");
    const { page } = visit;
    const field = page.getByRole("textbox", { name: "Words to search for" });
    await field.waitFor();
    await page.context().clearCookies();
    await visit.type(field, "compost");
    await page.keyboard.press("Enter");
    const problem = page.getByRole("alert");
    await problem.getByText(/^The session has ended/).waitFor();
    expect(await problem.locator("code").allInnerTexts()).toEqual(["colloquy serve"]);
    expect(await problem.getByRole("button").allInnerTexts()).toEqual(["Reload the page"]);
    expect(await visit.violations()).toEqual([]);
  });

  it("keeps the focus at its filters when one is added or removed by keyboard", async () => {
    await using visit = await stage().visitView("/search?q=watering", { means: "keyboard" });
    const { page } = visit;
    const add = async (kind: string, text: string, name: string): Promise<void> => {
      await visit.press(page.getByRole("button", { name: `+ ${kind}` }));
      await visit.type(page.getByRole("combobox", { name: kind, exact: true }), text);
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await visit.expectFocus(filter(name));
    };
    const filter = (name: string) => page.getByRole("button", { name: `Remove the filter ${name}` });
    await add("Transcript", "talk 11", "talk 11");
    await add("Speaker", "Ada", "Ada Okafor");
    await add("Transcript", "talk 12", "talk 12");
    await visit.reach(filter("Ada Okafor"));
    await page.keyboard.press("Enter");
    await visit.expectFocus(filter("talk 11"));
    await page.keyboard.press("Enter");
    await visit.expectFocus(filter("talk 12"));
    await page.keyboard.press("Enter");
    await visit.expectFocus(page.getByRole("button", { name: "+ Speaker" }));
    await expectClean(visit);
  });

  it("keeps conversations apart, goes back to each of them, and continues the one that is shown", async () => {
    await using visit = await stage().visitView("/ask");
    const { page } = visit;
    const questions = page.getByRole("main").getByRole("article");
    const shows = (...names: readonly string[]) =>
      expect
        .poll(() => questions.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label"))))
        .toEqual(names);
    const ask = async (question: string): Promise<void> => {
      await visit.type(page.getByRole("textbox", { name: "Your question" }), question);
      await page.keyboard.press("Enter");
      await page.getByRole("article", { name: question }).getByRole("list", { name: "Sources" }).waitFor();
    };
    const [first, second, further] = ["Who needs compost?", "What does watering take?", "Who needs clover?"];
    await ask(first);
    await page.waitForURL(/conversation=/);
    const { href: conversation } = new URL(page.url());
    await page.getByRole("link", { name: "New question" }).click();
    await shows();
    await page.getByRole("link", { name: first }).waitFor();
    await ask(second);
    await page.waitForURL(/conversation=/);
    await shows(second);
    await expectClean(visit);

    // Over the entry of the new question.
    await page.goBack();
    await shows(first);
    await page.goForward();
    await shows(second);
    await page.getByRole("navigation").getByRole("link", { name: "Ask" }).click();
    await shows();
    await page.getByRole("link", { name: second }).waitFor();

    await page.getByRole("link", { name: first }).click();
    await shows(first);
    await ask(further);
    await shows(first, further);
    expect(page.url()).toBe(conversation);
    await page
      .getByRole("link", { name: /^Source/ })
      .last()
      .click();
    await page.getByRole("complementary").getByRole("article", { name: "Transcript" }).waitFor();
    await page.reload();
    await shows(first, further, "Transcript");
  });

  it("says that a conversation is not kept", async () => {
    await using visit = await stage().visitView("/ask?conversation=nowhere");
    await visit.page.getByText("This conversation is not kept in the workspace.").waitFor();
    await expectClean(visit);
  });
});
