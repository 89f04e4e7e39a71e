import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { correctNames, ingest, type NameCorrection, open, project } from "../src/index.ts";
import { colloquy } from "./cli/process.ts";

let folder: string;
let read: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-corrections-"));
  read = join(folder, "read");
  const about = (speaker: string, names: readonly string[]): readonly string[] =>
    names.flatMap((name) =>
      ["causes stress", "affects sleep", "helps focus"].map(
        (what) => `${speaker}: I think that ${name} ${what} for us.`,
      ),
    );
  const first = [
    ...about("Speaker 1", ["remote work", "remote working", "telecommuting", "brain fog", "isolation"]),
    ...about("Speaker 2", ["prototype"]),
  ];
  const second = [
    ...about("Speaker 1", ["prototype", "the prototypes"]),
    ...about("Maya Okafor", ["isolation"]),
    "Ann Lee: I heard Maya about isolation.",
    "Ann Lee: Then Maya spoke about telecommuting.",
    "Ann Lee: I asked Maya about remote work.",
  ];
  writeFileSync(join(folder, "a.txt"), first.join("\n"));
  writeFileSync(join(folder, "b.txt"), second.join("\n"));
  // "NAME @FILE" cannot mean this file.
  writeFileSync(join(folder, "c @d.txt"), "Speaker 3: I agree with that.\n");
  await ingest({ transcriptsDir: folder, dataDir: read, outputDir: join(folder, "metrics") });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let dataDir: string;
let file: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(folder, "data-"));
  cpSync(read, dataDir, { recursive: true });
  file = join(dataDir, "default", "aliases.yaml");
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const correct = (correction: NameCorrection) => correctNames(correction, { dataDir, outputDir: join(dataDir, "log") });
const write = (text: string): void => writeFileSync(file, text);
const lists = (): unknown => parse(readFileSync(file, "utf8"));
const update = async (): Promise<string> => (await project({ dataDir, outputDir: join(dataDir, "log") })).digest;

/** The names of each entity with these names, and the files that mention it. */
async function entities(...names: readonly string[]): Promise<readonly string[]> {
  await using workspace = await open("default", { dataDir });
  const shown = await Promise.all(names.map((name) => workspace.show(name)));
  const found = new Map(shown.flatMap((entity) => (entity === null ? [] : [[entity.id, entity] as const])));
  return [...found.values()]
    .map(({ name, aliases }) => [name, ...aliases.map((alias) => alias.name)].join(", "))
    .toSorted();
}

async function filesOf(name: string): Promise<readonly string[]> {
  await using workspace = await open("default", { dataDir });
  const shown = await workspace.show(name);
  return shown === null ? [] : [shown, ...shown.namesakes].map(({ transcripts }) => transcripts.join(" ")).toSorted();
}

describe("split", () => {
  it("takes a name out of a chain of merges", async () => {
    await correct({ merge: ["isolation", "remote work"] });
    await correct({ merge: ["remote work", "telecommuting"] });
    await correct({ split: "isolation" });
    expect(await entities("isolation", "remote work", "telecommuting")).toEqual([
      "isolation",
      "telecommuting, remote work, remote working",
    ]);
    expect(lists()).toEqual({ same: [["remote work", "telecommuting"]] });
  });

  it("undoes a merge only, and leaves names together that rules join", async () => {
    const before = await update();
    await correct({ merge: ["isolation", "remote work"] });
    const { added, removed } = await correct({ split: "remote work" });
    expect(added).toEqual([]);
    expect(removed).toEqual([{ list: "same", names: ["isolation", "remote work"] }]);
    expect(await entities("isolation", "remote work")).toEqual(["isolation", "remote work, remote working"]);
    expect(await update()).toBe(before);
    await correct({ merge: ["prototype @b.txt", "isolation"] });
    await correct({ split: "prototype @b.txt" });
    expect(await filesOf("prototype")).toEqual(["a.txt b.txt"]);
    expect(await update()).toBe(before);
  });

  it("separates names that rules join too, although they were merged", async () => {
    write("same: [[remote work, remote working], [remote work, isolation]]\n");
    await correct({ split: "remote work" });
    expect(lists()).toMatchObject({
      same: [["remote working", "isolation"]],
      different: [["remote work", "isolation"]],
    });
    expect(await entities("remote work", "isolation")).toEqual(["isolation, remote working", "remote work"]);
  });

  it("separates a name in one file from the name in others", async () => {
    await correct({ split: "prototype @b.txt" });
    expect(lists()).toMatchObject({ different: expect.arrayContaining([["prototype @b.txt", "prototype"]]) });
    expect(await filesOf("prototype")).toEqual(["a.txt", "b.txt"]);
  });

  it.each(["Speaker 2", "Speaker 2 @a.txt", "brain fog", "brain fog @a.txt"])(
    "says that %j has one name in one file",
    async (name) => {
      const [plain] = name.split(" @");
      await expect(correct({ split: name })).rejects.toThrow(
        new RegExp(`^Nothing to change: "${plain}" has no other names, and one transcript mentions it\\.$`),
      );
      expect(existsSync(file)).toBe(false);
    },
  );

  it("undoes a merge, and leaves the other names together", async () => {
    await correct({ merge: ["remote work", "telecommuting"] });
    await correct({ split: "telecommuting" });
    const apart = ["remote work, remote working", "telecommuting"];
    expect(await entities("remote work", "remote working", "telecommuting")).toEqual(apart);
    await correct({ merge: ["remote work", "telecommuting"] });
    await correct({ merge: ["remote work", "isolation"] });
    await correct({ split: "remote work" });
    expect(await entities("remote work", "isolation", "telecommuting")).toEqual([
      "isolation, telecommuting",
      "remote work, remote working",
    ]);
  });

  it("separates a part of a person's name, in every transcript", async () => {
    const before = await update();
    expect(await entities("Maya", "Maya Okafor")).toEqual(["Maya Okafor, Maya"]);
    await correct({ split: "Maya" });
    expect(lists()).toEqual({ different: [["Maya", "Maya Okafor"]] });
    expect(await entities("Maya", "Maya Okafor")).toEqual(["Maya", "Maya Okafor"]);
    await correct({ merge: ["Maya", "Maya Okafor"] });
    expect(await entities("Maya", "Maya Okafor")).toEqual(["Maya Okafor, Maya"]);
    rmSync(file);
    expect(await update()).toBe(before);
  });

  it("separates an entity with one name by transcripts, also if it has a plural", async () => {
    await correct({ split: "prototype" });
    expect(lists()).toEqual({ different: [["prototype @b.txt", "prototype @a.txt"]].map((names) => names.toSorted()) });
    expect(await filesOf("prototype")).toEqual(["a.txt", "b.txt"]);
    await expect(correct({ hide: "prototype" })).rejects.toThrow(
      'Several entities have the name "prototype". Name one of them: ',
    );
    await correct({ hide: "prototype @a.txt" });
    expect(await filesOf("prototype")).toEqual(["b.txt"]);
    await expect(correct({ split: "brain fog" })).rejects.toThrow(
      'Nothing to change: "brain fog" has no other names, and one transcript mentions it.',
    );
  });
});

describe("merge", () => {
  it("removes what parts the entities by any of their names", async () => {
    write("same: [[isolation, telecommuting], [remote work, brain fog]]\ndifferent: [[isolation, remote work]]\n");
    await correct({ merge: ["telecommuting", "brain fog"] });
    expect(lists()).not.toHaveProperty("different");
    expect(await entities("isolation", "remote work")).toHaveLength(1);
  });

  it("keeps the merged names apart from the other names of a list", async () => {
    write("different: [[telecommuting, remote work, remote working]]\n");
    await correct({ merge: ["remote work", "remote working"] });
    expect(lists()).toEqual({
      different: [
        ["remote work", "telecommuting"],
        ["remote working", "telecommuting"],
      ],
      same: [["remote work", "remote working"]],
    });
  });

  it("joins a label of a transcript with a person, and no other label", async () => {
    await expect(correct({ merge: ["Speaker 1", "Ann Lee"] })).rejects.toThrow(
      /^Several entities have the name "Speaker 1"\. Name one of them: "Speaker 1 @[ab]\.txt", "Speaker 1 @[ab]\.txt"\.$/,
    );
    await correct({ merge: ["Speaker 1 @b.txt", "Ann Lee"] });
    expect(lists()).toEqual({ same: [["Speaker 1 @b.txt", "Ann Lee"]] });
    expect(await entities("Ann Lee")).toEqual(["Ann Lee, Speaker 1"]);
    expect(await filesOf("Ann Lee")).toEqual(["b.txt"]);
    await correct({ hide: "Speaker 2" });
    expect(lists()).toMatchObject({ hide: ["Speaker 2 @a.txt"] });
    expect(await filesOf("Speaker 2")).toEqual([]);
  });

  it("writes names that transcripts contain", async () => {
    write("rename: { isolation: Loneliness }\n");
    await correct({ merge: ["Loneliness", "telecommuting"] });
    expect(lists()).toMatchObject({ same: [["isolation", "telecommuting"]] });
    write("same: [[isolation, telecommuting]]\n");
    await update();
    expect(await entities("isolation", "telecommuting")).toHaveLength(1);
  });

  it("counts an edit by hand, which the graph does not show yet", async () => {
    await correct({ merge: ["isolation", "telecommuting"] });
    rmSync(file);
    await correct({ merge: ["isolation", "telecommuting"] });
    expect(lists()).toEqual({ same: [["isolation", "telecommuting"]] });
  });
});

describe("a name in one file", () => {
  it("is hidden in this file only", async () => {
    const { added } = await correct({ hide: "prototype @b.txt" });
    expect(added).toEqual([{ list: "hide", names: ["prototype @b.txt"] }]);
    expect(await filesOf("prototype")).toEqual(["a.txt"]);
    await correct({ unhide: "prototype @b.txt" });
    expect(await filesOf("prototype")).toEqual(["a.txt b.txt"]);
  });

  it("is merged in this file only, and the rest of its entity stays apart", async () => {
    write("different: [[prototype, telecommuting]]\n");
    await correct({ merge: ["prototype @b.txt", "telecommuting"] });
    expect(lists()).toEqual({
      different: [["prototype", "telecommuting"]],
      same: [["prototype @b.txt", "telecommuting"]],
    });
    expect(await filesOf("prototype")).toEqual(["a.txt", "a.txt b.txt"]);
    expect(await filesOf("telecommuting")).toEqual(["a.txt b.txt"]);
  });

  it("is written as the file has it", async () => {
    await correct({ hide: "Prototypes @a.txt" });
    expect(lists()).toEqual({ hide: ["prototype @a.txt"] });
    expect(await filesOf("prototype")).toEqual(["b.txt"]);
  });

  it("is unknown if the file does not mention it, although it mentions its entity", async () => {
    await correct({ merge: ["isolation", "brain fog"] });
    await expect(correct({ hide: "brain fog @b.txt" })).rejects.toMatchObject({ code: "not-found" });
    await correct({ hide: "isolation @b.txt" });
    expect(lists()).toMatchObject({ hide: ["isolation @b.txt"] });
    expect(await filesOf("isolation")).toEqual(["a.txt"]);
  });
});

describe("hide", () => {
  it("hides and shows an entity by any of its names", async () => {
    await correct({ merge: ["isolation", "telecommuting"] });
    await correct({ hide: "telecommuting" });
    expect(await entities("isolation")).toEqual([]);
    await expect(correct({ merge: ["isolation", "brain fog"] })).rejects.toThrow(
      '"telecommuting" is hidden. Show it first: colloquy hide --undo "telecommuting".',
    );
    await using workspace = await open("default", { dataDir });
    expect(await workspace.hiddenBy("isolation")).toEqual(["telecommuting"]);
    expect(await workspace.hiddenBy("brain fog")).toEqual([]);
    const shown = await correct({ unhide: "isolation" });
    expect(shown).toMatchObject({ added: [], removed: [{ list: "hide", names: ["telecommuting"] }] });
    expect(await entities("isolation")).toHaveLength(1);
    await expect(correct({ unhide: "isolation" })).rejects.toThrow(
      'Nothing to change: aliases.yaml does not hide "isolation".',
    );
  });
});

describe("rename", () => {
  it("shows an entity by another name, in place of an earlier one", async () => {
    const before = await update();
    write("# Mine.\nrename:\n  # As she says.\n  stress: Strain\n");
    await correct({ rename: "brain fog", to: " Foggy  thinking " });
    expect(readFileSync(file, "utf8")).toBe(
      "# Mine.\nrename:\n  # As she says.\n  stress: Strain\n  brain fog: Foggy thinking\n",
    );
    expect(await entities("brain fog")).toEqual(["Foggy thinking, brain fog"]);
    const { added, removed } = await correct({ rename: "Foggy thinking", to: "Fog" });
    expect({ added, removed }).toEqual({
      added: [{ list: "rename", names: ["brain fog", "Fog"] }],
      removed: [{ list: "rename", names: ["brain fog", "Foggy thinking"] }],
    });
    expect(await entities("brain fog")).toEqual(["Fog, brain fog"]);
    await correct({ rename: "Fog", to: "brain fog" });
    expect(lists()).toEqual({ rename: { stress: "Strain" } });
    await correct({ rename: "Strain", to: "stress" });
    expect(await update()).toBe(before);
    expect(readFileSync(file, "utf8")).toBe("# Mine.\n");
  });

  it("names a label of a transcript", async () => {
    await correct({ rename: "Speaker 1 @a.txt", to: "Ann Wu" });
    expect(lists()).toEqual({ rename: { "Speaker 1 @a.txt": "Ann Wu" } });
    expect(await filesOf("Ann Wu")).toEqual(["a.txt"]);
    expect(await filesOf("Speaker 1")).toEqual(["a.txt", "b.txt"]);
  });

  it("keeps the names of a merged entity together", async () => {
    await correct({ merge: ["isolation", "telecommuting"] });
    await correct({ rename: "telecommuting", to: "being alone" });
    expect(await entities("isolation", "telecommuting", "being alone")).toEqual([
      "being alone, isolation, telecommuting",
    ]);
    expect(lists()).toMatchObject({ rename: { telecommuting: "being alone" } });
  });

  it.each([
    [
      "isolation",
      "telecommuting",
      /^"telecommuting" is another entity, telecommuting: merge the two\. `colloquy merge "isolation" "telecommuting"` does that\.$/,
    ],
    ["isolation", "isolation", /^Nothing to change: the entity has the name "isolation" already\.$/],
    ["isolation", "", /^The new name must have from 1 to 100 characters\.$/],
    ["isolation", "a".repeat(101), /^The new name must have from 1 to 100 characters\.$/],
    ["isoltion", "alone", /^No entity "isoltion"\. Did you mean/],
  ])("refuses %s as %s", async (rename, to, message) => {
    await expect(correct({ rename, to })).rejects.toThrow(message);
    expect(existsSync(file)).toBe(false);
  });
});

describe("undo", () => {
  it("takes back each kind of correction, in any order", async () => {
    const before = await update();
    write("different:\n  - [isolation, telecommuting]\n");
    const parted = await update();
    const made = [];
    for (const correction of [
      { merge: ["isolation", "telecommuting"] },
      { rename: "isolation", to: "being alone" },
      { split: "Maya" },
      { hide: "brain fog" },
    ])
      made.push(await correct(correction));
    const [merged, renamed, split, hidden] = made;
    for (const each of [renamed, hidden, merged, split]) if (each !== undefined) await correct({ undo: each });
    expect(await update()).toBe(parted);
    expect(lists()).toEqual({ different: [["isolation", "telecommuting"]] });
    rmSync(file);
    expect(await update()).toBe(before);
  });

  it("is refused if the file has changed, and changes nothing then", async () => {
    const first = await correct({ rename: "isolation", to: "being alone" });
    const second = await correct({ rename: "isolation", to: "solitude" });
    await expect(correct({ undo: first })).rejects.toThrow(
      /^The correction cannot be undone, because aliases\.yaml was changed: it no longer has the entry rename: "isolation", "being alone"\. Edit the file, then run `colloquy project`\.$/,
    );
    write("rename: { isolation: solitude, telecommuting: away }\n");
    await correct({ undo: second });
    expect(lists()).toEqual({ rename: { isolation: "being alone", telecommuting: "away" } });
    write("rename: { isolation: alone }\n");
    await expect(correct({ undo: { added: [], removed: first.added } })).rejects.toThrow(
      /: it has the entry rename: "isolation", "alone" now\./,
    );
  });
});

describe("the file", () => {
  it("has the corrections of all commands that run at once and succeed", async () => {
    const corrections: readonly NameCorrection[] = [
      { merge: ["isolation", "telecommuting"] },
      { merge: ["brain fog", "remote work"] },
      { hide: "sleep" },
    ];
    const outcomes = await Promise.allSettled(corrections.map(correct));
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === "fulfilled") continue;
      expect(outcome.reason).toMatchObject({ code: "workspace-busy" });
      await correct(corrections[index] as NameCorrection);
    }
    const { same, hide } = lists() as { same: readonly string[][]; hide: readonly string[] };
    expect(same.map((names) => names.toSorted()).toSorted()).toEqual([
      ["brain fog", "remote work"],
      ["isolation", "telecommuting"],
    ]);
    expect(hide).toEqual(["sleep"]);
  });

  it.each([
    ["same: [[a, b", /line 1: .*\. Correct the file, or remove it\.$/],
    ["hide: [rest]\n---\nhide: [sleep]\n", /line \d: it has more than one document\. Correct/],
    ["same: [remote work, rest]\n", /same\[0\] is not a list\. Correct/],
  ])("is not changed if it cannot be used: %j", async (text, message) => {
    write(text);
    await expect(correct({ hide: "isolation" })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringMatching(message),
    });
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("is not changed by a correction that contradicts it or has no effect", async () => {
    const before = await update();
    write("rename: { isolation: telecommuting }\n");
    const renamed = await update();
    await expect(correct({ split: "isolation" })).rejects.toThrow(
      /^Nothing is changed, because the correction contradicts other entries\. /,
    );
    expect(readFileSync(file, "utf8")).toBe("rename: { isolation: telecommuting }\n");
    expect(await update()).toBe(renamed);
    rmSync(file);
    expect(await update()).toBe(before);
    await expect(correct({ merge: ["isolation", "isolation"] })).rejects.toThrow("are one entity already.");
    expect(existsSync(file)).toBe(false);
  });

  it("keeps its comments, its permissions and a link to it", async () => {
    const real = join(folder, "my-aliases.yaml");
    writeFileSync(real, "# Mine.\nhide: [yeah] # noise\nrename:\n  # As she says.\n  stress: Strain\n", {
      mode: 0o640,
    });
    chmodSync(real, 0o640);
    symlinkSync(real, file);
    await correct({ merge: ["isolation", "telecommuting"] });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(lstatSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, "utf8")).toBe(
      "# Mine.\nhide: [ yeah ] # noise\nrename:\n  # As she says.\n  stress: Strain\nsame:\n  - [ isolation, telecommuting ]\n",
    );
    rmSync(real);
    await correct({ hide: "isolation" });
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, "utf8")).toBe("hide:\n  - isolation\n");
    rmSync(real);
  });

  it("is not changed by a correction that would not hold", async () => {
    const before = await update();
    await expect(correct({ hide: "Speaker 3" })).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/^The correction has no effect on the names of these transcripts; /),
    });
    expect(existsSync(file)).toBe(false);
    expect(await update()).toBe(before);
  });

  it("is not changed if it cannot be written, and neither is the ledger", async () => {
    const before = await update();
    symlinkSync(join(dataDir, "missing", "aliases.yaml"), file);
    await expect(correct({ hide: "isolation" })).rejects.toMatchObject({
      code: "disk",
      message: expect.stringMatching(/aliases\.yaml cannot be written \(.*\)\. It is unchanged\.$/),
    });
    await using workspace = await open("default", { dataDir });
    expect((await workspace.status()).digest).toBe(before);
    expect(await entities("isolation")).toHaveLength(1);
  });

  it("is remarked on if names are in no transcript, or a type is misspelt", async () => {
    write(
      "hide: [isolation, Speaker 1, Speaker 1 @a.txt, prototype @b.txt, Maya @b.txt, Maya @a.txt, lonliness]\ntype: { brain fog: Outcme, telecommuting: Ship }\nsame: [[Maya, Maya Okafor]]\n",
    );
    const warnings: string[] = [];
    await project({
      dataDir,
      outputDir: join(dataDir, "log"),
      onEvent: (event) => {
        if (event.event === "warning") warnings.push(event.message.replaceAll(file, "aliases.yaml"));
      },
    });
    expect(warnings).toEqual([
      '3 names of aliases.yaml are in no transcript, and have no effect: "Speaker 1", "Maya @a.txt", "lonliness".',
      'aliases.yaml: "brain fog" has the type "Outcme". Did you mean "Outcome"?',
    ]);
  });

  it("joins what a rename gives one name", async () => {
    write("rename: { isolation: telecommuting }\nhide: [telecommuting]\n");
    await update();
    expect(await entities("isolation", "telecommuting")).toEqual([]);
    await correct({ unhide: "isolation" });
    expect(await entities("isolation", "telecommuting")).toEqual(["telecommuting, isolation"]);
  });
});

describe("the commands", () => {
  const call = (...args: readonly string[]) =>
    colloquy([...args, "--data-dir", dataDir, "--output-dir", join(dataDir, "log")], { cwd: folder });

  it("print what they change in the file, as text and as JSON", async () => {
    await correct({ merge: ["isolation", "telecommuting"] });
    const { exitCode, stdout } = await call("split", "telecommuting");
    expect(stdout.replace(file, "FILE")).toMatch(
      /^FILE:\n {2}removed {2}same: isolation, telecommuting\n\nWorkspace default\n/,
    );
    const parted = await call("split", "Maya");
    expect(parted.stdout).toContain("  added    different: Maya, Maya Okafor\n");
    expect(exitCode).toBe(0);
    const hidden = await call("hide", "brain fog", "--json");
    expect(JSON.parse(hidden.stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
      file,
      added: [{ list: "hide", names: ["brain fog"] }],
      removed: [],
    });
  });

  it("rename an entity", async () => {
    const { exitCode, stdout } = await call("rename", "brain fog", "Foggy thinking");
    expect([exitCode, stdout.replace(file, "FILE")]).toEqual([
      0,
      expect.stringMatching(/^FILE:\n {2}added {4}rename: brain fog, Foggy thinking\n\nWorkspace default\n/),
    ]);
    const missing = await call("rename", "brain fog");
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("missing required argument") });
  });

  it("say why a hidden name is not shown, and show it again", async () => {
    await call("hide", "brain fog");
    const { exitCode, stderr } = await colloquy(["show", "brain fog", "--data-dir", dataDir], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(
      '"brain fog" is hidden in workspace default, because "brain fog" is under hide in its aliases.yaml. `colloquy hide --undo "brain fog"` shows it again.',
    );
    const again = await call("hide", "--undo", "brain", "fog");
    expect(again.stdout).toContain("  removed  hide: brain fog\n");
    expect(await entities("brain fog")).toEqual(["brain fog"]);
  });
});
