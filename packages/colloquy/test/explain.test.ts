import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { correctNames, ingest, type NameJudge, type NamePair, NO_USAGE, project, type Verdict } from "../src/index.ts";
import { colloquy } from "./cli/process.ts";
import { IngestFixture } from "./ingest-fixture.ts";

const NAMES = ["voice recognition", "speech recognition", "Voice Recognition", "voice recognition system", "yelling"];

/** Speech and voice recognition are the same, all others differ. */
const judge: NameJudge = {
  profile: "scripted judge-1",
  questionVersion: 1,
  paid: false,
  judge: async (batch: readonly NamePair[]) => {
    const isSame = ({ first, second }: NamePair) =>
      [first, second].every(({ name }) => /^\w+ recognition$/i.test(name));
    const verdicts = new Map(batch.map((pair): [string, Verdict] => [pair.label, isSame(pair) ? "same" : "different"]));
    return { verdicts, usage: NO_USAGE, raw: "{}" };
  },
  [Symbol.asyncDispose]: async () => {},
};

let folder: IngestFixture;
beforeAll(async () => {
  folder = new IngestFixture();
  const lines = NAMES.flatMap((name) =>
    ["causes stress", "affects sleep", "helps focus"].map((what) => `Ada Abbot: I think that ${name} ${what} for us.`),
  );
  folder.write("a.txt", `${[...lines, "Ada Abbot: I think that voice recognition works."].join("\n")}\n`);
  await ingest({
    transcriptsDir: folder.transcriptsDir,
    dataDir: folder.dataDir,
    outputDir: join(folder.root, "metrics"),
    ports: { nameJudge: judge },
  });
});
afterAll(() => folder[Symbol.dispose]());

const call = (...args: readonly string[]) =>
  colloquy(["resolve", ...args, "--data-dir", folder.dataDir], { cwd: folder.root });

describe("colloquy resolve --explain", () => {
  it("tells why each name is in its entity, with the words and the judge", async () => {
    const { exitCode, stdout, stderr } = await call("--explain", "speech recognition", "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const explained = JSON.parse(stdout);
    expect(explained).toMatchObject({
      name: "speech recognition",
      entity: "voice recognition",
      corrections: [],
      namesakes: [],
    });
    expect(explained.reasons).toMatchObject([
      {
        name: "speech recognition",
        with: "voice recognition",
        verdict: "same",
        judge: "scripted judge-1",
        line: null,
        evidence: [
          {
            name: "speech recognition",
            file: "a.txt",
            speaker: "Ada Abbot",
            text: expect.stringContaining("speech recognition"),
          },
          { text: expect.stringContaining("voice recognition") },
        ],
      },
      { name: "voice recognition", with: "Voice Recognition", rule: "case" },
    ]);
    expect(explained.apart).toMatchObject([{ with: "voice recognition system", verdict: "different" }]);
  });

  it("is readable in a terminal of 80 columns", async () => {
    const { stdout } = await call("--explain", "Speech recognition");
    expect(stdout).toContain("speech recognition  Concept · a name of voice recognition · 3 names\n");
    expect(stdout).toContain(
      "\nOne with it\n  voice recognition  judged same by scripted judge-1\n      “I think that speech recognition",
    );
    expect(stdout).toContain("\n  Voice Recognition  differs in case · compared with voice recognition\n");
    expect(stdout).toContain("\nKept apart\n  voice recognition system  judged different by scripted judge-1");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("tells the lines of aliases.yaml that decide, also for a hidden name", async () => {
    const stored = { dataDir: folder.dataDir, outputDir: join(folder.root, "metrics") };
    writeFileSync(
      join(folder.dataDir, "default", "aliases.yaml"),
      "# Mine.\nsame:\n  - [yelling, voice recognition system]\ndifferent:\n  - [speech recognition, voice recognition]\nrename:\n  yelling: Shouting\n",
    );
    await project(stored);
    const yelling = JSON.parse((await call("--explain", "yelling", "--json")).stdout);
    expect(yelling).toMatchObject({ name: "yelling", entity: "Shouting" });
    expect(yelling.reasons).toMatchObject([{ with: "voice recognition system", rule: "user", line: 3 }]);
    expect(yelling.corrections).toEqual([{ key: "rename", name: "yelling", to: "Shouting", line: 7 }]);
    const speech = JSON.parse((await call("--explain", "speech recognition", "--json")).stdout);
    expect(speech.apart).toContainEqual(expect.objectContaining({ with: "voice recognition", rule: "user", line: 5 }));
    const text = await call("--explain", "speech recognition");
    expect(text.stdout).toContain("  voice recognition  decided by you in line 5 of aliases.yaml\n");

    await correctNames({ hide: "Shouting" }, stored);
    const hidden = await call("--explain", "yelling");
    expect(hidden.stdout).toMatch(/^yelling {2}no entity\naliases\.yaml hides it\.\n\nSet by you\n/);
    expect(JSON.parse((await call("--explain", "yelling", "--json")).stdout)).toMatchObject({ entity: null });
  });

  it("explains a name that the user splits by file, and lists its other entities", async () => {
    const stored = { dataDir: folder.dataDir, outputDir: join(folder.root, "metrics") };
    folder.write("b.txt", "Ada Abbot: I think that yelling is fun. And yelling causes stress, and yelling helps.\n");
    await ingest({ ...stored, transcriptsDir: folder.transcriptsDir });
    writeFileSync(
      join(folder.dataDir, "default", "aliases.yaml"),
      'different:\n  - ["yelling @a.txt", "yelling @b.txt"]\n',
    );
    await project(stored);
    const explained = JSON.parse((await call("--explain", "yelling", "--json")).stdout);
    expect(explained.apart).toContainEqual(expect.objectContaining({ with: "yelling", rule: "user", line: 2 }));
    expect(explained.namesakes).toMatchObject([
      { name: "yelling", transcripts: [expect.stringMatching(/^[ab]\.txt$/)] },
    ]);
  });

  it("tells the lines of entries that are about a name in one file", async () => {
    const stored = { dataDir: folder.dataDir, outputDir: join(folder.root, "metrics") };
    writeFileSync(
      join(folder.dataDir, "default", "aliases.yaml"),
      [
        "different:",
        "  - [yelling, stress]",
        '  - ["yelling @a.txt", "yelling @b.txt"]',
        "rename:",
        '  "yelling @b.txt": Shouting',
        "hide:",
        '  - "yelling @a.txt"',
      ].join("\n"),
    );
    await project(stored);
    const shouting = JSON.parse((await call("--explain", "Shouting", "--json")).stdout);
    expect(shouting.corrections).toEqual([{ key: "rename", name: "yelling", to: "Shouting", line: 5 }]);
    expect(shouting.apart).toContainEqual(expect.objectContaining({ with: "yelling", rule: "user", line: 3 }));
    const hidden = JSON.parse((await call("--explain", "yelling @a.txt", "--json")).stdout);
    expect(hidden).toMatchObject({ name: "yelling", entity: null });
    expect(hidden.corrections).toEqual([{ key: "hide", name: "yelling", to: null, line: 7 }]);
  });

  it("tells that an entity is hidden by another of its names", async () => {
    writeFileSync(join(folder.dataDir, "default", "aliases.yaml"), "# Mine.\nhide:\n  - voice recognition\n");
    await project({ dataDir: folder.dataDir, outputDir: join(folder.root, "metrics") });
    const { stdout } = await call("--explain", "speech recognition");
    expect(stdout).toContain('\naliases.yaml hides its entity by the name "voice recognition".\n');
    expect(stdout).toContain("\n  voice recognition  hidden in line 3 of aliases.yaml\n");
  });

  it("tells that verdicts split a name, with the words that the judge was shown", async () => {
    using talks = new IngestFixture();
    talks.write("a.txt", "Ada Abbot: I think that yelling is fun. And yelling causes stress, and yelling helps.\n");
    talks.write("b.txt", "Ada Abbot: Here yelling is a game. And yelling affects sleep, and yelling helps.\n");
    const stored = { dataDir: talks.dataDir, outputDir: join(talks.root, "metrics") };
    await ingest({ ...stored, transcriptsDir: talks.transcriptsDir, ports: { nameJudge: judge } });
    const explain = (...args: readonly string[]) =>
      colloquy(["resolve", "--explain", "yelling", ...args, "--data-dir", talks.dataDir], { cwd: talks.root });
    const explained = JSON.parse((await explain("--json")).stdout);
    expect(explained.splits).toMatchObject([
      { name: "yelling", with: "yelling", verdict: "different", judge: "scripted judge-1" },
    ]);
    expect(explained.splits[0].evidence.map(({ file }: { readonly file: string }) => file).sort()).toEqual([
      "a.txt",
      "b.txt",
    ]);
    expect(explained.namesakes).toHaveLength(1);
    expect(explained.apart.filter((each: { readonly with: string }) => each.with === "yelling")).toEqual([]);
    expect((await explain()).stdout).toContain(
      "\nOne name, several things\n  yelling  judged two things by scripted judge-1\n      “",
    );
  });

  it.each([
    [["--explain", "yeling"], 1, /No entity "yeling" in workspace default\. Did you mean "yelling"\?/],
    [[], 2, /`resolve` explains a name: give it, as in `colloquy resolve --explain NAME`\./],
  ])("refuses %j in one sentence", async (args, code, sentence) => {
    const { exitCode, stdout, stderr } = await call(...args);
    expect(stderr).toMatch(sentence);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
  });
});
