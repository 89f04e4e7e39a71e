// Compares our client with others: the same calls, each client with its own provider:
// `node bench/throughput/peers.ts [--quick] [--tiers 500/200k,5k/2M] [--at-once 4] [--only WORDS]`
// The peers are in a separate package: `npm ci --prefix bench/peers` first.
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { countLost } from "./request-chunks.ts";
import { chargedTokens, lowerBound } from "./bound.ts";
import { measureOurs } from "./measure-ours.ts";
import { startProvider } from "./provider-process.ts";
import { ONE_AT_A_TIME, PEERS, runPeer } from "./run-peer.ts";
import { type Tier, tiersNamed } from "./tiers.ts";
import { CHUNKS_A_CALL, workload } from "./workload.ts";
import { type PeerRow, peersTable } from "./tables/jobs.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    tiers: { type: "string" },
    "at-once": { type: "string", default: "4" },
    only: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const SEED = Number(values.seed);
const SEQUENTIAL_CALLS = values.quick ? 4 : 40;
const OURS = "Colloquy";
/** A concurrency with which the calls alone would take longer than this is not measured. */
const LONGEST_SECONDS = 2_700;
const USUAL_SECONDS = 26;

const tiers = tiersNamed(values.tiers);
const sequential = sequentialCall();
for (const tier of tiers) {
  const result = await measureTier(tier);
  writeResults(`peers-${tier.name.replace("/", "-")}`, { seed: SEED, ...result });
}

/** Our client alone first, for an exact figure; then the peers, some concurrently. */
async function measureTier(tier: Tier) {
  const calls = values.quick ? tier.quickCalls : tier.calls;
  const requests = workload(SEED, calls);
  const tokens = requests.reduce((sum, request) => sum + chargedTokens(request), 0);
  const ours = await measureClient(tier, async (baseUrl) => {
    const asked = await measureOurs(baseUrl, { seed: SEED, calls });
    const lostCalls = countLost(asked) / CHUNKS_A_CALL;
    return { seconds: asked.seconds, lost: asked.lost, lostCalls, shortest: asked.shortestMs / 1000 };
  });
  const boundSeconds = lowerBound(tier, calls, tokens, ours.shortest);
  const row = (client: string, { seconds, lost, lostCalls, chat }: Omit<typeof ours, "shortest">): PeerRow => ({
    client,
    seconds,
    efficiency: lostCalls === 0 ? boundSeconds / seconds : null,
    rateLimitedPerCall: chat.rateLimited / calls,
    lostShare: lostCalls / calls,
    lost,
    wastedShare: chat.tokensCharged / tokens - 1 + lostCalls / calls,
    extrapolatedFrom: null,
  });
  const rows = [row(OURS, ours)];
  const wanted = PEERS.filter(
    ({ name, concurrent }) =>
      (values.only === undefined || name.includes(values.only)) && calls * USUAL_SECONDS < LONGEST_SECONDS * concurrent,
  );
  await eachAtOnce(wanted, Number(values["at-once"]), async (peer) => {
    const figures = await measureClient(tier, async (baseUrl) => {
      const { seconds, lost } = await runPeer(peer, baseUrl, tier, { calls, seed: SEED });
      return { seconds, lost, lostCalls: countOf(lost) };
    });
    rows.push(row(peer.name, figures));
    console.error(`${tier.name}: ${peer.name} ${figures.seconds.toFixed(0)} s`);
  });
  rows.push(await sequentialRow(calls, boundSeconds));
  console.log(`\n${tier.name}: ${calls} calls, bound ${boundSeconds.toFixed(0)} s\n`);
  printTable(peersTable({ rows }));
  return { tier, calls, boundSeconds, rows };
}

async function measureClient<Figures>(tier: Tier, measure: (baseUrl: string) => Promise<Figures>) {
  await using provider = await startProvider({ seed: SEED, rpm: tier.rpm, tpm: tier.tpm, faults: "usual" });
  const figures = await measure(provider.baseUrl);
  const { chat } = await provider.accounts();
  return { ...figures, chat };
}

/** The time of one call when nothing else runs. It does not depend on limits, so one measurement is valid for all tiers. */
async function sequentialCall(): Promise<{ readonly seconds: number; readonly lost: PeerRow["lost"] }> {
  await using provider = await startProvider({ seed: SEED, rpm: null, tpm: null, faults: "usual" });
  const limits = { rpm: 1, tpm: 1 };
  const task = { calls: SEQUENTIAL_CALLS, seed: SEED };
  const { seconds, lost } = await runPeer(ONE_AT_A_TIME, provider.baseUrl, limits, task);
  return { seconds: seconds / SEQUENTIAL_CALLS, lost };
}

async function sequentialRow(calls: number, boundSeconds: number): Promise<PeerRow> {
  const one = await sequential;
  const seconds = one.seconds * calls;
  const lostShare = countOf(one.lost) / SEQUENTIAL_CALLS;
  return {
    client: ONE_AT_A_TIME.name,
    seconds,
    efficiency: lostShare === 0 ? boundSeconds / seconds : null,
    rateLimitedPerCall: 0,
    lostShare,
    lost: one.lost,
    wastedShare: lostShare,
    extrapolatedFrom: SEQUENTIAL_CALLS,
  };
}

function countOf(lost: PeerRow["lost"]): number {
  return Object.values(lost).reduce((sum, one) => sum + one, 0);
}

async function eachAtOnce<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
