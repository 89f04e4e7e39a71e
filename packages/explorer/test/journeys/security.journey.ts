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

describeJourneys(
  "text of strangers",
  {
    async prepare({ folder }) {
      const hostile = join(folder, "hostile");
      mkdirSync(hostile);
      writeFileSync(join(hostile, "<img src=x onerror=alert(1)>.txt"), HOSTILE);
      await colloquy(folder, ["ingest", hostile, "--workspace", "sample", "--quiet"]);
    },
  },
  (stage) => {
    it("is shown as text in every view, and never run", async () => {
      await using visit = await stage().visit();
      const { page } = visit;
      const paths = [
        "",
        "/transcripts",
        `/transcripts/${encodeURIComponent("<img src=x onerror=alert(1)>.txt")}`,
        "/people",
        "/entities/x?name=Rosa Lindqvist",
        `/search?q=${encodeURIComponent(`attention ${ATTACK}`)}`,
        `/ask?q=${encodeURIComponent(ATTACK)}`,
        `/graph?words=${encodeURIComponent(`attention ${ATTACK}`)}`,
        `/entities/x?name=${encodeURIComponent(ATTACK)}`,
        "/runs",
      ];
      for (const path of paths) {
        await visit.open(`/w/sample${path}`);
        const heading = page.getByRole("heading", { level: 1 }).first();
        await expect.poll(() => heading.isVisible(), { message: path }).toBe(true);
        expect(await page.evaluate(() => document.querySelectorAll("img, b, main script").length)).toBe(0);
        expect(await page.title()).not.toBe("broken");
        expect(visit.foreign).toEqual([]);
      }
      await visit.open(`/w/sample${paths[2]}`);
      await page
        .getByText(/Late .* meetings reduce attention/)
        .first()
        .waitFor();
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
