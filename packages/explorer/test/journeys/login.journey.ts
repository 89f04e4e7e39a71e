import { networkInterfaces } from "node:os";
import { expect, it } from "vitest";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";
import type { Visit } from "../visit.ts";

const PASSWORD = "correct horse battery";

/** An address of this machine that other machines use; loopback if it has none. */
const ADDRESS =
  Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";

describeJourneys(
  "a server that other machines reach",
  { environment: { COLLOQUY_SERVE_PASSWORD: PASSWORD }, args: () => ["--host", "0.0.0.0"] },
  (stage) => {
    it.each(MEANS)("asks for the password before it shows a view, by %s", async (means) => {
      const { port } = new URL(stage().serving.url);
      await using visit = await stage().visit({ url: `http://${ADDRESS}:${port}/w/sample/people`, means });
      const { page } = visit;
      await page.getByRole("heading", { name: "Colloquy", level: 1 }).waitFor();
      await expectCleanWithoutTls(visit);
      const password = page.getByLabel("Password");
      // The page opens with the focus in the field.
      await expect.poll(() => password.evaluate((field) => field === document.activeElement)).toBe(true);
      await visit.type(password, "wrong horse battery");
      await visit.press(page.getByRole("button", { name: "Log in" }));
      await page.getByRole("alert").getByText("The password is wrong.").waitFor();
      expect(await visit.violations()).toEqual([]);
      // The browser itself notes the status of the answer.
      dropPolicyNotes(visit);
      expect(visit.complaints.splice(0)).toEqual([expect.stringContaining("status of 401")]);

      await visit.type(page.getByLabel("Password"), PASSWORD);
      await visit.press(page.getByRole("button", { name: "Log in" }));
      await page.getByRole("link", { name: "Rosa Lindqvist" }).waitFor();
      expect(new URL(page.url()).pathname).toBe("/w/sample/people");
      await expectCleanWithoutTls(visit);
      // What sends bodies and reads streams works for another machine, too.
      await visit.open("/w/sample/ask?q=What%20does%20caffeine%20do%20to%20sleep%3F");
      await visit.type(page.getByRole("textbox", { name: "Your question" }), "What does caffeine do to sleep?");
      await page.keyboard.press("Enter");
      await page
        .getByRole("list", { name: "Sources" })
        .getByText(/Late caffeine reduces deep sleep/)
        .first()
        .waitFor();
      await expectCleanWithoutTls(visit);
      await page.reload();
      await page.getByRole("textbox", { name: "Your question" }).waitFor();
    });

    it("is not opened by the session of another browser", async () => {
      const { port } = new URL(stage().serving.url);
      await using visit = await stage().visit({ url: `http://${ADDRESS}:${port}/w/sample/people` });
      await visit.page.getByLabel("Password").waitFor();
      expect(await visit.page.getByText("Rosa Lindqvist").count()).toBe(0);
    });
  },
);

/** Browsers say of a server without TLS that they ignore one of its headers. */
function dropPolicyNotes({ complaints }: Visit): void {
  const others = complaints.filter(
    (each) => !each.startsWith("The Cross-Origin-Opener-Policy header has been ignored"),
  );
  complaints.splice(0, complaints.length, ...others);
}

async function expectCleanWithoutTls(visit: Visit): Promise<void> {
  dropPolicyNotes(visit);
  await expectClean(visit);
}
