import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  CallError,
  type CheckVerdict,
  CROSS_EPISODE,
  type IngestOptions,
  type IngestResult,
  NO_USAGE,
  open,
  type Polarity,
  type StatementChecker,
  type StatementQuestion,
} from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  writeTalk("a.txt", ["noise", "daylight"]);
});
afterEach(() => folder[Symbol.dispose]());

/** Each topic has three statements that rules find. */
function writeTalk(file: string, topics: readonly string[]): void {
  const lines = topics.flatMap((topic) =>
    ["causes poor sleep", "improves deep focus", "reduces daily stress"].map(
      (what) => `Ada Abbot: I think that ${topic} ${what}.`,
    ),
  );
  folder.write(file, `${lines.join("\n")}\n`);
}

type Triple = `${string} ${string} ${string}`;
const tripleOf = ({ source, type, target }: StatementQuestion): Triple => `${source} ${type} ${target}`;

type Script = (triple: Triple, polarity: Polarity) => CheckVerdict | null;

/** Answers by a function of the statement; null: the call fails. */
class ScriptedChecker implements StatementChecker {
  readonly profile = "scripted check-1";
  readonly questionVersion = 1;
  readonly paid = true;
  readonly calls: Triple[][] = [];
  readonly #verdict: Script;

  constructor(verdict: Script = () => "supported") {
    this.#verdict = verdict;
  }

  get asked(): readonly Triple[] {
    return this.calls.flat();
  }

  async check(batch: readonly StatementQuestion[]) {
    this.calls.push(batch.map(tripleOf));
    const verdicts = new Map<string, CheckVerdict>();
    for (const question of batch) {
      const verdict = this.#verdict(tripleOf(question), question.polarity);
      if (verdict === null) throw new CallError("too-large", "The statement is too large.");
      verdicts.set(question.label, verdict);
    }
    return { verdicts, usage: { ...NO_USAGE, inputTokens: 10 * batch.length, outputTokens: batch.length }, raw: "{}" };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const WRONG: Triple = "noise OPTIMIZES deep focus";
/** The words deny one statement. */
const withdrawing = (triple: Triple, polarity: Polarity): CheckVerdict =>
  triple === WRONG && polarity !== "negated" ? "negated" : "supported";

function ingestWith(checker: StatementChecker | null, options: Partial<IngestOptions> = {}): Promise<IngestResult> {
  const ports = { ...options.ports, ...(checker === null ? {} : { statementChecker: checker }) };
  return folder.ingest({ verifyAll: checker !== null, ...options, ports });
}

/** The relationships of entities, as `source TYPE target` and the reason of a withdrawal. */
async function relationships(): Promise<ReadonlyMap<string, number>> {
  await using workspace = await open("talks", { dataDir: folder.dataDir });
  const names = new Map<string, string>();
  for await (const rows of workspace.rows("entity")) if (rows.kind === "entity") names.set(rows.id, rows.name);
  const found = new Map<string, number>();
  for await (const row of workspace.rows("relationship")) {
    if (row.kind !== "relationship" || row.type === CROSS_EPISODE || row.type === "RELATES_TO") continue;
    const { source, type, target, withdrawn, count } = row;
    const triple = `${names.get(source)} ${type} ${names.get(target)}`;
    found.set(withdrawn === undefined ? triple : `${triple}, ${withdrawn}`, count);
  }
  return found;
}

/** The same transcripts in a folder of their own. */
async function elsewhere<Result>(work: () => Promise<Result>): Promise<Result> {
  const kept = folder;
  folder = new IngestFixture();
  try {
    return await work();
  } finally {
    folder[Symbol.dispose]();
    folder = kept;
  }
}

const MANY = (
  "coffee sugar alcohol exercise meditation tobacco chocolate caffeine medicine yoga pollution traffic money work travel " +
  "gardening reading swimming cycling fasting music silence darkness fatigue anger boredom hunger dancing cooking walking"
).split(" ");

describe("a checker of statements", () => {
  it("withdraws the statements that the words do not say, and counts them apart with the reason", async () => {
    writeTalk("b.txt", ["noise"]);
    const checker = new ScriptedChecker(withdrawing);
    const { exitCode, usage, graph, checks } = await ingestWith(checker);
    expect(checks).toEqual({ checked: 9, withdrawn: 2 });
    expect(exitCode).toBe(0);
    expect(await relationships()).toEqual(
      new Map([
        ["noise CAUSES poor sleep", 2],
        ["noise OPTIMIZES deep focus, negated", 2],
        ["noise REDUCES daily stress", 2],
        ["daylight CAUSES poor sleep", 1],
        ["daylight OPTIMIZES deep focus", 1],
        ["daylight REDUCES daily stress", 1],
      ]),
    );
    expect(usage).toMatchObject({ calls: checker.calls.length, inputTokens: 10 * checker.asked.length });
    expect((await ingestWith(null, { workspace: "unchecked" })).graph.evidence).toBe(graph.evidence);
  });

  it.each<CheckVerdict>(["reversed", "negated"])(
    "withdraws nothing by one verdict, for example %s",
    async (verdict) => {
      const checker = new ScriptedChecker(() => verdict);
      const { checks } = await ingestWith(checker);
      expect(checks).toEqual({ checked: 6, withdrawn: 0 });
      expect(checker.calls).toHaveLength(2);
      if (verdict === "reversed") expect(checker.calls[1]?.[0]).toBe("poor sleep CAUSES noise");
      const again = new ScriptedChecker();
      await ingestWith(again);
      expect(again.asked).toEqual([]);
    },
  );

  it("has its withdrawn statements in `show`, apart from claims and relations", async () => {
    await ingestWith(new ScriptedChecker(withdrawing));
    await using workspace = await open("talks", { dataDir: folder.dataDir });
    const detail = await workspace.show("deep focus");
    expect(detail?.withdrawn).toMatchObject([
      { type: "OPTIMIZES", direction: "in", other: { name: "noise" }, withdrawn: "negated" },
    ]);
    expect(detail?.withdrawn[0]?.evidence).toMatchObject([{ text: expect.stringContaining("noise improves") }]);
    expect(detail?.relationships.filter(({ type }) => type === "OPTIMIZES").map(({ other }) => other.name)).toEqual([
      "daylight",
    ]);
    expect(JSON.stringify(detail?.claims)).not.toContain("noise improves");
    const { statements = [] } = (await workspace.show("Ada Abbot")) ?? {};
    expect(statements.map(({ source, type }) => `${source.name} ${type}`)).not.toContain("noise OPTIMIZES");
  });

  it("splits a relationship if only some of its statements are withdrawn", async () => {
    folder.write("b.txt", "Bo Dow: I doubt it, but noise improves deep focus.\n");
    const seen: StatementQuestion[] = [];
    const checker = new ScriptedChecker();
    const check = checker.check.bind(checker);
    checker.check = async (batch) => {
      seen.push(...batch);
      const reply = await check(batch);
      for (const { label, speaker } of batch) if (speaker === "Bo Dow") reply.verdicts.set(label, "not_said");
      return reply;
    };
    await ingestWith(checker);
    const found = await relationships();
    expect(found.get(WRONG)).toBe(1);
    expect(found.get(`${WRONG}, not_said`)).toBe(1);
    expect(seen.find(({ speaker }) => speaker === "Bo Dow")).toMatchObject({
      source: "noise",
      type: "OPTIMIZES",
      target: "deep focus",
      polarity: "stated",
      evidence: expect.stringContaining("noise improves deep focus"),
      antecedents: [],
    });
  });

  it("is asked about risky statements only, without verifyAll", async () => {
    folder.write("c.txt", "Bo Dow: Noise does not improve deep focus. Noise impairs deep focus, and never helps.\n");
    const all = new ScriptedChecker();
    await ingestWith(all, { workspace: "all" });
    const risky = new ScriptedChecker();
    await ingestWith(risky, { verifyAll: false });
    expect(risky.asked.length).toBeGreaterThan(0);
    expect(risky.asked.length).toBeLessThan(all.asked.length);
    expect(risky.asked).not.toContain("daylight CAUSES poor sleep");
  });

  it("is in log and reports as a stage with statements", async () => {
    const checker = new ScriptedChecker();
    await ingestWith(checker);
    const files = folder.eventsOf("reports.written").flatMap(({ files: written }) => written);
    const report = files.find((file) => /performance_report.*\.json$/.test(file)) ?? "";
    const { modelStages } = JSON.parse(readFileSync(report, "utf8")) as {
      modelStages: { stage: string; chunks: number }[];
    };
    expect(modelStages).toContainEqual(expect.objectContaining({ stage: "check", chunks: checker.asked.length }));
    const log = readFileSync(join(folder.root, "metrics", "talks", "all_files_processings.txt"), "utf8");
    expect(log).toMatch(/checking batch 1 \(\d+ statements\) completed/);
  });

  it("is asked nothing twice, and about new statements only", async () => {
    await ingestWith(new ScriptedChecker(withdrawing));
    const again = new ScriptedChecker();
    const { digest, usage } = await ingestWith(again);
    expect(again.asked).toEqual([]);
    expect(usage.calls).toBe(0);
    // A run without a checker keeps the verdicts.
    expect((await ingestWith(null)).digest).toBe(digest);
    writeTalk("b.txt", ["noise", "music"]);
    const third = new ScriptedChecker(withdrawing);
    await ingestWith(third);
    // The words about noise are the same as in the other file.
    expect(third.asked.map((triple) => triple.split(" ")[0])).toEqual(["music", "music", "music"]);
    expect((await relationships()).get(`${WRONG}, negated`)).toBe(2);
  });

  it("leads to one digest at any concurrency and in any order of files", async () => {
    writeTalk("b.txt", ["noise", "music", "silence"]);
    const first = new ScriptedChecker(withdrawing);
    const { digest } = await ingestWith(first, { maxConcurrent: 1 });
    for (const maxConcurrent of [16, 200]) {
      await elsewhere(async () => {
        writeTalk("b.txt", ["noise", "music", "silence"]);
        await ingestWith(new ScriptedChecker(withdrawing), { maxConcurrent });
        writeTalk("a.txt", ["noise", "daylight"]);
        expect((await ingestWith(new ScriptedChecker(withdrawing), { maxConcurrent })).digest).toBe(digest);
      });
    }
    expect((await ingestWith(null, { force: true })).digest).toBe(digest);
  });

  it("is asked the rest after an interruption, with the same result", async () => {
    writeTalk("b.txt", MANY);
    const whole = new ScriptedChecker(withdrawing);
    const { digest } = await ingestWith(whole, { maxConcurrent: 1 });
    expect(whole.calls.length).toBeGreaterThan(1);
    await elsewhere(async () => {
      writeTalk("a.txt", ["noise", "daylight"]);
      writeTalk("b.txt", MANY);
      const stop = new AbortController();
      const stopping = new ScriptedChecker((...statement) => {
        stop.abort();
        return withdrawing(...statement);
      });
      const stopped = ingestWith(stopping, { signal: stop.signal, maxConcurrent: 1 });
      await expect(stopped).rejects.toMatchObject({ code: "interrupted" });
      expect(stopping.calls).toHaveLength(1);
      const rest = new ScriptedChecker(withdrawing);
      expect((await ingestWith(rest, { maxConcurrent: 1 })).digest).toBe(digest);
      expect([...stopping.asked, ...rest.asked].toSorted()).toEqual(whole.asked.toSorted());
    });
  });

  it("is never asked again about a statement that fails alone, which stays", async () => {
    const { exitCode } = await ingestWith(new ScriptedChecker((triple) => (triple === WRONG ? null : "supported")));
    expect(exitCode).toBe(0);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([{ stage: "check" }]);
    const again = new ScriptedChecker(withdrawing);
    await ingestWith(again);
    expect(again.asked).toEqual([]);
    expect((await relationships()).get(WRONG)).toBe(1);
  });

  it("is not asked with skipKg, and not while chunks are not extracted", async () => {
    const checker = new ScriptedChecker();
    await ingestWith(checker, { skipKg: true });
    writeTalk(
      "long.txt",
      Array.from({ length: 40 }, (_, index) => `topic number ${index}`),
    );
    await ingestWith(checker, { limit: 1 });
    expect(checker.calls).toEqual([]);
    expect(folder.eventsOf("notice").map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^Statements are not checked yet, because \d+ chunks are not extracted\.$/),
    );
  });

  it("is not asked beyond the budget", async () => {
    folder.write("prices.yaml", "scripted: { input: 1000000, output: 1000000 }\n");
    const priced = { prices: join(folder.transcriptsDir, "prices.yaml"), include: ["*.txt"], maxCostUsd: 1 };
    const checker = new ScriptedChecker();
    await expect(ingestWith(checker, priced)).rejects.toThrow(
      "The checker scripted check-1 does not report the highest cost",
    );
    const bounded = Object.assign(checker, { callTokens: () => ({ inputTokens: 100, maxOutputTokens: 100 }) });
    expect(await ingestWith(bounded, priced)).toMatchObject({ exitCode: 4 });
    expect(checker.calls).toEqual([]);
    expect(folder.eventsOf("estimate.made").map(({ estimate }) => estimate)).toMatchObject([
      { stage: "check", profile: "scripted check-1", rough: true },
      { stage: "check", profile: "scripted check-1", chunks: 6 },
    ]);
    const { exitCode, usage } = await ingestWith(bounded, { ...priced, maxCostUsd: 1_000 });
    expect(exitCode).toBe(0);
    expect(usage.costUsd).toBe(11 * checker.asked.length);
  });

  it("is needed for `verify`: without a model the run is refused", async () => {
    await expect(folder.ingest({ verify: true })).rejects.toThrow(
      "--verify needs a language model that checks statements: name it with --model, or omit --verify.",
    );
  });
});
