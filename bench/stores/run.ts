// How much longer a run with models takes with Neo4j and Qdrant than with the embedded stores:
// `node bench/stores/run.ts [--chunks 2000] [--tier 5k/2M] [--repetitions 3]`. `colloquy ingest` as a package has it, a
// separate process, calls the simulated provider for extractions and embeddings; all runs must have the same digest.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { openNeo4jGraphStore } from "../../packages/colloquy/src/adapters/neo4j/index.ts";
import { openQdrantVectorStore } from "../../packages/colloquy/src/adapters/qdrant/index.ts";
import { buildProgram } from "../build-program.ts";
import { type Spread, spreadOf } from "../figures.ts";
import { measureIngest, type RunFigures } from "../measured-run.ts";
import { printTable, writeResults } from "../report.ts";
import { scaleSet } from "../scale-set.ts";
import { startProvider } from "../throughput/provider-process.ts";
import { tiersNamed } from "../throughput/tiers.ts";
import { alternate } from "./alternate.ts";
import { openDriver } from "./graph-contenders.ts";
import { removeWorkspace } from "./graph-workspace.ts";
import { openClient } from "./point-contenders.ts";
import { neo4jServer, newWorkspace, qdrantServer } from "./servers.ts";
import { EMBEDDED, type RunResults, runTable, SERVERS } from "./tables/run.ts";

const { values } = parseArgs({
  options: {
    chunks: { type: "string", default: "2000" },
    tier: { type: "string", default: "5k/2M" },
    repetitions: { type: "string", default: "3" },
  },
});

const neo4j = neo4jServer();
const qdrant = qdrantServer();
await using driver = openDriver(neo4j);
const client = openClient(qdrant);
const [tier] = tiersNamed(values.tier);
if (tier === undefined) throw new Error("Expected one tier.");
const { rpm, tpm, embeddingRpm, embeddingTpm } = tier;
// Ids contain the workspace's name: all runs have the same name, so that all digests are equal.
const workspace = newWorkspace();
const program = buildProgram();
const transcriptsDir = path.join(scaleSet(Number(values.chunks)), "transcripts");

const measured = await alternate(
  { [EMBEDDED]: () => ingest({ NEO4J_URI: "", QDRANT_URL: "" }), [SERVERS]: ingestToServers },
  Number(values.repetitions),
);
const all = [...measured.values()].flat();
const digests = new Set(all.map(({ result }) => result.digest));
if (digests.size !== 1) throw new Error(`The runs ended in ${digests.size} digests: ${[...digests].join(", ")}`);

const results: RunResults = {
  chunks: all[0]?.result.chunks.total ?? 0,
  stores: [...measured].map(([stores, runs]) => ({ stores, ...figuresOf(runs) })),
};
const { agent = "Neo4j" } = await driver.getServerInfo();
const { title, version } = await client.versionInfo();
const server = `${agent}, ${title} ${version}`;
console.log(`\n${server}; ${results.chunks} chunks at ${tier.name}, ${values.repetitions} repetitions, one digest\n`);
printTable(runTable(results));
writeResults("stores-run", { server, limits: tier.name, repetitions: Number(values.repetitions), ...results });

async function ingest(environment: Readonly<Record<string, string>>): Promise<RunFigures> {
  await using provider = await startProvider({ seed: 1, rpm, tpm, embeddingRpm, embeddingTpm, faults: "usual" });
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  const places = { transcriptsDir, dataDir: path.join(folder, "data"), outputDir: path.join(folder, "metrics") };
  const models = ["--model", "simulated", "--base-url", provider.baseUrl, "--embedding-model", "simulated-embedding"];
  try {
    return await measureIngest(program, places, [...models, "--workspace", workspace], environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function serverVariables(): Readonly<Record<string, string>> {
  if (neo4j.auth === null || "bearer" in neo4j.auth) throw new Error("Expected a username and a password for Neo4j.");
  const { username, password } = neo4j.auth;
  return { NEO4J_URI: neo4j.uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password, QDRANT_URL: qdrant.url };
}

/** Each run begins with servers without the workspace. @throws Error when the run wrote nothing to them. */
async function ingestToServers(): Promise<RunFigures> {
  await using graph = openNeo4jGraphStore(neo4j, { workspace });
  await using vectors = openQdrantVectorStore(qdrant, { workspace });
  try {
    const run = await ingest(serverVariables());
    if ((await graph.state()) === null || (await vectors.state()) === null)
      throw new Error("The run did not write to the servers.");
    return run;
  } finally {
    await removeWorkspace(driver, workspace);
    await vectors.clear();
    await client.deleteCollection(`${workspace}_chunks`);
  }
}

function figuresOf(runs: readonly RunFigures[]): Omit<RunResults["stores"][number], "stores"> {
  const spread = (of: (run: RunFigures) => number): Spread => spreadOf(runs.map(of));
  const stage = (name: string): Spread =>
    spread(({ stages }) => stages.findLast((one) => one.stage === name)?.seconds ?? 0);
  return {
    seconds: spread(({ seconds }) => seconds),
    afterLastReply: spread(({ seconds, lastReplySeconds }) => seconds - lastReplySeconds),
    resolve: stage("resolve"),
    project: stage("project"),
    peakMegabytes: spread(({ peakMegabytes }) => peakMegabytes),
    loopDelayP99Ms: spread(({ loopDelayMs }) => loopDelayMs.p99),
  };
}
