import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { colloquy } from "../serve.ts";
import { describeJourneys, expectClean } from "../stage.ts";

const ATTACK = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;
const HOSTILE = `${ATTACK} Mallory: Javascript causes <b>alert(1)</b> trouble.
Rosa Lindqvist: ${ATTACK} Late ${ATTACK} meetings reduce attention, javascript:alert(1) does too.
"onmouseover="document.title='broken'": Late meetings reduce attention. {{constructor.constructor('document.title=1')()}}
Rosa Lindqvist: Late meetings reduce attention, I said it. \u202Eevil\u202C and \u0007 a bell.
`;

const FILE = "<img src=x onerror=alert(1)>.txt";

/** A speaker whose name is markup. */
const TALK = [1, 2].map((start) => ({
  speaker: ATTACK,
  text: "Late meetings reduce attention.",
  start,
  end: start + 1,
}));

/** Every view with hostile text that it shows: without it, the page would be looked at before it has anything to show. */
const VIEWS: readonly { readonly path: string; readonly shows: string | RegExp }[] = [
  { path: "", shows: "<img src=x onerror=alert(1)>" },
  { path: "/transcripts", shows: "<img src=x onerror=alert(1)>" },
  { path: `/transcripts/${encodeURIComponent(FILE)}`, shows: /onerror="document\.title/ },
  { path: "/people", shows: /onerror=/ },
  { path: "/entities/x?name=Rosa%20Lindqvist", shows: /onerror=/ },
  { path: `/search?q=${encodeURIComponent(`attention ${ATTACK}`)}`, shows: /onerror=/ },
  { path: `/graph?words=${encodeURIComponent(`attention ${ATTACK}`)}`, shows: /onerror=/ },
  { path: `/entities/x?name=${encodeURIComponent(ATTACK)}`, shows: /speaks in 1 transcript/ },
  { path: "/runs", shows: /^completed$/ },
];

describeJourneys(
  "text of strangers",
  {
    async prepare({ folder }) {
      const hostile = join(folder, "hostile");
      mkdirSync(hostile);
      writeFileSync(join(hostile, FILE), HOSTILE);
      writeFileSync(join(hostile, "talk.json"), JSON.stringify(TALK));
      await colloquy(folder, ["ingest", hostile, "--workspace", "sample", "--quiet"]);
    },
  },
  (stage) => {
    it.each(VIEWS)("is shown as text in the view $path, and never run", async ({ path, shows }) => {
      await using visit = await stage().visitView(path);
      const { page } = visit;
      await page.getByRole("main").getByText(shows).first().waitFor();
      expect(await page.evaluate(() => document.querySelectorAll("img, b, main script").length)).toBe(0);
      expect(await page.title()).not.toBe("broken");
      expect(visit.foreign).toEqual([]);
      expect(visit.complaints).toEqual([]);
    });

    it("is shown as text in an answer, and never run", async () => {
      await using visit = await stage().visitView(`/ask?q=${encodeURIComponent(`What reduces attention? ${ATTACK}`)}`);
      const { page } = visit;
      await page.getByRole("button", { name: "Ask", exact: true }).click();
      await page
        .getByRole("list", { name: "Sources" })
        .getByText(/onerror=/)
        .first()
        .waitFor();
      expect(await page.evaluate(() => document.querySelectorAll("img, b, main script").length)).toBe(0);
      expect(await page.title()).not.toBe("broken");
      await expectClean(visit);
    });

    it("cannot load anything from elsewhere or run code of its own, even if it were markup", async () => {
      await using visit = await stage().visit();
      const { page } = visit;
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectClean(visit);
      const blocked = await page.evaluate(async () => {
        const violations: string[] = [];
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
          violations.push(effectiveDirective),
        );
        const script = document.createElement("script");
        script.textContent = "document.title = 'broken'";
        document.body.append(script);
        const image = document.createElement("img");
        image.src = "http://127.0.0.1:9/x.png";
        document.body.append(image);
        await fetch("http://127.0.0.1:9/").catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return { violations, title: document.title };
      });
      expect(blocked.violations).toEqual(expect.arrayContaining(["script-src-elem", "img-src", "connect-src"]));
      expect(blocked.title).not.toBe("broken");
    });
  },
);
