import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type EntityWithSummary,
  type IngestOptions,
  type IngestResult,
  open,
  type SubjectSummary,
  type Summariser,
  type TranscriptDetail,
} from "../src/index.ts";
import { createMemoryGraphStore } from "../src/testing/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { repeatStatements, ScriptedSummariser, sentence } from "./scripted-summariser.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  writeTalk("a.txt", ["remote work", "noise"]);
});
afterEach(() => folder[Symbol.dispose]());

/** A talk in which each subject is spoken of in several chunks. */
function writeTalk(file: string, subjects: readonly string[], more = ""): void {
  const lines = subjects.flatMap((subject) =>
    ["causes stress", "reduces sleep", "increases focus", "causes fatigue"].flatMap((effect, index) => [
      `${index % 2 === 0 ? "Ada Abbot" : "Ben Baker"}: I think that ${subject} ${effect} for everybody in the team.`,
      `Cora Cole: ${`We went on about other things for a long while, and then came back to it in part ${index}. `.repeat(20)}`,
    ]),
  );
  folder.write(file, `${lines.join("\n")}\n${more}`);
}

function ingestWith(summariser: Summariser | null, options: Partial<IngestOptions> = {}): Promise<IngestResult> {
  const ports = { ...options.ports, ...(summariser === null ? {} : { summariser }) };
  return folder.ingest({ summaries: summariser !== null, ...options, ports });
}

async function read(workspace = "talks"): Promise<{
  readonly entity: EntityWithSummary | null;
  readonly transcript: TranscriptDetail | null;
}> {
  await using opened = await open(workspace, { dataDir: folder.dataDir });
  return { entity: await opened.show("remote work"), transcript: await opened.showTranscript("a.txt") };
}

describe("summaries", () => {
  it("cite evidence of the workspace, for transcripts and entities", async () => {
    const summariser = new ScriptedSummariser();
    const { usage, exitCode, summaries } = await ingestWith(summariser);
    expect(exitCode).toBe(0);
    const { entity, transcript } = await read();
    for (const detail of [entity, transcript]) {
      expect(detail?.summary?.profile).toBe("scripted summary-1");
      const { sentences = [], citations = [] } = detail?.summary ?? {};
      expect(sentences.length).toBeGreaterThan(0);
      expect(citations.map(({ n }) => n)).toEqual(citations.map((_, index) => index + 1));
      for (const { citations: numbers } of sentences)
        for (const number of numbers)
          expect(citations[number - 1]).toMatchObject({ file: "a.txt", polarity: "stated" });
    }
    expect(entity?.summary?.citations.map(({ text }) => text).join(" ")).toContain("remote work causes stress");
    expect(summaries).toMatchObject({ transcripts: 1, entities: summariser.asked.length - 1 });
    expect(usage).toMatchObject({ calls: summariser.calls.length, inputTokens: 100 * summariser.asked.length });
  });

  it("are written of the most mentioned entities, as many as the option allows", async () => {
    const all = new ScriptedSummariser();
    await ingestWith(all);
    const one = new ScriptedSummariser();
    await ingestWith(one, { summaryEntities: 1, workspace: "one" });
    expect(one.asked).toEqual(all.asked.slice(0, 2));
    const none = new ScriptedSummariser();
    await ingestWith(none, { summaryEntities: 0, workspace: "none" });
    expect(none.asked).toEqual(["a transcript"]);
  });

  it("have only sentences that their evidence supports", async () => {
    const summariser = new ScriptedSummariser(({ entity }) =>
      entity?.name !== "remote work"
        ? []
        : [
            sentence("Remote work causes stress for everybody.", 1),
            sentence("Remote work causes stress."),
            sentence("Remote work causes stress.", 99),
            sentence("Remote work was praised by Theresa May.", 1),
            sentence("Remote work does not cause stress.", 1),
            sentence("Volcanic islands attract migrating seabirds.", 1),
          ],
    );
    const { summaries } = await ingestWith(summariser);
    const { entity } = await read();
    expect(entity?.summary?.sentences).toEqual([{ text: "Remote work causes stress for everybody.", citations: [1] }]);
    expect(summaries).toEqual({
      entities: 1,
      transcripts: 0,
      sentences: 1,
      dropped: { uncited: 1, unknown: 1, ungrounded: 3 },
    });
  });

  it("are paid for once, and again only when their evidence changes", async () => {
    await ingestWith(new ScriptedSummariser());
    const again = new ScriptedSummariser();
    await ingestWith(again);
    expect(again.asked).toEqual([]);
    const before = await read();
    writeTalk("b.txt", ["noise"]);
    // Not written again: the summary of the earlier evidence is not shown.
    const { digest } = await ingestWith(null);
    const third = new ScriptedSummariser();
    expect((await ingestWith(third)).digest).toBe(digest);
    expect(third.asked).toContain("noise");
    expect(third.asked).not.toContain("remote work");
    expect(third.asked.filter((name) => name === "a transcript")).toHaveLength(1);
    expect((await read()).entity?.summary).toEqual(before.entity?.summary);
  });

  it("are not shown when their evidence has changed", async () => {
    await ingestWith(new ScriptedSummariser());
    writeTalk("a.txt", ["remote work", "noise"], "Ada Abbot: I think that remote work causes boredom.\n");
    await ingestWith(null);
    const { entity, transcript } = await read();
    expect(entity?.summary).toBeNull();
    expect(transcript?.summary).toBeNull();
    await ingestWith(new ScriptedSummariser());
    expect((await read()).entity?.summary).not.toBeNull();
  });

  it("are written again by another model, and then shown instead", async () => {
    await ingestWith(new ScriptedSummariser());
    const other = new ScriptedSummariser(repeatStatements, "other");
    await ingestWith(other);
    expect(other.asked).not.toEqual([]);
    expect((await read()).entity?.summary?.profile).toBe("other summary-1");
  });

  it.each([1, 16, 200])("are the same at a concurrency of %i", async (maxConcurrent) => {
    writeTalk("b.txt", ["noise", "light", "coffee"]);
    const first = new ScriptedSummariser();
    await ingestWith(first, { workspace: "first" });
    const summariser = new ScriptedSummariser();
    await ingestWith(summariser, { maxConcurrent });
    expect(summariser.calls.map((batch) => JSON.stringify(batch)).toSorted()).toEqual(
      first.calls.map((batch) => JSON.stringify(batch)).toSorted(),
    );
    const summaryOf = async (workspace: string) => (await read(workspace)).entity?.summary?.sentences;
    expect(await summaryOf("talks")).toEqual(await summaryOf("first"));
  });

  it("are continued after an interruption, and nothing is paid for twice", async () => {
    writeTalk("b.txt", ["noise", "light", "coffee"]);
    const whole = new ScriptedSummariser();
    await ingestWith(whole, { workspace: "whole" });
    const stop = new AbortController();
    const stopping = new ScriptedSummariser((request) => {
      stop.abort();
      return repeatStatements(request);
    });
    await expect(ingestWith(stopping, { signal: stop.signal, maxConcurrent: 1 })).rejects.toMatchObject({
      code: "interrupted",
    });
    expect(stopping.calls).toHaveLength(1);
    const rest = new ScriptedSummariser();
    await ingestWith(rest);
    expect([...stopping.asked, ...rest.asked]).toEqual(whole.asked);
    expect((await read()).transcript?.summary?.sentences).toEqual((await read("whole")).transcript?.summary?.sentences);
  });

  it("are not asked for again when a subject fails alone", async () => {
    const failing = new ScriptedSummariser((request) => (request.entity === null ? null : repeatStatements(request)));
    const { exitCode } = await ingestWith(failing);
    expect(exitCode).toBe(0);
    expect(folder.eventsOf("chunk.deadLettered")).toMatchObject([{ stage: "summarise" }]);
    const again = new ScriptedSummariser();
    await ingestWith(again);
    expect(again.asked).toEqual([]);
    expect((await read()).transcript?.summary).toBeNull();
  });

  it("need the option, a model, and all chunks extracted", async () => {
    const summariser = new ScriptedSummariser();
    await ingestWith(summariser, { summaries: false });
    await ingestWith(summariser, { skipKg: true });
    expect(summariser.asked).toEqual([]);
    await expect(folder.ingest({ summaries: true })).rejects.toThrow("--summaries needs a model");
    writeTalk("b.txt", ["light", "coffee"]);
    await ingestWith(summariser, { limit: 1 });
    expect(summariser.asked).toEqual([]);
    expect(folder.eventsOf("notice").map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^Summaries are not written yet, because \d+ chunks? (is|are) not extracted\.$/),
    );
  });

  it("are within the budget, and have an estimate", async () => {
    folder.write("prices.yaml", "scripted: { input: 1000000, output: 1000000 }\n");
    const priced = { prices: join(folder.transcriptsDir, "prices.yaml"), include: ["*.txt"], maxCostUsd: 1 };
    const summariser = new ScriptedSummariser();
    await expect(ingestWith(summariser, priced)).rejects.toThrow(
      "The summariser scripted summary-1 does not report the highest cost",
    );
    const bounded = Object.assign(summariser, { callTokens: () => ({ inputTokens: 500, maxOutputTokens: 100 }) });
    expect(await ingestWith(bounded, priced)).toMatchObject({ exitCode: 4 });
    expect(summariser.calls).toEqual([]);
    expect(folder.eventsOf("estimate.made").map(({ estimate }) => estimate)).toContainEqual(
      expect.objectContaining({ stage: "summarise", profile: "scripted summary-1" }),
    );
    expect(await ingestWith(bounded, { ...priced, maxCostUsd: 100_000 })).toMatchObject({ exitCode: 0 });
  });

  it("are in log, reports and the export", async () => {
    const summariser = new ScriptedSummariser();
    await ingestWith(summariser);
    const files = folder.eventsOf("reports.written").flatMap(({ files: written }) => written);
    const report = files.find((file) => /performance_report.*\.json$/.test(file)) ?? "";
    const { modelStages } = JSON.parse(readFileSync(report, "utf8")) as { modelStages: unknown[] };
    expect(modelStages).toContainEqual(
      expect.objectContaining({ stage: "summarise", chunks: summariser.asked.length }),
    );
    const log = readFileSync(join(folder.root, "metrics", "talks", "all_files_processings.txt"), "utf8");
    expect(log).toMatch(/summarising batch 1 \(1 summary\) completed/);
    await using opened = await open("talks", { dataDir: folder.dataDir });
    let text = "";
    for await (const piece of opened.exportRows("jsonl")) text += piece;
    const rows = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; of?: string });
    const exported = rows.filter(({ kind }) => kind === "summary");
    expect(exported).toHaveLength(summariser.asked.length);
    expect(exported.map(({ of }) => of)).toContain((await read()).transcript?.id);
    let graphml = "";
    for await (const piece of opened.exportRows("graphml")) graphml += piece;
    expect(graphml.match(/<data key="node-summary">/g)).toHaveLength(summariser.asked.length);
    expect(graphml).toContain("remote work causes stress.");
  });

  it("are in a store that holds summaries, as long as their evidence is the present one", async () => {
    let held: readonly SubjectSummary[] = [];
    const graphStore = Object.assign(createMemoryGraphStore(), {
      holdsSummaries: true,
      putSummaries: async (summaries: readonly SubjectSummary[]) => void (held = summaries),
    });
    const summariser = new ScriptedSummariser();
    await ingestWith(summariser, { ports: { graphStore } });
    expect(held).toHaveLength(summariser.asked.length);
    expect(held.map(({ text }) => text).join(" ")).toContain("remote work causes stress");
    writeTalk("a.txt", ["remote work", "noise"], "Ada Abbot: I think that remote work causes boredom.\n");
    await ingestWith(null, { ports: { graphStore } });
    expect(held.length).toBeLessThan(summariser.asked.length);
    expect(held.filter(({ kind }) => kind === "transcript")).toEqual([]);
  });
});
