import { expect, it } from "vitest";
import { adviseJudge } from "./advise-judge.ts";
import type { RunEvent } from "./events.ts";
import { RunTally } from "./run-tally.ts";
import type { RunParts } from "./run-types.ts";

const PAIRS = [
  { first: "home office", second: "office" },
  { first: "remote work", second: "telework" },
];

/** A run of a model that has extracted a chunk. */
async function noticesOf({
  entities = 10,
  pending = 0,
  price = null,
  ...more
}: {
  readonly entities?: number;
  readonly pending?: number;
  readonly price?: number | null;
  readonly verdicts?: readonly (typeof PAIRS)[number][];
  readonly pairs?: typeof PAIRS | null;
}): Promise<readonly string[]> {
  const events: RunEvent[] = [];
  const { pairs = null, verdicts = [] } = more;
  const ledger = {
    pendingCount: async () => pending,
    counts: async () => ({ graph: { entities } }),
    verdicts: async () => verdicts.map((pair) => ({ ...pair, round: 1, verdict: "different" })),
  };
  const pricing = { model: "m", source: null, prices: null, cost: () => price, mostOf: () => price };
  const extraction = { port: { profile: "m", paid: true }, observer: { pricing } };
  const tally = new RunTally();
  tally.settled("extract", 1);
  await adviseJudge(
    { emit: (event) => events.push(event), tally },
    { ledger, extraction, judgeVersion: 3 } as unknown as RunParts,
    { skipKg: false },
    pairs === null ? null : { pairs },
  );
  return events.flatMap((event) => (event.event === "notice" ? [event.message] : []));
}

const asks = "; `--resolution-model` asks a model which of them mean one thing";

it("counts the pairs without a verdict, and names the cost if prices are known", async () => {
  expect(await noticesOf({ pairs: PAIRS })).toEqual([`2 pairs of names look alike${asks}.`]);
  expect(await noticesOf({ pairs: PAIRS, price: 0.5 })).toEqual([
    `2 pairs of names look alike${asks}, for about $0.50 with m.`,
  ]);
  expect(await noticesOf({ pairs: PAIRS, verdicts: PAIRS.slice(1) })).toEqual([`1 pair of names looks alike${asks}.`]);
  expect(await noticesOf({ pairs: PAIRS, verdicts: PAIRS })).toEqual([]);
});

it("guesses the number for many entities without a comparison", async () => {
  expect(await noticesOf({ entities: 5_000 })).toEqual([`About 20,000 pairs of names look alike${asks}.`]);
});

it("says nothing while chunks are not extracted, because a judge would not be asked", async () => {
  expect(await noticesOf({ pairs: PAIRS, pending: 1 })).toEqual([]);
});
