// Limits that change in the middle of a run: `node bench/throughput/limits-changed.ts [--seeds 5]`, in virtual time.
import { parseArgs } from "node:util";
import { printTable, writeResults } from "../report.ts";
import { countLost } from "./request-chunks.ts";
import { simulateOurs } from "./simulate-ours.ts";
import { type Tier, tiersNamed } from "./tiers.ts";
import { type Followed, type FollowedCell, limitsChangedTable } from "./tables/limits.ts";

const { values } = parseArgs({
  options: { tiers: { type: "string", default: "500/200k,5k/2M" }, seeds: { type: "string", default: "5" } },
});
const SEEDS = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const FACTORS = [0.5, 2];
const CHANGE_SECONDS = 70;
/** The limit must be followed within this time after the first header that reports it. */
const FOLLOWED_SECONDS = 5;
/**
 * When the rate is compared with the new limit, and over which time: a halved limit admits nothing for up to a
 * minute, until the use of the old limit has expired.
 */
const SETTLED_SECONDS = 65;
const WINDOW_SECONDS = 60;

const cells: FollowedCell[] = [];
for (const tier of tiersNamed(values.tiers)) {
  for (const factor of FACTORS) {
    const runs: Followed[] = [];
    for (const seed of SEEDS) runs.push(await measure(tier, factor, seed));
    cells.push({ tier: tier.name, factor, runs });
  }
}
printTable(limitsChangedTable({ cells }));
writeResults("limits-changed", { seeds: SEEDS, changeSeconds: CHANGE_SECONDS, cells });

async function measure({ rpm, tpm, calls }: Tier, factor: number, seed: number): Promise<Followed> {
  const limitChanges = [{ atSeconds: CHANGE_SECONDS, factor }];
  const reported: number[] = [];
  const { events, log, lost } = await simulateOurs(
    { seed, calls: calls * 2 },
    { rpm, tpm, seed, faults: "usual", limitChanges },
    {
      onLimits(limits, atSeconds) {
        const isNew = limits.some(({ resource, limit }) => resource === "tokens" && limit === tpm * factor);
        if (isNew && reported.length === 0) reported.push(atSeconds);
      },
    },
  );
  const [reportedAt = Number.NaN] = reported;
  const followed = events.find(
    (event) => event.event === "limit.changed" && event.resource === "tokens" && event.atSeconds >= CHANGE_SECONDS,
  );
  const dispatchedAfter = (seconds: number) =>
    log.filter(({ arrivedMs }) => arrivedMs >= (reportedAt + seconds) * 1000);
  const windowEnd = (reportedAt + SETTLED_SECONDS + WINDOW_SECONDS) * 1000;
  const inWindow = dispatchedAfter(SETTLED_SECONDS).filter(({ arrivedMs }) => arrivedMs < windowEnd);
  const tokens = inWindow.reduce((sum, { tokensCharged }) => sum + tokensCharged, 0);
  return {
    reportedSeconds: reportedAt - CHANGE_SECONDS,
    followedSeconds: (followed?.atSeconds ?? Number.POSITIVE_INFINITY) - reportedAt,
    rateLimited: dispatchedAfter(FOLLOWED_SECONDS).filter(({ attempt }) => attempt === null).length,
    rate: tokens / (tpm * factor * (WINDOW_SECONDS / 60)),
    lost: countLost({ lost }),
  };
}
