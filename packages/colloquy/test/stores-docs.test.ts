import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import neo4j, { type Driver, type Path } from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openNeo4jGraphStore } from "../src/adapters/neo4j/index.ts";
import { openQdrantVectorStore } from "../src/adapters/qdrant/index.ts";
import { ingest, type IngestPorts, type IngestResult } from "../src/index.ts";
import type { GraphStore, VectorStore } from "../src/ports/index.ts";
import { neo4jServer, NO_NEO4J, NO_QDRANT, qdrantServer } from "./servers.ts";

const ROOT = join(import.meta.dirname, "../../..");
const page = readFileSync(join(ROOT, "docs", "stores.md"), "utf8");

type Row = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string>>;

interface DocumentedQuery {
  /** The heading of its section. */
  readonly heading: string;
  readonly parameters: Parameters;
  readonly cypher: string;
}

const BLOCK = /^#{2,3} (?<heading>.+)$|```\n(?<parameters>(?::param .+\n)+)```\n\n```cypher\n(?<cypher>[^`]+)```/gm;

function documentedQueries(text: string): readonly DocumentedQuery[] {
  const queries: DocumentedQuery[] = [];
  let heading = "";
  for (const { groups } of text.matchAll(BLOCK)) {
    heading = groups?.["heading"] ?? heading;
    const { cypher, parameters = "" } = groups ?? {};
    if (cypher !== undefined) queries.push({ heading, parameters: parametersOf(parameters), cypher });
  }
  return queries;
}

/** Parameters in Browser's syntax: `:param name => 'value'`. */
function parametersOf(lines: string): Parameters {
  return Object.fromEntries([...lines.matchAll(/^:param (\w+) => '(.*)'$/gm)].map(([, name, value]) => [name, value]));
}

/** The ledger is kept here until the end: filling a store again calls no extractor. */
const folder = mkdtempSync(join(tmpdir(), "colloquy-stores-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ingests the sample into stores of these tests. */
function ingestSample(workspace: string, ports: IngestPorts): Promise<IngestResult> {
  return ingest({
    transcriptsDir: join(ROOT, "examples", "transcripts"),
    workspace,
    dataDir: join(folder, "data"),
    outputDir: join(folder, "metrics"),
    ports,
  });
}

/** Three workspaces are written while the machine may be busy. */
const PATIENCE_MS = 180_000;

const randomWorkspace = (): string => `docs-${randomUUID().slice(0, 8)}`;

/** Its queries have no parameters; `neo4j/search-index.test.ts` runs them. */
const searchIndex = page.slice(page.indexOf("## The search index in Neo4j")).split(/\n## /)[0] ?? "";
const queries = documentedQueries(page);
const neo4jSettings = neo4jServer();
const qdrantUrl = qdrantServer();

describe("docs/stores.md", () => {
  it("has a query with its parameters in every block of Cypher for the graph, at least thirteen of them", () => {
    const blocks = page.match(/```cypher\n/g)?.length ?? -1;
    expect(queries).toHaveLength(blocks - (searchIndex.match(/```cypher\n/g)?.length ?? 0));
    expect(queries.filter(({ heading }) => /^\d+\. /.test(heading)).length).toBeGreaterThanOrEqual(13);
    for (const { cypher, parameters } of queries) {
      const used = new Set([...cypher.matchAll(/\$(\w+)/g)].map(([, name]) => name));
      expect([...used].toSorted()).toEqual(Object.keys(parameters).toSorted());
    }
  });

  it("quotes in its last chapter only messages that Colloquy prints", () => {
    const chapter = page.slice(page.indexOf("## When something looks wrong"));
    const sentences = [...chapter.matchAll(/^\| (`.+?`) +\|/gm)].flatMap(([, cell = ""]) => cell.split("`, `"));
    expect(sentences.length).toBeGreaterThan(20);
    const code = ["adapters", "stores", "composition", "cli", "model"]
      .map((room) => sourceOf(join(import.meta.dirname, "../src", room)))
      .join("\n");
    const parts = sentences.flatMap((sentence) => sentence.replaceAll("`", "").split("..."));
    expect(parts.map((part) => part.trim()).filter((part) => !code.includes(part))).toEqual([]);
  });
});

/** The text of all programs in a folder and its subfolders. */
function sourceOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

/** Checks of each query's result in the sample, by heading. */
const PLAUSIBLE: Readonly<Record<string, (rows: readonly Row[], sample: Sample) => void | Promise<void>>> = {
  "A first picture": (rows) => {
    expect(rows.map((row) => namesOf(row["path"]))).toContainEqual(["late caffeine", "deep sleep"]);
  },
  "Finding a name": (rows) => {
    expect(rows.map((row) => row["name"])).toEqual(expect.arrayContaining(["sleep debt", "chronic sleep debt"]));
    expect(rows[0]?.["name"]).toBe("sleep debt");
    for (const row of rows) expect(JSON.stringify(row).toLowerCase()).toMatch(/sleep|debt/);
  },
  "1. Who said what about something": async (rows, { graph }) => {
    const [entity] = await graph.findEntities(["sleep debt"]);
    expect(rows).toHaveLength(entity?.mentions ?? -1);
    for (const { words, speaker, file, second } of rows) {
      expect(words).toMatch(/sleep debt/i);
      expect(speaker).toMatch(/\w+/);
      expect(file).toMatch(/^(slow-mornings|town-council)\//);
      expect(second).toBeGreaterThan(0);
    }
  },
  "2. What acts on something": (rows) => {
    expect(rows[0]).toMatchObject({ cause: "sleep debt", relation: "REDUCES", stated: 2, denied: 0 });
    expect(rows).toContainEqual(expect.objectContaining({ cause: "brain training", stated: 0, denied: 1 }));
  },
  "3. From one thing to another": (rows) => {
    expect(rows.map((row) => namesOf(row["path"]))).toEqual([["chronic sleep debt", "anxiety", "working memory"]]);
  },
  "4. Quotes on a subject, by speaker": (rows) => {
    expect(rows.map((row) => row["speaker"]).toSorted()).toEqual(["Dr. Farid Nouri", "Lena Marchetti"]);
    expect(JSON.stringify(rows)).toMatch(/Anxiety reduces working memory/);
  },
  "5. What two conversations share": (rows) => {
    expect(rows[0]).toMatchObject({ shared: "Maya Okafor", type: "Person" });
    for (const row of rows) {
      expect(row["times_in_first"]).toBeGreaterThan(0);
      expect(row["times_in_second"]).toBeGreaterThan(0);
    }
  },
  "6. What is denied, and who states it": (rows) => {
    expect(rows).toContainEqual({
      statement: "brain training OPTIMIZES working memory",
      denied: ["Lena Marchetti: Brain training does not improve working memory in daily life."],
      stated: [],
    });
  },
  "7. What kinds of things there are": (rows, { result }) => {
    const counted = Object.fromEntries(rows.map(({ type, entities }) => [type, entities]));
    expect(counted).toEqual(result.graph.byType.entities);
    expect(rows).toContainEqual(
      expect.objectContaining({ type: "Person", most_mentioned: expect.arrayContaining(["Maya Okafor"]) }),
    );
  },
  "8. What is spoken of together": (rows) => {
    const names = rows.map((row) => row["name"]);
    expect(names).toContain("sleep debt");
    expect(names).not.toContain("working memory");
  },
  "9. Where one statement comes from": (rows) => {
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ relation: "REDUCES", polarity: "stated" });
      expect(row["words"]).toMatch(/late caffeine reduces deep sleep/i);
      expect(row["chunk"]).toContain(row["words"]);
      expect(Number(row["to_character"]) - Number(row["from_character"])).toBe(String(row["words"]).length);
    }
  },
  "10. A transcript at a glance": (rows) => {
    expect(rows.map((row) => row["chunk"])).toEqual(rows.map((_, index) => index));
    const seconds = rows.map((row) => Number(row["second"]));
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    for (const { speakers, about } of rows) {
      expect(speakers).not.toEqual([]);
      expect(about).not.toEqual([]);
    }
  },
  "11. What each speaker talks about": (rows) => {
    const maya = rows.find((row) => row["speaker"] === "Maya Okafor");
    expect(JSON.stringify(maya?.["favourites"])).toMatch(/"sleep \(\d+ of \d+\)"/);
  },
  "12. What somebody said about something": (rows) => {
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map((row) => row["words"])).toEqual(expect.arrayContaining([expect.stringMatching(/working memory/i)]));
  },
  "13. What two people disagree on": (rows) => {
    expect(rows).toEqual([
      {
        first: "Interruptions cause medication errors.",
        first_polarity: "stated",
        second: "Does an interruption really cause medication errors?",
        second_polarity: "question",
      },
    ]);
  },
};

interface Sample {
  readonly graph: GraphStore;
  readonly result: IngestResult;
}

function namesOf(path: unknown): readonly unknown[] {
  const { start, segments } = path as Path;
  return [start, ...segments.map((segment) => segment.end)].map((node) => node.properties["name"]);
}

describe.skipIf(neo4jSettings === null)(
  `a query of docs/stores.md on a real Neo4j${neo4jSettings === null ? ` (${NO_NEO4J})` : ""}`,
  () => {
    const workspace = randomWorkspace();
    const beside = randomWorkspace();
    const alone = new Map<string, readonly Row[]>();
    let driver: Driver;
    let sample: Sample;
    let besides: GraphStore;

    const ask = async ({ cypher, parameters }: DocumentedQuery, of = workspace, before = "") =>
      driver.executeQuery(`${before}${cypher}`, { ...parameters, workspace: of });
    const rowsOf = async (query: DocumentedQuery, of = workspace): Promise<readonly Row[]> => {
      const { records } = await ask(query, of);
      const rows: readonly Row[] = records.map((record) => record.toObject());
      return query.cypher.includes("ORDER BY") ? rows : rows.toSorted(byText);
    };
    const placeholders = queries.find(({ cypher }) => cypher.includes("placeholder"));
    const questions = queries.filter((query) => query !== placeholders);

    beforeAll(async () => {
      if (neo4jSettings === null) return;
      const { uri, auth } = neo4jSettings;
      const token = auth !== null && "username" in auth ? neo4j.auth.basic(auth.username, auth.password) : undefined;
      driver = neo4j.driver(uri, token, { disableLosslessIntegers: true });
      const graph = openNeo4jGraphStore(neo4jSettings, { workspace });
      besides = openNeo4jGraphStore(neo4jSettings, { workspace: beside });
      sample = { graph, result: await ingestSample(workspace, { graphStore: graph }) };
      await driver.executeQuery("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()");
      for (const query of questions) alone.set(query.heading, await rowsOf(query));
      await ingestSample(beside, { graphStore: besides });
    }, PATIENCE_MS);

    afterAll(async () => {
      await driver?.executeQuery("MATCH (reader:DocsReader {of: $beside}) DETACH DELETE reader", { beside });
      for (const store of [sample?.graph, besides]) {
        await store?.clear();
        await store?.[Symbol.asyncDispose]();
      }
      await driver?.close();
    }, PATIENCE_MS);

    it.each(questions.map((query) => [query.heading, query] as const))("returns rows: %s", async (heading, query) => {
      const rows = await rowsOf(query);
      expect(rows).not.toEqual([]);
      const check = PLAUSIBLE[heading];
      expect(check, "what the sample answers").toBeDefined();
      await check?.(rows, sample);
      // Full-text scores depend on everything in the index, so the order may differ.
      expect(new Set(rows), "with another workspace beside it").toEqual(new Set(alone.get(heading)));
      expect(rows).toHaveLength(alone.get(heading)?.length ?? -1);
    });

    it.each(queries.map((query) => [query.heading, query] as const))(
      "does not scan all nodes or relationships: %s",
      async (_, query) => {
        const { summary } = await ask(query, workspace, "PROFILE ");
        const steps = summary.profile === false ? [] : operatorsOf(summary.profile);
        expect(steps).not.toEqual([]);
        // An index scan is allowed: the planner may prefer it while the database is small.
        const scans = steps.filter(({ name }) => name.includes("Scan") && !name.startsWith("NodeIndexScan"));
        // There are few transcripts, and the query reads all that it finds.
        expect(scans.filter(({ details }) => !/^\w+:Transcript\b/.test(details))).toEqual([]);
      },
    );

    it("lists the placeholders with foreign relationships", { timeout: PATIENCE_MS }, async () => {
      if (placeholders === undefined) throw new Error("docs/stores.md has no query for placeholders.");
      expect(await rowsOf(placeholders, beside)).toEqual([]);
      await driver.executeQuery(
        "MATCH (n:Colloquy:Person {workspace: $beside, name: 'Maya Okafor'}) CREATE (:DocsReader {of: $beside})-[:LIKES]->(n)",
        { beside },
      );
      await besides.clear();
      expect(await rowsOf(placeholders, beside)).toHaveLength(1);
      await ingestSample(beside, { graphStore: besides });
      const { records } = await driver.executeQuery(
        "MATCH (:DocsReader {of: $beside})-[:LIKES]->(n) RETURN n.name AS name",
        { beside },
      );
      expect(records.map((record) => record.get("name"))).toEqual(["Maya Okafor"]);
      expect(await rowsOf(placeholders, beside)).toEqual([]);
    });
  },
);

/** An order for rows of a query without ORDER BY. */
function byText(left: Row, right: Row): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}

interface Operator {
  readonly name: string;
  readonly details: string;
}

interface PlanStep {
  readonly operatorType: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly children: readonly PlanStep[];
}

function operatorsOf(step: PlanStep): readonly Operator[] {
  const operator = { name: step.operatorType, details: String(step.arguments["Details"] ?? "") };
  return [operator, ...step.children.flatMap(operatorsOf)];
}

describe.skipIf(qdrantUrl === null)(
  `the snippets of docs/stores.md on a real Qdrant${qdrantUrl === null ? ` (${NO_QDRANT})` : ""}`,
  () => {
    const workspace = randomWorkspace();
    let vectors: VectorStore;

    beforeAll(async () => {
      if (qdrantUrl === null) return;
      vectors = openQdrantVectorStore({ url: qdrantUrl, apiKey: null, collection: null }, { workspace });
      await ingestSample(workspace, { vectorStore: vectors });
    }, PATIENCE_MS);

    afterAll(async () => {
      await vectors?.clear();
      await vectors?.[Symbol.asyncDispose]();
      await fetch(new URL(`/collections/${workspace}_chunks`, qdrantUrl ?? ""), { method: "DELETE" });
    });

    it("JavaScript: finds chunks by vector, by words of one speaker, and by both", async () => {
      const [, snippet = ""] = /```js\n([^]+?)```/.exec(page) ?? [];
      const code = snippet.replace('"sample"', `"${workspace}"`).replace('"sample_chunks"', `"${workspace}_chunks"`);
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], {
        cwd: ROOT,
        env: { ...process.env, QDRANT_URL: qdrantUrl ?? "", QDRANT_API_KEY: undefined },
      });
      expect(stderr).toBe("");
      const hits = [...stdout.matchAll(/^(\d+\.\d{3}) (\S+\/\S+) (\d+) (.*)$/gm)].map(([, score, file]) => ({
        score,
        file,
      }));
      // The chunk itself is first, followed by the only chunk in which Noor Haddad says both words.
      expect(hits[0]).toEqual({ score: "1.000", file: "slow-mornings/01-sleep-debt.vtt" });
      expect(hits[3]?.file).toBe("slow-mornings/06-night-shift.json");
      expect(stdout).toMatch(/Interruptions cause medication errors/);
      expect(hits.length).toBeGreaterThanOrEqual(7);
    });
  },
);
