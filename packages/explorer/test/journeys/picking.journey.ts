import { it } from "vitest";
import { describeJourneys } from "../stage.ts";

describeJourneys("picking", {}, (stage) => {
  it("finds a person although many ideas begin like the name", async () => {
    await using visit = await stage().visitView("/compare");
    const { page } = visit;
    await visit.type(page.getByRole("combobox", { name: "One person" }), "s");
    await page.getByRole("option", { name: /Henrik Sand/ }).waitFor();
    await visit.type(page.getByRole("combobox", { name: "One person" }), "sx");
    await page.getByText("No name matches.").waitFor();
  });

  it("says that a name belongs to the entity that is merged", async () => {
    await using visit = await stage().visitView("/entities/x?name=Noor%20Haddad");
    const { page } = visit;
    await page.getByRole("button", { name: "Correct" }).click();
    await page.getByRole("menuitem", { name: "Merge with…" }).click();
    const other = page.getByRole("combobox", { name: "The same as" });
    await visit.type(other, "noor");
    await page.getByText("“noor” is already a name of “Noor Haddad”.").waitFor();
    await visit.type(other, "Noor Haddad");
    await page.getByText("This is “Noor Haddad” itself.").waitFor();
    await visit.type(other, "Hadd");
    await page.getByText("Nothing else matches.").waitFor();
  });
});
