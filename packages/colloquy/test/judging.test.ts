import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  CallError,
  correctNames,
  type IngestOptions,
  type IngestResult,
  type NameJudge,
  type NamePair,
  NO_USAGE,
  open,
  type Verdict,
} from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  writeTalk("a.txt", ["speech recognition", "voice recognition", "speech recognition system"]);
});
afterEach(() => folder[Symbol.dispose]());

function writeTalk(file: string, names: readonly string[]): void {
  const lines = names.flatMap((name) =>
    ["causes stress", "affects sleep", "helps focus"].map((what) => `Ada Abbot: I think that ${name} ${what} for us.`),
  );
  folder.write(file, `${lines.join("\n")}\n`);
}

/** Answers by a function of the pair. */
class PairJudge implements NameJudge {
  readonly profile = "scripted judge-1";
  readonly questionVersion = 1;
  readonly paid = true;
  /** The pairs of every call, as `first|second`. */
  readonly calls: string[][] = [];
  readonly #verdict: (pair: NamePair) => Verdict | null;

  constructor(verdict: (pair: NamePair) => Verdict | null) {
    this.#verdict = verdict;
  }

  get asked(): readonly string[] {
    return this.calls.flat();
  }

  async judge(batch: readonly NamePair[]) {
    this.calls.push(batch.map(({ first, second }) => `${first.name}|${second.name}`));
    const verdicts = new Map<string, Verdict>();
    for (const pair of batch) {
      const verdict = this.#verdict(pair);
      if (verdict === null) throw new CallError("too-large", "The pair is too large.");
      verdicts.set(pair.label, verdict);
    }
    return { verdicts, usage: { ...NO_USAGE, inputTokens: 10 * batch.length, outputTokens: batch.length }, raw: "{}" };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Answers by a function of the two names as they are shown, and calls names of one spelling the same. */
class ScriptedJudge extends PairJudge {
  constructor(verdict: (first: string, second: string) => Verdict | null) {
    super(({ first, second }) => (first.name === second.name ? "same" : verdict(first.name, second.name)));
  }
}

const VOICES = ["speech recognition", "voice recognition"];
const isVoice = (first: string, second: string): boolean => VOICES.includes(first) && VOICES.includes(second);
const byTruth = (first: string, second: string): Verdict => (isVoice(first, second) ? "same" : "different");

function ingestWith(nameJudge: NameJudge | null, options: Partial<IngestOptions> = {}): Promise<IngestResult> {
  return folder.ingest({ ...options, ports: { ...options.ports, ...(nameJudge === null ? {} : { nameJudge }) } });
}

async function entities(): Promise<readonly string[]> {
  await using workspace = await open("talks", { dataDir: folder.dataDir });
  return (await workspace.listEntities({})).items.map(({ name }) => name);
}

describe("a judge of names", () => {
  it("joins names that it calls the same twice, with the names swapped", async () => {
    const judge = new ScriptedJudge(byTruth);
    const apart = await ingestWith(null, { workspace: "apart" });
    const { graph, usage, exitCode } = await ingestWith(judge);
    expect(exitCode).toBe(0);
    expect(graph.entities).toBe(apart.graph.entities - 1);
    expect((await entities()).filter((name) => VOICES.includes(name))).toHaveLength(1);
    expect(judge.asked.filter((pair) => pair.split("|").every((name) => VOICES.includes(name)))).toEqual([
      "speech recognition|voice recognition",
      "voice recognition|speech recognition",
    ]);
    expect(usage).toMatchObject({ calls: judge.calls.length, inputTokens: 10 * judge.asked.length });
    const judged = folder.eventsOf("batch.completed").filter(({ stage }) => stage === "judge");
    expect(judged.map(({ batch }) => batch)).toEqual(judge.calls.map((_, index) => index + 1));
    expect(judged.at(-1)).toMatchObject({ done: judge.asked.length, total: judge.asked.length });
  });

  it("is in log and reports as a stage with pairs", async () => {
    const judge = new ScriptedJudge(byTruth);
    await ingestWith(judge);
    const files = folder.eventsOf("reports.written").flatMap(({ files: written }) => written);
    const report = files.find((file) => /performance_report.*\.json$/.test(file)) ?? "";
    const { modelStages } = JSON.parse(readFileSync(report, "utf8")) as {
      modelStages: { stage: string; chunks: number }[];
    };
    expect(modelStages).toContainEqual(expect.objectContaining({ stage: "judge", chunks: judge.asked.length }));
    const log = readFileSync(join(folder.root, "metrics", "talks", "all_files_processings.txt"), "utf8");
    expect(log).toMatch(/judging batch 1 \(\d+ pairs\) completed/);
  });

  it("is recommended once after a model extracted names that look alike, with the cost by the model's prices", async () => {
    folder.write("a.txt", "Ada: The Marketing of it and the Marketplace of it.\n");
    folder.write("prices.yaml", "scripted@1: { input: 1, output: 1 }\n");
    const options = { include: ["*.txt"], prices: join(folder.transcriptsDir, "prices.yaml") };
    const notices = async (more: Partial<IngestOptions>): Promise<readonly string[]> => {
      await folder.ingest({ ...options, ...more });
      return folder.eventsOf("notice").flatMap(({ message }) => (message.includes("alike") ? [message] : []));
    };
    const paid = () => ({ extractor: new ScriptedExtractor({ paid: true }) });
    expect(await notices({ ports: paid() })).toEqual([
      expect.stringMatching(
        /^1 pair of names looks alike; `--resolution-model` asks a model which of them mean one thing, for about \$0\.000\d+ with scripted@1\.$/,
      ),
    ]);
    // Nothing is extracted again.
    expect(await notices({ ports: paid() })).toEqual([]);
    expect(await notices({ workspace: "rules" })).toEqual([]);
    const nameJudge = new ScriptedJudge(byTruth);
    expect(await notices({ workspace: "judged", ports: { ...paid(), nameJudge } })).toEqual([]);
    folder.write("a.txt", "Ada: The Marketing of it and the Weather of it.\n");
    expect(await notices({ workspace: "unlike", ports: paid() })).toEqual([]);
  });

  it("is asked nothing twice, and about the pairs of new names only", async () => {
    await ingestWith(new ScriptedJudge(byTruth));
    const again = new ScriptedJudge(byTruth);
    await ingestWith(again);
    expect(again.asked).toEqual([]);
    writeTalk("b.txt", ["speech recognition", "face recognition"]);
    const third = new ScriptedJudge(byTruth);
    const { digest } = await ingestWith(third);
    expect(third.asked).not.toEqual([]);
    const isOneName = (pair: string): boolean => pair.split("|")[0] === pair.split("|")[1];
    for (const pair of third.asked) if (!isOneName(pair)) expect(pair).toContain("face");
    // The new transcript mentions all other names of its talk, too.
    expect(third.asked.filter(isOneName)).toContain("speech recognition|speech recognition");
    // Without a judge the decisions stay.
    expect((await ingestWith(null)).digest).toBe(digest);
    expect((await entities()).filter((name) => VOICES.includes(name))).toHaveLength(1);
  });

  it("leads to one digest at once and file by file", async () => {
    writeTalk("b.txt", ["face recognition", "voice recognition"]);
    const whole = await ingestWith(new ScriptedJudge(byTruth), { workspace: "talks" });
    const other = new IngestFixture();
    try {
      const parts = folder;
      folder = other;
      writeTalk("b.txt", ["face recognition", "voice recognition"]);
      await ingestWith(new ScriptedJudge(byTruth));
      writeTalk("a.txt", ["speech recognition", "voice recognition", "speech recognition system"]);
      const last = await ingestWith(new ScriptedJudge(byTruth));
      folder = parts;
      expect(last.digest).toBe(whole.digest);
    } finally {
      other[Symbol.dispose]();
    }
  });

  it("joins nothing by one wrong verdict", async () => {
    const judge = new ScriptedJudge((first, second) => (first < second ? "same" : "different"));
    const { graph } = await ingestWith(judge);
    const apart = await ingestWith(null, { workspace: "apart" });
    // The first round shows each pair in the order of keys, the second in the other order.
    expect(judge.calls.length).toBe(2);
    expect(graph.entities).toBe(apart.graph.entities);
  });

  it("is never asked again about a pair that fails alone", async () => {
    const judge = new ScriptedJudge((first, second) => (isVoice(first, second) ? null : "different"));
    const { exitCode } = await ingestWith(judge);
    expect(exitCode).toBe(0);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([{ stage: "judge" }]);
    const again = new ScriptedJudge(byTruth);
    await ingestWith(again);
    expect(again.asked).toEqual([]);
  });

  it("is not asked with skipKg, and not while chunks are not extracted", async () => {
    const judge = new ScriptedJudge(byTruth);
    await ingestWith(judge, { skipKg: true });
    expect(judge.calls).toEqual([]);
    writeTalk(
      "long.txt",
      Array.from({ length: 40 }, (_, index) => `topic number ${index}`),
    );
    await ingestWith(judge, { limit: 1 });
    expect(judge.calls).toEqual([]);
    expect(folder.eventsOf("notice").map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^Names are not compared yet, because \d+ chunks are not extracted\.$/),
    );
  });

  it("is asked the rest after an interruption, with the same result", async () => {
    const whole = await ingestWith(new ScriptedJudge(byTruth));
    const other = new IngestFixture();
    const first = folder;
    folder = other;
    try {
      writeTalk("a.txt", ["speech recognition", "voice recognition", "speech recognition system"]);
      const stop = new AbortController();
      const stopping = new ScriptedJudge((one, two) => {
        stop.abort();
        return byTruth(one, two);
      });
      await expect(ingestWith(stopping, { signal: stop.signal })).rejects.toMatchObject({ code: "interrupted" });
      expect(stopping.calls).toHaveLength(1);
      const rest = new ScriptedJudge(byTruth);
      expect((await ingestWith(rest)).digest).toBe(whole.digest);
      // The verdicts of the first round were committed.
      expect(rest.asked).toEqual(["voice recognition|speech recognition"]);
    } finally {
      folder = first;
      other[Symbol.dispose]();
    }
  });

  it("is not asked beyond the budget", async () => {
    folder.write("prices.yaml", "scripted: { input: 1000000, output: 1000000 }\n");
    const priced = { prices: join(folder.transcriptsDir, "prices.yaml"), include: ["*.txt"], maxCostUsd: 1 };
    const judge = new ScriptedJudge(byTruth);
    await expect(ingestWith(judge, priced)).rejects.toThrow(
      "The judge scripted judge-1 does not report the highest cost",
    );
    const bounded = Object.assign(judge, { callTokens: () => ({ inputTokens: 100, maxOutputTokens: 100 }) });
    expect(await ingestWith(bounded, priced)).toMatchObject({ exitCode: 4 });
    expect(judge.calls).toEqual([]);
    // A guess before the extraction, and the number of pairs after it.
    expect(folder.eventsOf("estimate.made").map(({ estimate }) => estimate)).toMatchObject([
      { stage: "judge", profile: "scripted judge-1", basis: expect.stringMatching(/^A rough guess/) as string },
      {
        stage: "judge",
        profile: "scripted judge-1",
        calls: { least: 1 },
        basis: expect.not.stringMatching(/guess/) as string,
      },
    ]);
    const { exitCode, usage } = await ingestWith(bounded, { ...priced, maxCostUsd: 1_000 });
    expect(exitCode).toBe(0);
    expect(usage.costUsd).toBe(11 * judge.asked.length);
  });

  it("is asked the same at any concurrency", async () => {
    writeTalk("b.txt", ["face recognition", "voice control", "speech control", "voice command"]);
    const asked = [];
    for (const [index, maxConcurrent] of [1, 16].entries()) {
      const judge = new ScriptedJudge(byTruth);
      await ingestWith(judge, { maxConcurrent, workspace: `talks-${index}` });
      asked.push(judge.calls.map((pairs) => pairs.join()).toSorted());
    }
    expect(asked[0]).toEqual(asked[1]);
  });

  /** Calls the recognition of b.txt another thing than that of other files. */
  const byFile = ({ first, second }: NamePair): Verdict =>
    first.name !== second.name
      ? "different"
      : first.name === "speech recognition" && (first.file === "b.txt") !== (second.file === "b.txt")
        ? "different"
        : "same";

  async function recognitions(): Promise<readonly string[]> {
    await using workspace = await open("talks", { dataDir: folder.dataDir });
    const rows = (await workspace.listEntities({})).items.filter(({ name }) => name === "speech recognition");
    const details = await Promise.all(rows.map(({ id }) => workspace.show(id)));
    return details.map((detail) => detail?.transcripts.join(" ") ?? "").toSorted();
  }

  it("splits a name that it twice calls two things, by transcript, and the same in any order of files", async () => {
    const names = ["speech recognition", "voice recognition"];
    for (const file of ["b.txt", "c.txt"]) writeTalk(file, names);
    const judge = new PairJudge(byFile);
    const { digest } = await ingestWith(judge);
    expect(await recognitions()).toEqual(["a.txt c.txt", "b.txt"]);
    const again = new PairJudge(byFile);
    expect((await ingestWith(again)).digest).toBe(digest);
    expect(again.asked).toEqual([]);
    // Without a judge the senses stay.
    expect((await ingestWith(null)).digest).toBe(digest);

    const other = new IngestFixture();
    const first = folder;
    folder = other;
    try {
      for (const file of ["c.txt", "b.txt"]) {
        writeTalk(file, names);
        await ingestWith(new PairJudge(byFile));
      }
      writeTalk("a.txt", ["speech recognition", "voice recognition", "speech recognition system"]);
      expect((await ingestWith(new PairJudge(byFile))).digest).toBe(digest);
    } finally {
      folder = first;
      other[Symbol.dispose]();
    }
  });

  it("does not split a name by one wrong verdict", async () => {
    writeTalk("b.txt", ["speech recognition"]);
    let questions = 0;
    await ingestWith(
      new PairJudge(({ first, second }) =>
        first.name === "speech recognition" && second.name === first.name && (questions += 1) === 1
          ? "different"
          : "same",
      ),
    );
    expect(questions).toBe(2);
    expect(await recognitions()).toEqual(["a.txt b.txt"]);
  });

  it("connects names that it twice calls kind and thing, and leaves no trace when they are one", async () => {
    const [system, plain] = ["speech recognition system", "speech recognition"];
    const kinds = (first: string, second: string): Verdict =>
      first === plain && second === system
        ? "broader kind"
        : first === system && second === plain
          ? "narrower kind"
          : "different";
    const apart = await ingestWith(null, { workspace: "apart" });
    const judge = new ScriptedJudge(kinds);
    const { graph, digest } = await ingestWith(judge);
    expect(graph).toMatchObject({ derived: 1, relationships: apart.graph.relationships + 1 });
    expect(graph.evidence).toBe(apart.graph.evidence);
    await using workspace = await open("talks", { dataDir: folder.dataDir });
    const shown = await workspace.show(system);
    expect(shown?.claims.derived).toMatchObject([
      {
        source: { name: system },
        type: "IS_A",
        target: { name: plain },
        count: 0,
        evidence: null,
        derived: {
          judge: "scripted judge-1",
          question: 1,
          source: { name: system, file: "a.txt" },
          target: { name: plain },
        },
      },
    ]);
    expect((await ingestWith(new ScriptedJudge(kinds))).digest).toBe(digest);
    await correctNames({ merge: [system, plain] }, { dataDir: folder.dataDir, workspace: "talks" });
    expect((await workspace.status()).graph.derived).toBe(0);
  });

  it("connects nothing by verdicts that contradict", async () => {
    const { graph } = await ingestWith(new ScriptedJudge(() => "broader kind"));
    expect(graph.derived).toBe(0);
  });
});
