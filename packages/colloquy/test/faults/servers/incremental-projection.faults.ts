import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openNeo4jGraphStore } from "../../../src/adapters/neo4j/index.ts";
import { openQdrantVectorStore } from "../../../src/adapters/qdrant/index.ts";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { NO_NEO4J, NO_QDRANT, serverControls } from "../../servers.ts";
import { WHOLE } from "../corpus.ts";
import { settledChunks } from "../undisturbed.ts";
import { type IngestEnd, Workplace } from "../workplace.ts";
import { type ControlledServer, startControlledServer } from "./controlled-server.ts";

const { neo4j: neo4jCommand, qdrant: qdrantCommand } = serverControls();
const missing = neo4jCommand === null ? NO_NEO4J : qdrantCommand === null ? NO_QDRANT : null;

/** One call at a time, one second each, so that settled chunks are projected several times before the last call. */
const SLOW = { firstTokenMs: 1_000, firstTokenSigma: 0, tokensPerSecond: 1e6, stragglers: 0 } as const;
const LOOK_EVERY_MS = 100;

describe.skipIf(missing !== null)(`a run with incremental projection${missing ?? ""}`, () => {
  const place = new Workplace(WHOLE);
  let neo4j: ControlledServer;
  let qdrant: ControlledServer;
  let provider: SimulatedServer;
  let undisturbed: { readonly digest: string; readonly chunks: number; readonly calls: number };

  const startProvider = (timeScale: number) =>
    startSimulatedProvider({ latency: SLOW, timeScale, rpm: null, tpm: null, faults: "none" });
  const args = (url: string): readonly string[] => [
    "--model",
    "simulated",
    "--base-url",
    url,
    "--max-concurrent",
    "1",
    "--batch-size",
    "5",
  ];
  const graphStore = () => {
    const { NEO4J_URI: uri = "", NEO4J_PASSWORD: password = "" } = neo4j.environment;
    const auth = { username: "neo4j", password };
    return openNeo4jGraphStore({ uri, database: null, auth }, { workspace: "talks" });
  };
  const vectorStore = () => {
    const { QDRANT_URL: url = "" } = qdrant.environment;
    return openQdrantVectorStore({ url, apiKey: null, collection: null }, { workspace: "talks" });
  };

  beforeAll(async () => {
    place.useNewDataFolder();
    const quick = await startProvider(1_000);
    const { exitCode, result, stderr } = await place.ingest({ args: args(quick.url) });
    expect(exitCode, stderr).toBe(0);
    const { digest = "", chunks } = result ?? {};
    undisturbed = { digest, chunks: chunks?.total ?? 0, calls: quick.accounts.chat.complete };
    await quick.close();
    [neo4j, qdrant] = await Promise.all([
      startControlledServer(neo4jCommand ?? "", "--home"),
      startControlledServer(qdrantCommand ?? "", "--data"),
    ]);
  });
  afterAll(async () => {
    await Promise.all([neo4j[Symbol.asyncDispose](), qdrant[Symbol.asyncDispose]()]);
    place[Symbol.dispose]();
  });
  beforeEach(async () => {
    place.useNewDataFolder();
    place.environment = { ...neo4j.environment, ...qdrant.environment };
    provider = await startProvider(1);
    await using graph = graphStore();
    await graph.prepare();
    await graph.clear();
    await using vectors = vectorStore();
    await vectors.clear();
  });
  afterEach(() => provider.close());

  async function expectWhole({ exitCode, stderr, result }: IngestEnd): Promise<void> {
    expect(exitCode, stderr).toBe(0);
    expect(result?.digest).toBe(undisturbed.digest);
    const verified = await place.verify();
    expect(verified.exitCode, verified.said).toBe(0);
    expect(await place.exportedDigest()).toBe(undisturbed.digest);
  }

  /** The number of repeated requests for the same chunk. */
  const repeatedRequests = (): number =>
    Object.values(provider.accounts.prompts).reduce((again, times) => again + times - 1, 0);

  it("continues after an outage of both servers, and pays for no chunk twice", async () => {
    const servers = [neo4j, qdrant];
    const waiting = Promise.withResolvers<void>();
    let outage: Promise<void> | null = null;
    const outageOfBoth = async (): Promise<void> => {
      await Promise.all(servers.map((server) => server.kill()));
      await waiting.promise;
      await Promise.all(servers.map((server) => server.start()));
    };
    const run = await place.ingest({
      args: args(provider.url),
      onEvent: (event) => {
        if (event.event === "batch.completed") outage ??= outageOfBoth();
        if (event.event === "warning" && event.message.includes("The run tries again")) waiting.resolve();
      },
    });
    await outage;
    const order = run.events.map(({ event }) => event);
    expect(order.indexOf("warning")).toBeGreaterThan(0);
    expect(order.indexOf("warning")).toBeLessThan(order.lastIndexOf("batch.completed"));
    await expectWhole(run);
    expect(provider.accounts.chat.complete).toBe(undisturbed.calls);
    expect(repeatedRequests()).toBe(0);
  });

  it("continues after it was killed during projection, and pays for no settled chunk", async () => {
    await using graph = graphStore();
    await using vectors = vectorStore();
    const ended = new AbortController();
    const killWhenWritten = async (kill: () => void): Promise<void> => {
      while (!ended.signal.aborted) {
        if ((await graph.state()) !== null && (await vectors.state()) !== null) return kill();
        await wait(LOOK_EVERY_MS);
      }
    };
    let killing: Promise<void> | null = null;
    const killed = await place.ingest({
      args: args(provider.url),
      onEvent: (event, child) => {
        if (event.event === "batch.completed") killing ??= killWhenWritten(() => void child.kill("SIGKILL"));
      },
    });
    ended.abort();
    await killing;
    expect(killed.signal).toBe("SIGKILL");
    const settled = await settledChunks(place);
    expect(settled).toBeGreaterThan(0);
    expect(settled).toBeLessThan(undisturbed.chunks);

    const run = await place.ingest({ args: args(provider.url) });
    await expectWhole(run);
    expect(run.extracted).toBe(undisturbed.chunks - settled);
    // Only pings and calls in flight at the kill may be repeated.
    expect(repeatedRequests()).toBeLessThanOrEqual(2);
  });
});
