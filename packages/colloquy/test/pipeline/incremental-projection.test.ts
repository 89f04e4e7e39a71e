import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createRateLimiter } from "@colloquy/rate-limit";
import { readOverview } from "../../src/composition/exploring/overview.ts";
import type { ReadLedger } from "../../src/retrieval/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../src/testing/index.ts";
import { ScriptedExtractor } from "../scripted.ts";
import { RunFixture } from "./run-fixture.ts";

let workspace: RunFixture;
beforeEach(async () => {
  workspace = new RunFixture();
  for (const file of ["a.txt", "b.txt", "c.txt"]) await workspace.write(file, 10);
});
afterEach(() => workspace[Symbol.asyncDispose]());

/** One call at a time, in the order of the chunks. */
const oneAtATime = () => createRateLimiter({ maxConcurrent: 1 });

it("writes settled chunks to the stores while calls are in flight, with the same final digest", async () => {
  const written = Promise.withResolvers<void>();
  const graphStore = createMemoryGraphStore();
  const complete = graphStore.complete.bind(graphStore);
  graphStore.complete = async (state) => {
    await complete(state);
    if ((await graphStore.counts()).mentions > 0) written.resolve();
  };
  const extractor = new ScriptedExtractor({
    paid: true,
    script: async (_batch, call) => (call === 5 ? written.promise : undefined),
  });
  const parts = { extractor, extractionLimiter: oneAtATime(), graphStore };
  const along = await workspace.run(parts, { writeEveryMs: 0 });
  const stages = workspace.eventsOf("stage.started").map(({ stage }) => stage);
  expect([...stages.slice(0, 2), ...stages.slice(-2)]).toEqual(["extract", "embed", "resolve", "project"]);

  await using other = new RunFixture();
  for (const file of ["a.txt", "b.txt", "c.txt"]) await other.write(file, 10);
  const atTheEnd = await other.run({ extractor: new ScriptedExtractor({ paid: true }) });
  expect(along.digest).toBe(atTheEnd.digest);
  expect(await graphStore.counts()).toEqual(await other.graphStore.counts());
});

it("is one run for the overview, however many epochs it makes", async () => {
  const graphStore = createMemoryGraphStore();
  const complete = graphStore.complete.bind(graphStore);
  let written = Promise.withResolvers<void>();
  graphStore.complete = async (state) => {
    await complete(state);
    written.resolve();
  };
  /** Before each of these calls of a run, settled chunks are written. */
  const run = async () => {
    const extractor = new ScriptedExtractor({
      paid: true,
      script: async (_batch, call) => {
        if (![2, 3].includes(call)) return undefined;
        written = Promise.withResolvers();
        return written.promise;
      },
    });
    await workspace.run({ extractor, extractionLimiter: oneAtATime(), graphStore }, { writeEveryMs: 0, batchSize: 1 });
    const sources = { workspace: "talks", graph: graphStore, ledger: readFrom, remarkOnGraph: async () => null };
    return readOverview(sources, []);
  };
  const readFrom: ReadLedger = (read) => read(workspace.ledger);
  const first = await run();
  const { number } = await workspace.ledger.epoch();
  expect(number).toBeGreaterThan(1);
  expect(first.changes?.files).toEqual(["a.txt", "b.txt", "c.txt"]);
  expect(first.changes?.entities).toEqual({ changed: first.counts.entities, removed: 0 });
  for (const file of ["d.txt", "e.txt", "f.txt"]) await workspace.write(file, 2);
  const second = await run();
  expect((await workspace.ledger.epoch()).number).toBeGreaterThan(number + 1);
  expect(second.changes?.files).toEqual(["d.txt", "e.txt", "f.txt"]);
  expect(second.changes?.transcripts).toEqual({ changed: 3, removed: 0 });
});

it("has the latest 500 transcripts with a date in the overview, then those without one", async () => {
  for (let day = 0; day < 510; day += 1) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    await workspace.write(`${date}.txt`, 1);
  }
  await workspace.run({ extractor: new ScriptedExtractor() });
  const read = async () =>
    readOverview(
      {
        workspace: "talks",
        graph: workspace.graphStore,
        ledger: (from) => from(workspace.ledger),
        remarkOnGraph: async () => null,
      },
      [],
    );
  const { transcripts, dated, counts } = await read();
  expect([transcripts.length, dated, counts.transcripts]).toEqual([500, 510, 513]);
  expect(transcripts[0]?.date).toBe("2024-01-11");
  expect(transcripts.at(-1)?.date).toBe("2025-05-24");
});

it("warns when a store fails, does not stop the run, and writes again at the end", async () => {
  const warned = Promise.withResolvers<void>();
  const vectorStore = createMemoryVectorStore();
  const upsert = vectorStore.upsert.bind(vectorStore);
  let failures = 1;
  vectorStore.upsert = async (rows) => {
    failures -= 1;
    if (failures >= 0) throw new Error("The disk of the store is full.");
    await upsert(rows);
  };
  const extractor = new ScriptedExtractor({
    paid: true,
    script: async (_batch, call) => (call === 5 ? warned.promise : undefined),
  });
  const warnings: string[] = [];
  const result = await workspace.run(
    { extractor, extractionLimiter: oneAtATime(), vectorStore },
    {
      writeEveryMs: 0,
      emit: (event) => {
        if (event.event !== "warning") return;
        warnings.push(event.message);
        warned.resolve();
      },
    },
  );
  expect(result.exitCode).toBe(0);
  expect(warnings).toEqual([expect.stringMatching(/could not be written while .* The disk of the store is full\.$/)]);
  expect(await vectorStore.count()).toBe(30);
});

it("warns once for each outage of a store, and writes again after it", async () => {
  const over = Promise.withResolvers<void>();
  const graphStore = createMemoryGraphStore();
  const state = graphStore.state.bind(graphStore);
  const outcomes = ["fails", "fails", "works", "fails", "fails", "works"];
  graphStore.state = async () => {
    const outcome = outcomes.shift();
    if (outcomes.length === 0) over.resolve();
    if (outcome === "fails") throw new Error("The server is away.");
    return state();
  };
  const extractor = new ScriptedExtractor({
    paid: true,
    script: async (_batch, call) => (call === 5 ? over.promise : undefined),
  });
  const result = await workspace.run({ extractor, extractionLimiter: oneAtATime(), graphStore }, { writeEveryMs: 0 });
  expect(result.exitCode).toBe(0);
  expect(workspace.eventsOf("warning").map(({ message }) => message)).toEqual(
    Array.from({ length: 2 }, () => expect.stringMatching(/tries again, .* The server is away\.$/) as string),
  );
});

it("shows a stage while it waits for a store that still writes after the last reply", async () => {
  const [writing, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const graphStore = createMemoryGraphStore();
  const complete = graphStore.complete.bind(graphStore);
  let completions = 0;
  graphStore.complete = async (state) => {
    writing.resolve();
    if (completions++ === 0) await over.promise;
    await complete(state);
  };
  const extractor = new ScriptedExtractor({
    paid: true,
    script: async (_batch, call) => (call === 5 ? writing.promise : undefined),
  });
  const stageEvents: string[] = [];
  await workspace.run(
    { extractor, extractionLimiter: oneAtATime(), graphStore },
    {
      writeEveryMs: 0,
      emit: (event) => {
        if (!event.event.startsWith("stage.") || !("stage" in event) || event.stage === "read") return;
        if (event.event !== "stage.progress") stageEvents.push(`${event.stage} ${event.event}`);
        if (stageEvents.at(-1) === "project stage.started") over.resolve();
      },
    },
  );
  expect(stageEvents.slice(-6)).toEqual([
    "project stage.started",
    "project stage.completed",
    "resolve stage.started",
    "resolve stage.completed",
    "project stage.started",
    "project stage.completed",
  ]);
});

it("writes only at the end when no stage is paid", async () => {
  const states: unknown[] = [];
  const extractor = new ScriptedExtractor({
    script: async () => {
      for (let turn = 0; turn < 50; turn++) await nextTurn();
      states.push(await workspace.graphStore.state());
    },
  });
  await workspace.run({ extractor }, { writeEveryMs: 0 });
  expect(new Set(states)).toEqual(new Set([null]));
  expect(await workspace.graphStore.state()).not.toBeNull();
});
