import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { correctNames, ingest, open, project } from "../src/index.ts";

let folder: string;
let options: { transcriptsDir: string; dataDir: string; outputDir: string };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-aliases-"));
  options = { transcriptsDir: folder, dataDir: join(folder, "data"), outputDir: join(folder, "metrics") };
  const talk = ["remote work", "telecommuting"].flatMap((name) =>
    ["causes stress", "affects sleep", "helps focus"].map((what) => `Ada Abbot: I think that ${name} ${what} for us.`),
  );
  writeFileSync(join(folder, "talk.txt"), `${talk.join("\n")}\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(options.dataDir, "default", "aliases.yaml"), text);

async function names(): Promise<readonly string[]> {
  await using workspace = await open("default", { dataDir: options.dataDir });
  return (await workspace.listEntities({})).items.map(({ name }) => name);
}

describe("aliases.yaml", () => {
  it("decides names without a new reading, survives runs, and can be taken back", async () => {
    await ingest(options);
    const before = await names();
    expect(before).toEqual(expect.arrayContaining(["remote work", "telecommuting"]));

    write("# These are one.\nsame:\n  - [telecommuting, remote work]\nrename:\n  remote work: Work from home\n");
    await project({ dataDir: options.dataDir });
    const expected = before.filter((name) => name !== "remote work" && name !== "telecommuting");
    expect((await names()).toSorted()).toEqual([...expected, "Work from home"].toSorted());
    await ingest(options);
    expect(await names()).toContain("Work from home");

    rmSync(join(options.dataDir, "default", "aliases.yaml"));
    await project({ dataDir: options.dataDir });
    expect((await names()).toSorted()).toEqual(before.toSorted());
  });

  it("is written by corrections, which keep its comments and take each other back", async () => {
    await ingest(options);
    const before = await names();
    const file = join(options.dataDir, "default", "aliases.yaml");
    const stored = { dataDir: options.dataDir };
    write("# Mine.\nrename:\n  stress: Strain # as she says\n");

    const merged = await correctNames({ merge: ["telecommuting", "Remote work"] }, stored);
    expect(merged).toMatchObject({
      file,
      added: [{ list: "same", names: ["telecommuting", "remote work"] }],
      removed: [],
    });
    const text = readFileSync(file, "utf8");
    expect(text).toContain("# Mine.");
    expect(text).toContain("stress: Strain # as she says");
    expect((await names()).filter((name) => ["remote work", "telecommuting"].includes(name))).toHaveLength(1);
    await expect(correctNames({ merge: ["telecommuting", "remote work"] }, stored)).rejects.toThrow(
      "Nothing to change: telecommuting, remote work are one entity already.",
    );
    expect(readFileSync(file, "utf8")).toBe(text);

    await correctNames({ split: "telecommuting" }, stored);
    expect(await names()).toEqual(expect.arrayContaining(["remote work", "telecommuting", "Strain"]));
    await correctNames({ merge: ["telecommuting", "remote work"] }, stored);
    expect(readFileSync(file, "utf8")).not.toMatch(/different:\n *-/);
    await correctNames({ hide: "Strain" }, stored);
    expect(await names()).toHaveLength(before.length - 2);
    await expect(correctNames({ hide: "Strian" }, stored)).rejects.toMatchObject({ code: "not-found" });
  });

  it("splits one name by files, and joins and renames it in some of them", async () => {
    for (const file of ["a.txt", "b.txt", "c.txt"])
      writeFileSync(
        join(folder, file),
        `${["causes stress", "affects sleep", "helps focus"].map((what) => `Project Manager: I think that prototype ${what}.`).join("\n")}\n`,
      );
    const stored = { dataDir: options.dataDir };
    const filesOf = async (name: string): Promise<readonly string[]> => {
      await using workspace = await open("default", stored);
      const shown = await workspace.show(name);
      return shown === null
        ? []
        : [shown, ...shown.namesakes].map(({ transcripts }) => transcripts.join(" ")).toSorted();
    };
    await ingest(options);
    expect(await filesOf("prototype")).toEqual(["a.txt b.txt c.txt"]);
    const split = await correctNames({ split: "prototype" }, stored);
    expect(split.added).toEqual([
      { list: "different", names: ["prototype @a.txt", "prototype @b.txt", "prototype @c.txt"] },
    ]);
    expect(await filesOf("prototype")).toEqual(["a.txt", "b.txt", "c.txt"]);
    await correctNames({ merge: ["prototype @a.txt", "prototype @c.txt"] }, stored);
    expect(await filesOf("prototype")).toEqual(["a.txt c.txt", "b.txt"]);

    // The labels of one role in two files.
    expect(await filesOf("Project Manager")).toEqual(["a.txt", "b.txt", "c.txt"]);
    await correctNames({ merge: ["Project Manager @a.txt", "Project Manager @b.txt"] }, stored);
    expect(await filesOf("Project Manager")).toEqual(["a.txt b.txt", "c.txt"]);
    await using workspace = await open("default", stored);
    const speakers = (await workspace.listSpeakers({})).items.filter(({ name }) => name === "Project Manager");
    expect(speakers.map(({ transcripts }) => transcripts).toSorted()).toEqual([1, 2]);

    writeFileSync(join(folder, "d.txt"), readFileSync(join(folder, "a.txt")));
    await ingest(options);
    expect(await filesOf("prototype")).toEqual(["a.txt c.txt", "b.txt", "d.txt"]);
    write("rename:\n  prototype @b.txt: Mango\nhide: [prototype @c.txt]\n");
    await project(stored);
    expect(await filesOf("prototype")).toEqual(["a.txt d.txt", "b.txt"]);
    expect(await filesOf("Mango")).toEqual(["b.txt"]);
    rmSync(join(options.dataDir, "default", "aliases.yaml"));
    const fresh = await ingest({ ...options, dataDir: join(folder, "other") });
    expect((await project(stored)).digest).toBe(fresh.digest);
  });

  it.each([
    ["same: [a, b", /aliases\.yaml: line \d+: .*\. Correct the file, or remove it\.$/],
    ["same: [[a, b]]\ndifferent: [[B, A]]", /"B" and "A" are both the same and different/],
  ])("stops a run before anything happens when it is wrong: %j", async (text, message) => {
    await ingest(options);
    const before = await names();
    write(text);
    writeFileSync(join(folder, "second.txt"), "Ada Abbot: A second talk about stress and sleep.\n");
    await expect(ingest(options)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringMatching(message),
    });
    expect(await names()).toEqual(before);
    expect(existsSync(join(options.dataDir, "default", "aliases.yaml"))).toBe(true);
  });
});
