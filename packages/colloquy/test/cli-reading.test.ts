import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../src/cli/command-line.ts";
import { createOutput } from "../src/cli/output.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

const MORNING = `Ada Novak: Wolfgang told Mirela to use lanterns!
Ben Okafor: Mirela listened to Wolfgang, and lanterns are cheap.
Ada Novak: Mirela sold every lantern to Wolfgang.
`;
const EVENING = `[00:01:05] Dr. Ada Novak: Wolfgang asked Hendrik for a lantern!
[00:01:20] Speaker 1: Hendrik found the lantern.
`;

const NOON = "Ada Novak: We met again.\n";

let folder: IngestFixture;
beforeAll(async () => {
  folder = new IngestFixture();
  folder.write("morning.txt", MORNING);
  folder.write("later/evening.txt", EVENING);
  folder.write("noon.txt", NOON);
  await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
});
afterAll(() => folder[Symbol.dispose]());

/** The output and the exit code of a call in this process. */
async function call(...args: readonly string[]) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) =>
    new PassThrough().on("data", (data: Buffer) => void (written[name] += data.toString()));
  const exitCode = await runCommandLine([...args, "--data-dir", folder.dataDir], {
    output: createOutput(stream("stdout"), {}),
    messages: createOutput(stream("stderr"), {}),
    environment: { COLLOQUY_WORKSPACE: "talks" },
    cwd: folder.root,
    interruption: { signal: new AbortController().signal, exitCode: null, endCleanly: () => {} },
  });
  return { exitCode, ...written };
}

async function json<Shape>(...args: readonly string[]): Promise<Shape> {
  const { stdout, stderr } = await call(...args, "--json");
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Shape;
}

interface List {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

const names = ({ items }: List) => items.map(({ name }) => name);

describe("colloquy list", () => {
  it("lists speakers with turns and transcripts, under one name for all labels", async () => {
    const { items, next } = await json<List>("list", "speakers");
    expect(next).toBeNull();
    const listed = { id: expect.any(String), firstFile: expect.any(String), talkMs: null };
    expect(items).toEqual([
      { ...listed, name: "Ada Novak", turns: 4, transcripts: 3 },
      { ...listed, name: "Ben Okafor", turns: 1, transcripts: 1 },
      { ...listed, name: "Speaker 1", turns: 1, transcripts: 1 },
    ]);
    expect((await json<{ id: string }>("show", "Ada Novak")).id).toBe(items[0]?.id);
  });

  it("lists entities by mentions, by type in any case, and people", async () => {
    const all = await json<List>("list", "entities");
    expect(Object.keys(all.items[0] ?? {})).toEqual(["id", "name", "type", "mentions", "transcripts"]);
    const mentions = all.items.map((item) => Number(item["mentions"]));
    expect(mentions).toEqual(mentions.toSorted((one, other) => other - one));
    const people = await json<List>("list", "people");
    expect(names(people)).toEqual(expect.arrayContaining(["Ada Novak", "Wolfgang", "Hendrik", "Speaker 1"]));
    expect(await json("list", "entities", "--type", "person")).toEqual(people);
    expect(await json("list", "entities", "--type", "Place")).toEqual({ items: [], next: null });
  });

  it("continues at a cursor", async () => {
    const all = await json<List>("list", "entities", "--type", "person");
    const first = await json<List>("list", "entities", "--type", "person", "--limit", "2");
    const rest = await json<List>("list", "entities", "--type", "person", "--cursor", first.next ?? "");
    expect([...first.items, ...rest.items]).toEqual(all.items);
    const { stderr } = await call("list", "entities", "--limit", "2");
    const shown = /^More: colloquy (list entities --data-dir \S+ --limit 2 --cursor \S+)\n$/.exec(stderr)?.[1] ?? "";
    expect((await call(...shown.split(" ").slice(0, 2), ...shown.split(" ").slice(4))).exitCode).toBe(0);
    expect(await call("list", "speakers", "--cursor", first.next ?? "")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^colloquy: The cursor \S+ is not a cursor of this list: [^\n]+\n$/),
    });
  });

  it("lists transcripts with their turns and length, and workspaces", async () => {
    expect(await json("list", "transcripts")).toEqual({
      items: [
        expect.objectContaining({ name: "later/evening.txt", file: "later/evening.txt", turns: 2, durationMs: 80_000 }),
        expect.objectContaining({ name: "morning.txt", format: expect.any(String), turns: 3, durationMs: null }),
        expect.objectContaining({ name: "noon.txt", turns: 1 }),
      ],
      next: null,
    });
    const { items } = await json<List>("list", "workspaces");
    expect(items).toEqual([
      { id: "talks", name: "talks", path: expect.stringContaining("talks"), updatedAt: expect.any(String) },
    ]);
  });

  it("prints tables as text, and a message for an empty list", async () => {
    expect((await call("list", "speakers")).stdout).toMatch(
      /^speaker +turns +talk time +transcripts +id\nAda Novak +4 /,
    );
    expect(await call("list", "entities", "--type", "Place")).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: expect.stringMatching(/^No entities of type Place; the types are .*Person.*\.\n$/),
    });
    expect((await call("list", "entities", "--type", "Persons")).stderr).toBe(
      "No entities of type Persons; did you mean Person?\n",
    );
  });

  it.each([
    [["speekers"], /There is no list of speekers: did you mean speakers\?/],
    [["xyz"], /list one of speakers, people, entities, transcripts, workspaces;/],
    [[], /missing required argument 'what': kind of the items \(speakers, people, entities, transcripts, workspaces\)/],
    [["people", "--type", "Person"], /--type is for `colloquy list entities`/],
    [["entities", "--limit", "0"], /--limit is '0', but must be a whole number from 1 to 10000/],
  ])("refuses %j in one sentence", async (args, sentence) => {
    const { exitCode, stdout, stderr } = await call("list", ...args);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^colloquy: [^\n]+\n$/);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  });
});

interface Shown {
  readonly name: string;
  readonly mentions: number;
  readonly transcripts: readonly string[];
  readonly speaker: { readonly name: string } | null;
  readonly relationships: readonly {
    readonly other: string;
    readonly evidence: readonly { readonly speaker: string }[];
  }[];
  readonly quotes: readonly { readonly text: string; readonly evidence: { readonly speaker: string } }[];
  readonly sentences: readonly { readonly text: string; readonly speaker: string }[];
  readonly topics: readonly {
    readonly name: string;
    readonly mentions: number;
    readonly evidence: readonly object[];
  }[];
  readonly statements: readonly {
    readonly source: string;
    readonly target: string;
    readonly evidence: readonly object[];
  }[];
}

describe("colloquy show", () => {
  it("shows the topics and statements of a person, under each label", async () => {
    const ada = await json<Shown>("show", "Ada Novak");
    expect(ada.topics.map(({ name, mentions }) => [name, mentions])).toEqual([
      ["Wolfgang", 3],
      ["Mirela", 2],
      ["Hendrik", 1],
    ]);
    expect(ada.topics[0]?.evidence).toEqual([
      expect.objectContaining({
        file: "later/evening.txt",
        speaker: "Dr. Ada Novak",
        startMs: 65_000,
        text: "Wolfgang",
      }),
      expect.objectContaining({ file: "morning.txt", speaker: "Ada Novak" }),
      expect.objectContaining({ file: "morning.txt", speaker: "Ada Novak" }),
    ]);
    expect(ada.statements.map(({ source, target }) => `${source} ${target}`).toSorted()).toEqual([
      "Mirela Wolfgang",
      "Wolfgang Hendrik",
      "Wolfgang Mirela",
    ]);
    expect(ada.quotes.map(({ text }) => text)).toContain("Wolfgang asked Hendrik for a lantern!");
    expect((await json<Shown>("show", "Hendrik")).topics).toEqual([]);
  });

  it("shows the evidence of one speaker, by name or alias", async () => {
    const everybody = await json<Shown>("show", "Mirela");
    expect(everybody).toMatchObject({ mentions: 3, speaker: null });
    const spoken = await json<Shown>("show", "Mirela", "--speaker", "dr. ada novak");
    expect(spoken).toMatchObject({
      mentions: 2,
      transcripts: ["morning.txt"],
      speaker: { name: "Ada Novak" },
      topics: [],
    });
    const speakers = [
      ...spoken.relationships.flatMap(({ evidence }) => evidence),
      ...spoken.quotes.map((each) => each.evidence),
    ];
    expect(new Set(speakers.map(({ speaker }) => speaker))).toEqual(new Set(["Ada Novak"]));
    expect(spoken.relationships.length).toBeGreaterThan(0);
    expect(everybody.sentences).toEqual([]);
    expect(spoken.sentences.map(({ text }) => text)).toEqual([
      "Wolfgang told Mirela to use lanterns!",
      "Mirela sold every lantern to Wolfgang.",
    ]);
    const { stdout } = await call("show", "Mirela", "--speaker", "Ben Okafor");
    expect(stdout).toContain("1 mention in 1 transcript, in the words of Ben Okafor\n");
    expect(stdout).toContain(
      "\nSays of it\n  “Mirela listened to Wolfgang, and lanterns are cheap.”\n  morning.txt · Ben Okafor",
    );
  });

  it("reports that a speaker does not mention an entity", async () => {
    const { exitCode, stdout, stderr } = await call("show", "Hendrik", "--speaker", "Ben Okafor");
    expect(stdout).toContain("0 mentions in 0 transcripts, in the words of Ben Okafor\n");
    expect(stderr).toBe("Ben Okafor does not mention Hendrik; leave out --speaker to see all evidence.\n");
    expect(exitCode).toBe(0);
  });

  it.each([
    ["Ada Novk", /No speaker has the name "Ada Novk" in these transcripts\. Did you mean "Ada Novak"\?/],
    ["Okafor", /Did you mean "Ben Okafor"\?/],
    [
      "Hendrik",
      /Hendrik does not speak in these transcripts\. `colloquy list speakers --data-dir \S+` lists all speakers\./,
    ],
  ])("suggests names for the speaker %s", async (speaker, sentence) => {
    const { exitCode, stdout, stderr } = await call("show", "Mirela", "--speaker", speaker);
    expect(stderr).toMatch(sentence);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  });
});

describe("colloquy compare-speakers", () => {
  it("prints what the speakers share and what each alone speaks about, within 80 columns", async () => {
    const { exitCode, stdout, stderr } = await call("compare-speakers", "Dr. Ada Novak", "ben okafor");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Ada Novak {2}3 statements · 3 topics · in 3 transcripts\nBen Okafor {2}1 statement · /);
    expect(stdout).toContain("\nThey agree about\n  Mirela —INFLUENCES→ Wolfgang\n    Ada Novak says so\n");
    expect(stdout).toContain("\nWhat both speak about\n  Wolfgang  Person · Ada Novak 3, Ben Okafor 1\n");
    expect(stdout).toContain("\nWhat only Ada Novak speaks about (1 topic)\n  Hendrik  Person · 1 mention\n");
    expect(stdout).not.toContain("What only Ben Okafor");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("says in a sentence that speakers share nothing, and keeps to a file", async () => {
    const { stdout } = await call("compare-speakers", "Ada Novak", "Speaker 1", "--file", "later/*");
    expect(stdout).toContain("Ada Novak and Speaker 1 share 1 topic, but no two of their");
    expect((await call("compare-speakers", "Ben Okafor", "Speaker 1")).stdout).toContain(
      "\nBen Okafor and Speaker 1 share no statement and no topic.\n",
    );
    const refused = await call("compare-speakers", "Ada Novak", "Ben Okafor", "--file", "later/*");
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: "colloquy: Ben Okafor does not speak in the files of the comparison.\n",
    });
  });

  it("has the same facts in JSON", async () => {
    const compared = await json<Record<string, readonly object[]>>("compare-speakers", "Ada Novak", "Ben Okafor");
    const keys = ["agreements", "disagreements", "only", "shared", "sharedCount", "speakers"];
    expect(Object.keys(compared).toSorted()).toEqual(keys);
    expect(compared["agreements"]?.[0]).toMatchObject({
      viewpoints: [
        {
          source: "Mirela",
          sourceId: expect.any(String),
          type: "INFLUENCES",
          target: "Wolfgang",
          polarity: "stated",
          count: 1,
          speaker: { name: "Ada Novak" },
          evidence: { file: "morning.txt", speaker: "Ada Novak" },
        },
        { speaker: { name: "Ben Okafor" } },
      ],
    });
    expect(compared["only"]).toMatchObject([
      { speaker: { name: "Ada Novak" }, count: 1, topics: [{ name: "Hendrik", by: [{ mentions: 1 }] }] },
      { speaker: { name: "Ben Okafor" }, count: 0, topics: [] },
    ]);
  });

  it.each([
    [["Ada Novak"], 2, /Give at least two speakers, each in quotes/],
    [["Ada Novak", "Dr. Ada Novak"], 2, /"Ada Novak" and "Dr\. Ada Novak" are one speaker, Ada Novak\./],
    [["Ada Novak", "Okafor"], 1, /No speaker has the name "Okafor" in these transcripts\. Did you mean "Ben Okafor"\?/],
    [
      ["Ada Novak", "Ben Okafor", "--file", "no.txt"],
      2,
      /No transcript matches no\.txt\. `colloquy list transcripts --data-dir/,
    ],
  ])("refuses %j in one sentence", async (args, code, sentence) => {
    const { exitCode, stdout, stderr } = await call("compare-speakers", ...args);
    expect(stderr).toMatch(sentence);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
  });
});

describe("a missing workspace", () => {
  it("is refused with the names of existing workspaces", async () => {
    const { exitCode, stderr } = await call("show", "Ada", "--workspace", "tolks");
    expect(stderr).toMatch(
      /There is no workspace tolks in \S+\. Name an existing workspace with --workspace \(talks\)\. Make it/,
    );
    expect(exitCode).toBe(2);
  });
});

describe("colloquy search", () => {
  interface Found {
    readonly hits: readonly { readonly file: string }[];
    readonly missing: readonly string[];
  }

  it("finds a speaker under every label, by any name, and suggests names for an unknown speaker", async () => {
    const files = async (speaker: string) =>
      (await json<Found>("search", "lantern", "--speaker", speaker)).hits.map(({ file }) => file).toSorted();
    for (const name of ["Ada Novak", "ada novak", "Dr. Ada Novak"])
      expect(await files(name)).toEqual(["later/evening.txt", "morning.txt"]);
    expect(await files("Speaker 1")).toEqual(["later/evening.txt"]);
    const unknown = await call("search", "lantern", "--speaker", "Ada Novk");
    expect(unknown).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: 'Nothing found, because there is no speaker "Ada Novk". Did you mean "Ada Novak"?\n',
    });
  });

  it("names the words of the query that no chunk contains", async () => {
    expect(await json<Found>("search", "lanterns")).toMatchObject({ missing: [] });
    const part = await json<Found>("search", "lantern", "zeppelins");
    expect(part.hits).toHaveLength(2);
    expect(part.missing).toEqual(["zeppelins"]);
    expect((await call("search", "lantern zeppelins and gliders")).stderr).toBe(
      'No chunk contains "zeppelins" or "gliders".\n',
    );
    expect((await call("search", "zeppelins", "--quiet")).stderr).toBe("");
  });

  it("says that no chunk states what a question demands", async () => {
    const question = "How much does the lantern cost?";
    const { stdout, stderr } = await call("search", question);
    expect(stdout).toContain("lantern");
    expect(stderr).toContain("No chunk states an amount of money for this question.\n");
    expect(await json<Found>("search", question)).toMatchObject({ unstated: "money" });
    expect(await json<Found>("search", "lantern")).toMatchObject({ unstated: null });
  });
});
