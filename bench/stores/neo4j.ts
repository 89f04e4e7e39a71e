// The speed of the graph store with a real Neo4j, compared with a statement for each row and a bare loop of the driver:
// `node bench/stores/neo4j.ts [--nodes 100000] [--relations 300000] [--repetitions 3] [--row-nodes 3000]
// [--delays 1,2] [--delayed-row-nodes 600]`; delays in milliseconds each way, `--delays ""` for none. Three relationships are
// written with each node by the statement for each row. Each run has its own workspace, which is removed afterwards.
import { parseArgs } from "node:util";
import type { Neo4jSettings } from "../../packages/colloquy/src/adapters/neo4j/index.ts";
import { openNeo4jGraphStore } from "../../packages/colloquy/src/adapters/neo4j/index.ts";
import { projectGraph } from "../../packages/colloquy/src/projection/index.ts";
import { type Spread, spreadOf } from "../figures.ts";
import { printTable, writeResults } from "../report.ts";
import { alternate, secondsOf } from "./alternate.ts";
import { bareLoop, batchRowsOfOurs, type OpenContender, openDriver, openOurs, openPerRow } from "./graph-contenders.ts";
import { type GraphRows, graphRows } from "./graph-rows.ts";
import { checkWritten, measureWrite, removeWorkspace, roundTripMs, type WriteSeconds } from "./graph-workspace.ts";
import { startDelayProxy } from "./delay-proxy.ts";
import { installedVersion, neo4jServer, newWorkspace } from "./servers.ts";
import {
  BARE_LOOP,
  type Contest,
  type ContenderRates,
  neo4jTable,
  OURS,
  PER_ROW,
  WITHOUT_NAMES,
} from "./tables/neo4j.ts";
import { ledgerOf } from "./unchanged-ledger.ts";

const { values } = parseArgs({
  options: {
    nodes: { type: "string", default: "100000" },
    relations: { type: "string", default: "300000" },
    repetitions: { type: "string", default: "3" },
    "row-nodes": { type: "string", default: "3000" },
    delays: { type: "string", default: "1,2" },
    "delayed-row-nodes": { type: "string", default: "600" },
  },
});
const RELATIONS_A_NODE = 3;
const WARM_UP_NODES = Math.min(1000, Number(values.nodes));

interface Written {
  readonly first: WriteSeconds;
  readonly again: WriteSeconds;
}

interface Entry {
  readonly open: OpenContender;
  readonly rows: GraphRows;
}

const settings = neo4jServer();
await using driver = openDriver(settings);
const { agent = "Neo4j" } = await driver.getServerInfo();
const batchRows = await batchRowsOfOurs(settings);
const many = graphRows(1, { nodes: Number(values.nodes), relations: Number(values.relations) });

await warmUp();
const contests: Contest[] = [
  await contest(settings, 0, {
    [OURS]: { open: openOurs, rows: many },
    [BARE_LOOP]: { open: bareLoop(batchRows, "Entity"), rows: many },
    [WITHOUT_NAMES]: { open: bareLoop(batchRows, "BenchEntity"), rows: many },
    [PER_ROW]: { open: openPerRow, rows: rowsFor(Number(values["row-nodes"])) },
  }),
];
for (const delayMs of values.delays.split(",").filter(Boolean).map(Number)) {
  await using proxy = await startDelayProxy(settings.uri, delayMs);
  contests.push(
    await contest({ ...settings, uri: proxy.uri }, delayMs, {
      [OURS]: { open: openOurs, rows: many },
      [PER_ROW]: { open: openPerRow, rows: rowsFor(Number(values["delayed-row-nodes"])) },
    }),
  );
}
const results = { contests, unchangedMs: await measureUnchanged() };
const server = `${agent}, ${installedVersion("neo4j-driver")}`;
console.log(`\n${server}; ${values.repetitions} repetitions, batches of ${batchRows}\n`);
printTable(neo4jTable(results));
writeResults("stores-neo4j", { server, repetitions: Number(values.repetitions), batchRows, ...results });

function rowsFor(nodes: number): GraphRows {
  return graphRows(2, { nodes, relations: RELATIONS_A_NODE * nodes });
}

async function contest(
  address: Neo4jSettings,
  delayMs: number,
  entries: Readonly<Record<string, Entry>>,
): Promise<Contest> {
  await using direct = openDriver(address);
  const trip = await roundTripMs(direct);
  const measurements = Object.entries(entries).map(([name, entry]) => [name, () => measure(address, entry)] as const);
  const measured = await alternate(Object.fromEntries(measurements), Number(values.repetitions));
  const contenders = Object.entries(entries).map(([name, entry]) =>
    ratesOf(name, entry.rows, measured.get(name) ?? []),
  );
  return { delayMs, roundTripMs: trip, contenders };
}

/** The same rows twice into a new workspace. */
async function measure(address: Neo4jSettings, { open, rows }: Entry): Promise<Written> {
  const workspace = newWorkspace();
  try {
    await using contender = await open(address, workspace);
    const first = await measureWrite(contender, rows);
    const again = await measureWrite(contender, rows);
    await checkWritten(driver, workspace, rows);
    return { first, again };
  } finally {
    await removeWorkspace(driver, workspace);
  }
}

/** Warms up the server's plans, so that the first contender is not slower. */
async function warmUp(): Promise<void> {
  for (const open of [openOurs, bareLoop(batchRows, "Entity"), openPerRow])
    await measure(settings, { open, rows: rowsFor(WARM_UP_NODES) });
}

/** The time of a projection without changes, in milliseconds. */
async function measureUnchanged(): Promise<Spread> {
  const workspace = newWorkspace();
  const ledger = ledgerOf(many);
  const options = { signal: new AbortController().signal, onRows: () => {} };
  try {
    await using store = openNeo4jGraphStore(settings, { workspace });
    await store.prepare();
    await projectGraph(ledger, store, options);
    const measured: number[] = [];
    for (let each = 0; each < 10; each += 1)
      measured.push(1000 * (await secondsOf(async () => void (await projectGraph(ledger, store, options)))));
    return spreadOf(measured);
  } finally {
    await removeWorkspace(driver, workspace);
  }
}

function ratesOf(
  contender: string,
  { entities, relationships }: GraphRows,
  measured: readonly Written[],
): ContenderRates {
  const [nodes, relations] = [entities.length, relationships.length];
  const rates = (round: keyof Written) => ({
    entities: spreadOf(measured.map((each) => nodes / each[round].entities)),
    relationships: spreadOf(measured.map((each) => relations / each[round].relationships)),
    rows: spreadOf(measured.map((each) => (nodes + relations) / (each[round].entities + each[round].relationships))),
  });
  return { contender, nodes, relations, first: rates("first"), again: rates("again") };
}
