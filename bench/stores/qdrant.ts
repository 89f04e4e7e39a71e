// The speed of the vector store with a real Qdrant, compared with the client's plain loop and a bare loop of the same requests:
// `node bench/stores/qdrant.ts [--points 50000] [--dimensions 1536] [--repetitions 3] [--rows-a-call 4096]`. Each run has a collection of its
// own, made by our store before the clock starts and removed afterwards.
import { parseArgs } from "node:util";
import { ofWorkspace } from "../../packages/colloquy/src/adapters/qdrant/filters.ts";
import { openQdrantVectorStore } from "../../packages/colloquy/src/adapters/qdrant/index.ts";
import { spreadOf } from "../figures.ts";
import { printTable, writeResults } from "../report.ts";
import { alternate, secondsOf } from "./alternate.ts";
import { chunks } from "./chunks.ts";
import {
  openClient,
  preparedPoint,
  writeByBareLoop,
  writeByOurs,
  writeByPlainLoop,
  type WritePoints,
} from "./point-contenders.ts";
import { installedVersion, newWorkspace, qdrantServer } from "./servers.ts";
import { BARE_LOOP, OURS, PLAIN_LOOP, type QdrantResults, qdrantTable } from "./tables/qdrant.ts";

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "50000" },
    dimensions: { type: "string", default: "1536" },
    repetitions: { type: "string", default: "3" },
    "rows-a-call": { type: "string", default: "4096" },
  },
});
const POINTS = Number(values.points);
const DIMENSIONS = Number(values.dimensions);
const REPETITIONS = Number(values.repetitions);
const ROWS_A_CALL = Number(values["rows-a-call"]);
const PROFILE = "bench";
const WARM_UP_POINTS = 500;

const settings = qdrantServer();
const client = openClient(settings);
const { title, version } = await client.versionInfo();
const written = chunks(1, { points: POINTS, dimensions: DIMENSIONS });
const prepared = written.map(preparedPoint);
const few = Math.min(WARM_UP_POINTS, POINTS);

for (const write of [writeByOurs(written.slice(0, few), ROWS_A_CALL), writeByBareLoop(prepared.slice(0, few))])
  await measure(write, few);
const measured = await alternate(
  {
    [OURS]: () => measure(writeByOurs(written, ROWS_A_CALL), POINTS),
    [BARE_LOOP]: () => measure(writeByBareLoop(prepared), POINTS),
    [PLAIN_LOOP]: () => measure(writeByPlainLoop(prepared), POINTS),
  },
  REPETITIONS,
);
const results: QdrantResults = {
  points: POINTS,
  dimensions: DIMENSIONS,
  contenders: [...measured].map(([contender, each]) => ({
    contender,
    first: spreadOf(each.map(({ first }) => first)),
    again: spreadOf(each.map(({ again }) => again)),
  })),
};
const server = `${title} ${version}, ${installedVersion("@qdrant/js-client-rest")}`;
console.log(`\n${server}; ${POINTS} points of ${DIMENSIONS} dimensions, ${REPETITIONS} repetitions\n`);
printTable(qdrantTable(results));
writeResults("stores-qdrant", { server, repetitions: REPETITIONS, rowsACall: ROWS_A_CALL, ...results });

/** The same points twice into a new collection; points a second. */
async function measure(
  write: WritePoints,
  points: number,
): Promise<{ readonly first: number; readonly again: number }> {
  const workspace = newWorkspace();
  await using store = openQdrantVectorStore(settings, { workspace });
  try {
    await store.prepare({ dimensions: DIMENSIONS, profile: PROFILE });
    const first = points / (await secondsOf(() => write({ store, client, workspace })));
    const again = points / (await secondsOf(() => write({ store, client, workspace })));
    // The state of the workspace is a point as well.
    const held = await client.count(`${workspace}_chunks`, { filter: ofWorkspace(workspace), exact: true });
    if (held.count !== points) throw new Error(`The collection holds ${held.count} points instead of ${points}.`);
    return { first, again };
  } finally {
    await store.clear();
    await client.deleteCollection(`${workspace}_chunks`);
  }
}
