import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteGraphStore } from "../../src/adapters/sqlite/graph-store/index.ts";
import { EXPORT_FORMATS, type ExportFormat, exportRows, type PictureOptions } from "../../src/export/index.ts";
import {
  canonicalLine,
  DigestSum,
  type EvidenceRow,
  type Polarity,
  polarityCounts,
  printable,
  type RelationshipRow,
} from "../../src/model/index.ts";
import type { GraphStore } from "../../src/ports/index.ts";
import { sampleDerived } from "../../src/testing/suites/sample-rows.ts";
import { exportFixture, type ExportFixture, GRAPH_ROWS, HOSTILE, VECTOR_ROWS } from "./export-fixture.ts";

let fixture: ExportFixture;

beforeAll(async () => {
  fixture = await exportFixture();
});

afterAll(async () => {
  await fixture[Symbol.asyncDispose]();
});

async function exported(format: ExportFormat): Promise<string> {
  return joined(exportRows({ ...fixture, format }));
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

function linesOf(text: string): string[] {
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n");
}

describe("every format", () => {
  it.each(EXPORT_FORMATS)("%s is the same text each time", async (format) => {
    expect(await exported(format)).toBe(await exported(format));
  });

  it.each(EXPORT_FORMATS)("%s holds no control characters from transcripts", async (format) => {
    // Canonical lines are bytes to be hashed, in the form that JSON writes.
    const controls =
      format === "canonical" ? /[\u0000-\u0009\u000b-\u001f]/ : /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
    expect(await exported(format)).not.toMatch(controls);
  });

  it("refuses an unknown format", () => {
    expect(() => exportRows({ ...fixture, format: "yaml" as ExportFormat })).toThrow(/jsonl, graphml, canonical, html/);
  });
});

describe("jsonl", () => {
  it("holds each row of the graph once, by kind and id", async () => {
    const rows = linesOf(await exported("jsonl")).map((line) => JSON.parse(line) as unknown);
    expect(rows).toEqual(GRAPH_ROWS.toSorted((left, right) => order(left.kind) - order(right.kind)));
  });

  it("writes keys in the documented order", async () => {
    const lines = linesOf(await exported("jsonl"));
    expect(lines.find((line) => line.includes('"r1"'))).toBe(
      '{"kind":"relationship","id":"r1","source":"e1","type":"REDUCES","target":"e2","confidence":0.9,"count":2,"polarity":{"stated":1,"negated":1,"question":0,"hypothetical":0,"implied":0}}',
    );
    const mention = JSON.parse(lines.find((line) => line.includes('"m1"')) ?? "") as { evidence: object };
    expect(Object.keys(mention)).toEqual(["kind", "id", "entity", "evidence"]);
    expect(Object.keys(mention.evidence)).toEqual([
      "file",
      "chunk",
      "speaker",
      "startMs",
      "endMs",
      "startOffset",
      "endOffset",
      "text",
      "polarity",
    ]);
  });
});

const KINDS = ["transcript", "chunk", "entity", "mention", "relationship", "quote", "evidence", "vector"];

function order(kind: string): number {
  return KINDS.indexOf(kind);
}

describe("canonical", () => {
  it("holds every projected row as its canonical line, by kind and id", async () => {
    const expected = [...GRAPH_ROWS, ...VECTOR_ROWS]
      .toSorted((left, right) => order(left.kind) - order(right.kind) || (left.id < right.id ? -1 : 1))
      .map(canonicalLine);
    expect(linesOf(await exported("canonical"))).toEqual(expected);
  });

  it("sums up to the digest of the rows, in any order", async () => {
    const digest = new DigestSum();
    for (const line of linesOf(await exported("canonical"))) digest.addLine(line);
    const reference = new DigestSum();
    for (const row of [...VECTOR_ROWS, ...GRAPH_ROWS]) reference.addLine(canonicalLine(row));
    expect(digest.toHex()).toBe(reference.toHex());
  });
});

interface Edge {
  readonly source: string;
  readonly target: string;
  readonly data: Readonly<Record<string, string>>;
}

function readEdges(xml: string): Edge[] {
  return [...xml.matchAll(/<edge id="[^"]+" source="([^"]+)" target="([^"]+)">(.*)<\/edge>/g)].map((match) => ({
    source: match[1] ?? "",
    target: match[2] ?? "",
    data: Object.fromEntries(
      [...(match[3] ?? "").matchAll(/<data key="edge-(\w+)">([^<]*)<\/data>/g)].map((data) => [data[1], data[2]]),
    ) as Record<string, string>,
  }));
}

/** A relationship of the fixture: its first evidence only implies it, its last evidence denies it. */
async function saidInManyWays(graph: GraphStore): Promise<RelationshipRow> {
  const r1 = GRAPH_ROWS.find(({ id }) => id === "r1") as RelationshipRow;
  const v1 = GRAPH_ROWS.find(({ id }) => id === "v1") as EvidenceRow;
  const at = (place: number, polarity: Polarity): EvidenceRow => {
    const evidence = { ...v1.evidence, startOffset: place, text: `${polarity} at ${place}`, polarity };
    return { ...v1, id: `v${place}`, evidence };
  };
  await graph.remove("evidence", ["v1", "v2"]);
  await graph.upsert("evidence", [
    ...[10, 11, 12].map((place) => at(place, "implied")),
    ...[20, 21, 22, 23].map((place) => at(place, "stated")),
    at(30, "negated"),
  ]);
  const polarity = { ...r1.polarity, stated: 4, negated: 1, implied: 3 };
  await graph.upsert("relationship", [{ ...r1, count: 8, polarity }]);
  return r1;
}

describe("graphml", () => {
  it("declares every key that it uses, with a type", async () => {
    const xml = await exported("graphml");
    const declared = new Set(
      [
        ...xml.matchAll(/<key id="([^"]+)" for="(node|edge)" attr.name="\w+" attr.type="(string|int|long|double)"\/>/g),
      ].map((match) => match[1]),
    );
    const used = new Set([...xml.matchAll(/<data key="([^"]+)"/g)].map((match) => match[1]));
    expect([...used].filter((key) => !declared.has(key))).toEqual([]);
    expect(used.size).toBeGreaterThan(10);
  });

  it("joins existing nodes only, with unique ids", async () => {
    const xml = await exported("graphml");
    const nodes = [...xml.matchAll(/<node id="([^"]+)"/g)].map((match) => match[1]);
    const edges = [...xml.matchAll(/<edge id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(new Set(edges).size).toBe(edges.length);
    for (const { source, target } of readEdges(xml)) {
      expect(nodes).toContain(source);
      expect(nodes).toContain(target);
    }
  });

  it("has the evidence of a relationship", async () => {
    const edge = readEdges(await exported("graphml")).find(({ data }) => data["type"] === "REDUCES");
    expect(edge).toMatchObject({
      source: "e1",
      target: "e2",
      data: {
        evidence: "Sleep debt reduces attention span.",
        speaker: "Ada Byron",
        startMs: "61000",
        polarity: "stated",
        stated: "1",
        negated: "1",
        question: "0",
        hypothetical: "0",
        implied: "0",
      },
    });
  });

  it("marks a derived relationship, which has no evidence", async () => {
    await using own = await exportFixture();
    await own.graph.upsert("relationship", [{ ...sampleDerived("d", { source: "e5", target: "e2" }), id: "d" }]);
    const xml = await joined(exportRows({ ...own, format: "graphml" }));
    const edges = readEdges(xml).filter(({ data }) => data["derived"] === "true");
    expect(edges).toMatchObject([{ source: "e5", target: "e2", data: { type: "IS_A", count: "0", stated: "0" } }]);
    expect(edges[0]?.data).not.toHaveProperty("evidence");
    expect(xml).toContain('attr.name="derived" attr.type="boolean"');
  });

  it("shows evidence that says a relationship before evidence that implies it", async () => {
    await using own = await exportFixture();
    await saidInManyWays(own.graph);
    const xml = await joined(exportRows({ ...own, format: "graphml" }));
    const edge = readEdges(xml).find(({ data }) => data["type"] === "REDUCES");
    expect(edge?.data).toMatchObject({ evidence: "stated at 20", polarity: "stated", implied: "3" });
  });

  it("counts mentions per transcript, also when two folders hold a file of the same name", async () => {
    const edges = readEdges(await exported("graphml")).filter(({ data }) => data["type"] === "MENTIONED_IN");
    const ofDebt = edges.filter(({ source }) => source === "e1").map(({ target, data }) => [target, data["count"]]);
    expect(ofDebt).toEqual([
      ["t1", "1"],
      ["t2", "2"],
      ["t3", "1"],
    ]);
  });

  it("has the speaker and the subjects of a quote", async () => {
    const edges = readEdges(await exported("graphml")).map(
      ({ source, target, data }) => `${source} ${data["type"]} ${target}`,
    );
    expect(edges).toEqual(expect.arrayContaining(["e4 SAID q1", "q1 ABOUT e1", "q1 ABOUT e2", "q2 ABOUT e3"]));
    expect(edges.filter((edge) => edge.endsWith("SAID q2"))).toEqual([]);
  });

  it("escapes transcript text", async () => {
    const xml = await exported("graphml");
    expect(xml).not.toContain("<script>");
    expect(xml).toContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#39;n");
    expect(xml).toContain("\u{1f399}");
  });
});

interface PageData {
  readonly nodes: readonly { readonly id: string; readonly name: string; readonly files: readonly string[] }[];
  readonly edges: readonly {
    readonly source: string;
    readonly target: string;
    readonly kind: string;
    readonly marks?: string;
    readonly note?: string;
    readonly evidence: readonly { readonly text: string; readonly doubt: string }[];
  }[];
}

function pageData(html: string): PageData {
  const [, json] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(json ?? "") as PageData;
}

describe("html", () => {
  it("shows how each relation is said, with a sign at its arrow", async () => {
    const html = await exported("html");
    const { edges } = pageData(html);
    const said = edges.filter(({ kind }) => kind === "said").map(({ target, marks, note }) => [target, marks, note]);
    expect(said.toSorted()).toEqual([
      ["e2", "✕", "Stated once, denied once."],
      ["e5", "?", "Asked once."],
    ]);
    const marked = [...html.matchAll(/<text class="mark" data-edge="(\d+)"[^>]*>([^<]+)</g)];
    expect(marked.map(([, edge, mark]) => [edges[Number(edge)]?.target, mark]).toSorted()).toEqual([
      ["e2", "✕"],
      ["e5", "?"],
    ]);
    expect([...html.matchAll(/<b class="mark">(.+?)<\/b>(\w+)/g)].map(([, mark, word]) => `${mark} ${word}`)).toEqual([
      "✕ denied",
      "? asked",
    ]);
  });

  it("joins entities as mentioned together only when no relation between them is stated", async () => {
    await using own = await exportFixture();
    const { graph } = own;
    const r3 = GRAPH_ROWS.find(({ id }) => id === "r3") as RelationshipRow;
    const kindsOf = async (...rows: readonly RelationshipRow[]): Promise<readonly string[]> => {
      await graph.upsert("relationship", rows);
      const html = await joined(exportRows({ graph, vectors: fixture.vectors, format: "html" }));
      const ends = [r3.source, r3.target];
      const between = pageData(html).edges.filter(({ source, target }) =>
        [source, target].every((end) => ends.includes(end)),
      );
      return between.map(({ kind }) => kind);
    };
    expect(await kindsOf()).toEqual(["related"]);
    expect(await kindsOf({ ...r3, polarity: { ...r3.polarity, stated: 1 } })).toEqual(["said"]);
    // A relation between the same entities in the other direction, and a relation that is not drawn.
    const other = { ...r3, id: "r5", source: r3.target, target: r3.source, polarity: polarityCounts(() => 1) };
    expect(await kindsOf(r3, { ...other, type: "CAUSES" })).toEqual(["said"]);
    expect(await kindsOf(r3, { ...other, type: "IS_A" })).toEqual(["broader"]);
    const derived = sampleDerived("r5", { source: r3.target, target: r3.source });
    expect(await kindsOf(r3, { ...derived, id: "r5" })).toEqual(["broader"]);
  });

  it("sets kinds and parts apart, and derived ones with the words that the judge was shown", async () => {
    await using own = await exportFixture();
    const { graph } = own;
    const stated = GRAPH_ROWS.find(({ id }) => id === "r1") as RelationshipRow;
    const derived = sampleDerived("d", { source: "e5", target: "e3", type: "IS_PART_OF" }, "naps");
    await graph.upsert("relationship", [
      { ...stated, type: "IS_A" },
      { ...derived, id: "d" },
    ]);
    const html = await joined(exportRows({ graph, vectors: fixture.vectors, format: "html" }));
    const { edges } = pageData(html);
    const broader = edges.filter(({ kind }) => kind === "broader");
    expect(broader.map(({ source, target, marks }) => [source, target, marks])).toEqual([
      ["e1", "e2", "✕"],
      ["e5", "e3", undefined],
    ]);
    expect(broader[1]?.note).toBe("No words state it: naps compared the names “naps” and “other” in these words.");
    expect(broader[1]?.evidence.map(({ text }) => text)).toEqual(["naps", "naps"]);
    const lines = [...html.matchAll(/<g class="edge (broader[^"]*)" data-edge="(\d+)">/g)];
    expect(lines.map(([, classes]) => classes)).toEqual(["broader", "broader unstated"]);
    expect(html).toContain("kind or part, derived from names");
  });

  it("shows evidence of each polarity, in any position, before evidence that only implies a relation", async () => {
    await using own = await exportFixture();
    const { graph } = own;
    const r1 = await saidInManyWays(graph);
    const html = await joined(exportRows({ graph, vectors: fixture.vectors, format: "html" }));
    const edge = pageData(html).edges.find(({ target, kind }) => target === r1.target && kind === "said");
    expect(edge?.evidence.map(({ text, doubt }) => [text, doubt])).toEqual([
      ["stated at 20", ""],
      ["stated at 21", ""],
      ["negated at 30", "denied"],
    ]);
    const together = pageData(html).edges.find(({ kind }) => kind === "related");
    expect(together?.evidence.map(({ doubt }) => doubt)).toEqual(["implied"]);
  });

  it("leaves out IS_A relations unless they are requested", async () => {
    await using own = await exportFixture();
    const { graph } = own;
    const r1 = GRAPH_ROWS.find(({ id }) => id === "r1") as RelationshipRow;
    await graph.upsert("relationship", [{ ...r1, type: "IS_A" }]);
    const targets = async (picture: PictureOptions): Promise<readonly string[]> => {
      const html = await joined(exportRows({ graph, vectors: fixture.vectors, format: "html", picture }));
      return pageData(html).edges.flatMap(({ kind, target }) => (kind === "said" ? [target] : []));
    };
    expect(await targets({})).toEqual(["e5"]);
    expect((await targets({ undrawn: [] })).toSorted()).toEqual(["e2", "e5"]);
  });

  it("keeps transcript text as text", async () => {
    const html = await exported("html");
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(pageData(html).nodes.map(({ name }) => name)).toContain(printable(HOSTILE));
  });

  it("removes characters that reorder or hide text", async () => {
    const html = await exported("html");
    expect(html).toContain("gnp.exe");
    expect(html).not.toMatch(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]|\\u20[026][0-9a-f]/);
  });

  it("makes no network request", async () => {
    const html = await exported("html");
    expect(html).not.toMatch(/(src|href)\s*=|url\((?!#)|https?:|@import|fetch\(/);
  });

  it("names how the graph was made", async () => {
    const pieces = exportRows({ ...fixture, format: "html", picture: { title: "A & B", caption: "By <rules>." } });
    const html = await joined(pieces);
    expect(html).toContain("<title>A &amp; B</title>");
    expect(html).toContain("By &lt;rules&gt;.");
  });

  it("makes a page for a workspace without a graph", async () => {
    const folder = await mkdtemp(join(tmpdir(), "colloquy-empty-"));
    await using graph = openSqliteGraphStore(join(folder, "graph.db"), { workspace: "empty" });
    await graph.prepare();
    const html = await joined(exportRows({ graph, vectors: fixture.vectors, format: "html" }));
    await rm(folder, { recursive: true, force: true });
    expect(html).toContain("of 0, from 0 conversations");
    expect(html).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
  });
});
