import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { replayIngest } from "../../../../bench/replies.ts";
import { exportFiles } from "../../src/export/index.ts";
import { ingest, open } from "../../src/index.ts";
import type { ChunkRow, Evidence, GraphRow, GraphRowKind, VectorRow } from "../../src/model/index.ts";
import { GRAPH_ROW_KINDS } from "../../src/model/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../src/testing/index.ts";
import { costlyRuns } from "../properties.ts";
import { exportFixture, HOSTILE } from "./export-fixture.ts";
import { checkVault, type Note, readFiles } from "./vault-checker.ts";

const EXAMPLES = join(import.meta.dirname, "../../../../examples/transcripts");
const REPLIES = join(import.meta.dirname, "../../../../../shared/data/replies/qmsum.jsonl");

let folder: string;
let sample: ReadonlyMap<string, string>;
let notes: ReadonlyMap<string, Note>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-vault-"));
  await ingest({
    transcriptsDir: EXAMPLES,
    dataDir: join(folder, "data"),
    outputDir: join(folder, "metrics"),
    workspace: "sample",
    environment: {},
  });
  sample = await vaultOf("sample", join(folder, "data"));
  notes = checkVault(sample);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function vaultOf(workspace: string, dataDir: string): Promise<ReadonlyMap<string, string>> {
  await using opened = await open(workspace, { dataDir, environment: {} });
  return await readFiles(opened.exportFiles("obsidian"));
}

const CLAIMS =
  /^(?:What it|Examples and parts|What causes|What requires|Positions|Other relations|Kinds and parts|Related|Contradictions|What .* says)/;

/** The claims of all notes: each with the lines below it, or alone if several follow in one line. */
function claimsIn(vault: ReadonlyMap<string, Note>): readonly string[] {
  const sections = [...vault.values()].flatMap(({ body }) => body.split(/^## /m).filter((each) => CLAIMS.test(each)));
  return sections.flatMap((section) =>
    section
      .split(/\n(?=\S)/)
      .slice(1)
      .flatMap((claim) => (claim.startsWith("- ") ? [claim] : claim.trim().split(" · ")))
      .filter((claim) => !/^\d+ more/.test(claim)),
  );
}

function note(path: string): Note {
  const found = notes.get(path);
  if (found === undefined) throw new Error(`There is no ${path}.`);
  return found;
}

describe("the vault of the sample", () => {
  it("has a note for each transcript, entity and person, and an index, and no broken link", async () => {
    await using workspace = await open("sample", { dataDir: join(folder, "data"), environment: {} });
    const { graph } = await workspace.status();
    const count = (of: string): number => [...notes.keys()].filter((path) => path.startsWith(of)).length;
    expect(count("Transcripts/")).toBe(8);
    expect(count("People/")).toBe(graph.byType.entities["Person"]);
    expect(count("People/") + count("Entities/")).toBe(graph.entities);
    expect(notes.has("Index.md")).toBe(true);
  });

  it("is the same each time", async () => {
    expect(await vaultOf("sample", join(folder, "data"))).toEqual(sample);
  });

  it("cites exact words, each at the turn that says them", () => {
    let citations = 0;
    for (const [path, { citations: cited }] of notes) {
      for (const { words, path: transcript, block } of cited) {
        expect(note(`${transcript}.md`).blocks.get(block), path).toContain(words);
        citations += 1;
      }
    }
    expect(citations).toBeGreaterThan(300);
  });

  it("has no claim without its words or a link to them", () => {
    const claims = claimsIn(notes);
    expect(claims.filter((claim) => claim.startsWith("- ")).length).toBeGreaterThan(100);
    expect(claims.filter((claim) => !claim.startsWith("- ")).length).toBeGreaterThan(0);
    expect(claims.filter((claim) => !/#\^w\d+\|/.test(claim))).toEqual([]);
    expect(note("People/Maya Okafor.md").body).toMatch(
      /## Speaks about\n\n\[\[[^\]]+\]\] \(\[\[Transcripts\/[^\]]+#\^w\d+\|\d+\]\]\)/,
    );
  });

  it("shows an entity with its claims, who says them, and where", () => {
    const { properties, body } = note("Entities/remote work.md");
    expect(properties).toEqual({ type: "Concept", mentions: 5, transcripts: 2 });
    expect(body).toContain(`## What it leads to

- remote work *reduces* [[Entities/incidental exercise|incidental exercise]]
  > “Remote work reduces incidental exercise, nobody really wrote about that.”
  > — [[People/Samuel Adeyemi|Samuel Adeyemi]], [[Transcripts/03-habits#^w10011|03-habits, 00:10:18]]`);
    expect(body).toMatch(/## Where\n\n- \[\[Transcripts\/03-habits\|03-habits\]\] · 2 mentions\n {2}> “/);
  });

  it("shows a person with what they say, and under which other names", () => {
    const { properties, headings } = note("People/Maya Okafor.md");
    expect(properties).toMatchObject({ type: "Person", aliases: expect.arrayContaining(["Dr. Maya Okafor"]) });
    expect([...headings]).toEqual(
      expect.arrayContaining(["What Maya Okafor says", "Speaks about", "Speaks with", "Where"]),
    );
  });

  it("shows a transcript with its speakers and all of its turns", () => {
    const { properties, blocks } = note("Transcripts/04-remote-work.md");
    expect(properties).toEqual({
      type: "Transcript",
      file: "slow-mornings/04-remote-work.txt",
      format: "otter",
      turns: 71,
      duration: expect.stringMatching(/^00:\d\d:\d\d$/),
      speakers: expect.arrayContaining(["[[People/Ben Castellano|Ben Castellano]]"]),
    });
    expect(blocks.size).toBe(71);
  });
});

const chunkOf = (id: string, transcript: string, file: string, text: string, speaker: string): ChunkRow => ({
  kind: "chunk",
  id,
  transcript,
  file,
  ordinal: 0,
  startOffset: 0,
  endOffset: text.length,
  speakers: [speaker],
  startMs: 1_000,
  endMs: null,
  text,
  profile: "rules",
});

function evidenceIn(
  { id, file, text, speakers: [speaker = ""], startMs, endMs }: ChunkRow,
  polarity: Evidence["polarity"],
): Evidence {
  return { file, chunk: id, speaker, startMs, endMs, startOffset: 0, endOffset: text.length, text, polarity };
}

/** A graph in which everything has a hostile text: names, types, files, speakers and words. */
function hostileRows(texts: readonly string[]): {
  readonly graph: readonly GraphRow[];
  readonly vectors: readonly VectorRow[];
} {
  const at = (index: number): string => texts[index % texts.length] ?? "x";
  const chunks = texts.map((text, index) =>
    chunkOf(`c${index}`, `t${index}`, at(index + 1) || "file", `${text} words`, at(index + 2)),
  );
  const polarity = (index: number): Evidence["polarity"] => (index % 2 === 0 ? "stated" : "negated");
  const graph: GraphRow[] = chunks.flatMap((chunk, index): GraphRow[] => {
    const [id, next] = [`e${index}`, `e${(index + 1) % texts.length}`];
    const aliases = [{ name: at(index + 3), reason: "case" }];
    const type = index % 3 === 0 ? "Person" : at(index + 4) || "Concept";
    const relationship = {
      confidence: 1,
      count: 2,
      polarity: { stated: 1, negated: 1, question: 0, hypothetical: 0, implied: 0 },
    };
    return [
      { kind: "transcript", id: chunk.transcript, file: chunk.file, format: "plain", turns: 1 },
      chunk,
      { kind: "entity", id, name: texts[index] ?? "", type, aliases, mentions: 1, transcripts: 1 },
      { kind: "mention", id: `m${index}`, entity: id, evidence: evidenceIn(chunk, "stated") },
      { kind: "relationship", id: `r${index}`, source: id, type: "CAUSES", target: next, ...relationship },
      {
        kind: "quote",
        id: `q${index}`,
        speaker: id,
        about: [next],
        text: chunk.text,
        evidence: evidenceIn(chunk, "stated"),
      },
      { kind: "evidence", id: `v${index}`, of: `r${index}`, evidence: evidenceIn(chunk, polarity(index)) },
      { kind: "evidence", id: `w${index}`, of: `r${index}`, evidence: evidenceIn(chunk, polarity(index + 1)) },
    ];
  });
  const vectors = chunks
    .filter((_, index) => index % 4 !== 3)
    .map(({ profile: _profile, ...chunk }): VectorRow => {
      const [speaker = ""] = chunk.speakers;
      const turn = { speaker, startMs: chunk.startMs, endMs: null, startOffset: 0, endOffset: chunk.text.length };
      return { ...chunk, kind: "vector", turns: [turn], profile: "p", vector: Float32Array.of(1) };
    });
  return { graph, vectors };
}

async function hostileVault(texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = hostileRows(texts);
  await using graph = createMemoryGraphStore();
  await using vectors = createMemoryVectorStore();
  await graph.prepare();
  await vectors.prepare({ dimensions: 1, profile: "p" });
  for (const kind of GRAPH_ROW_KINDS as readonly GraphRowKind[])
    await graph.upsert(
      kind,
      rows.graph.filter((row) => row.kind === kind),
    );
  await vectors.upsert(rows.vectors.map((row) => ({ row, terms: [] })));
  return await readFiles(
    exportFiles({ format: "obsidian", workspace: "w", graph, vectors, summaries: noSummaries, caption: null }),
  );
}

async function* noSummaries(): AsyncIterable<never> {}

const PIECES = [
  ..."[[ ]] | # ^ \\ ` ``` $ %% <% <b> --- == Ann ann CON Index a/b .. . : :: * \u0007 \u202E \uD83D é 👩‍🚀 “ ”".split(
    " ",
  ),
  ..."\n---\n,\n# h\n,\n\n,> ,- , ,,x ^w0".split(","),
];
const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(""));

describe("a vault of hostile texts", () => {
  it("has no broken link, and one note for everything", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 12 }), async (texts) => {
        const files = await hostileVault(texts);
        expect(files.size).toBe(2 * texts.length + 1);
        checkVault(files);
      }),
      costlyRuns(15),
    );
  }, 60_000);

  it("has both sides of a contradiction, and leads there from the index", async () => {
    const vault = checkVault(await hostileVault(["Ann", "naps"]));
    const [path = "", contradicted] = [...vault].find(([, { headings }]) => headings.has("Contradictions")) ?? [];
    expect(contradicted?.body).toMatch(
      /## Contradictions\n\n- .*\(1 stated, 1 negated\).*\n {2}> “.*”\n {2}> — .*\n {2}\n {2}> “.*”\n {2}> — .* · negated\n/,
    );
    expect(vault.get("Index.md")?.links).toContainEqual({
      path: path.replace(/\.md$/, ""),
      fragment: "Contradictions",
      shown: "2 contradictions",
    });
  });

  it("tells two folders with a file of the same name apart", async () => {
    await using fixture = await exportFixture();
    const files = await readFiles(
      exportFiles({ ...fixture, format: "obsidian", workspace: "w", summaries: noSummaries, caption: HOSTILE }),
    );
    const vault = checkVault(files);
    expect([...vault.keys()].filter((path) => path.startsWith("Transcripts/"))).toEqual([
      "Transcripts/other.md",
      "Transcripts/talk (t1).md",
      "Transcripts/talk (t2).md",
    ]);
  });
});

describe.skipIf(!existsSync(REPLIES))(
  "the vault of five meetings with the replies of a careful reader (skipped where ../shared is absent)",
  () => {
    it("has no broken link, and its citations are the words of the turns", async () => {
      const { dataDir } = await replayIngest(join(folder, "replies"), { environment: {} });
      const vault = checkVault(await vaultOf("default", dataDir));
      const cited = [...vault.values()].flatMap(({ citations }) => citations);
      expect(cited.length).toBeGreaterThan(1_000);
      const exact = cited.filter(({ words, path, block }) =>
        vault.get(`${path}.md`)?.blocks.get(block)?.includes(words),
      );
      expect(exact.length / cited.length).toBeGreaterThan(0.95);
      expect(claimsIn(vault).filter((claim) => !/#\^w\d+\||“/.test(claim))).toEqual([]);
    }, 120_000);
  },
);
