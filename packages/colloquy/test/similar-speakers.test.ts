import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ingest, open } from "../src/index.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "colloquy-speakers-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The people who speak, with transcripts in which the given people speak one after another. */
async function speakersOf(files: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  for (const [file, labels] of Object.entries(files)) {
    const turns = labels.map((label) => `${label}: I think that good sleep helps focus in the long run.`);
    writeFileSync(join(folder, file), `${[...turns, ...turns].join("\n")}\n`);
  }
  const dataDir = join(folder, "data");
  await ingest({ transcriptsDir: folder, include: ["*.txt"], dataDir, outputDir: join(folder, "metrics") });
  await using workspace = await open("default", { dataDir });
  const { items } = await workspace.listSpeakers({});
  return items.map(({ name }) => name).toSorted();
}

it("joins names of people that differ in vowels, unless both speak in one transcript", async () => {
  expect(await speakersOf({ "a.txt": ["Robin Berg", "Ruben Berg"], "b.txt": ["Jerod Santo", "Mat Ryer"] })).toEqual([
    "Jerod Santo",
    "Mat Ryer",
    "Robin Berg",
    "Ruben Berg",
  ]);
  const further = await speakersOf({ "c.txt": ["Jared Santo", "Matt Ryer"] });
  expect(further).toHaveLength(4);
});
