import { setImmediate } from "node:timers/promises";
import { estimateQuestions } from "../estimation/index.ts";
import type { KeyPair } from "../ports/index.ts";
import { compareMentioned } from "../resolution/index.ts";
import { counted, formatDollars } from "../text/index.ts";
import { questionsOfPairs, usualPairs } from "./guess-questions.ts";
import { type NamesToJudge, readNames, readVerdicts } from "./pair-items.ts";
import type { RunContext, RunParts, RunSettings } from "./run-types.ts";

/** Names of more entities are not compared for a notice, because the time grows with the square of their number. */
const MOST_COMPARED = 2_000;

/**
 * Emits how many pairs of names look alike, if a model extracted chunks in this run and no judge is asked about names. It is
 * called when entities are final, and calls no model.
 * @param compared The pairs that the run has found; null: names are compared by their letters.
 */
export async function adviseJudge(
  { emit, tally }: Pick<RunContext, "emit" | "tally">,
  { ledger, extraction, judging, judgeVersion }: RunParts,
  { skipKg }: Pick<RunSettings, "skipKg">,
  compared: Pick<NamesToJudge, "pairs"> | null,
): Promise<void> {
  const { port, observer } = extraction;
  if (judgeVersion === undefined || judging !== undefined || skipKg) return;
  if (!port.paid || tally.settledOf("extract") === 0) return;
  if ((await ledger.pendingCount("extract", { profile: port.profile, paid: true, force: false })) > 0) return;
  const { entities } = (await ledger.counts()).graph;
  const isCounted = compared !== null || entities <= MOST_COMPARED;
  const found = compared?.pairs ?? (isCounted ? await similarNames(ledger) : []);
  const pairs = isCounted ? await countOpen(ledger, found, judgeVersion) : usualPairs(entities);
  if (pairs === 0) return;
  const { pricing } = observer;
  const known = { model: pricing.model, pricing, measurement: null, perMinute: {} };
  const { costUsd } = estimateQuestions({ ...questionsOfPairs(pairs, port), ...known });
  const cost =
    costUsd === null || costUsd.likely === 0
      ? ""
      : `, for about ${formatDollars(costUsd.likely)} with ${pricing.model}`;
  const look = pairs === 1 ? "looks" : "look";
  emit({
    event: "notice",
    message: `${isCounted ? "" : "About "}${counted(pairs, "pair")} of names ${look} alike; \`--resolution-model\` asks a model which of them mean one thing${cost}.`,
  });
}

async function similarNames(ledger: RunParts["ledger"]): Promise<readonly KeyPair[]> {
  const names = [...(await readNames(ledger)).values()].map((name) => ({ ...name, vector: null }));
  const { candidates } = await compareMentioned(names, await ledger.userPairs(), () => setImmediate());
  return candidates;
}

/** The number of pairs without a verdict. */
async function countOpen(ledger: RunParts["ledger"], pairs: readonly KeyPair[], version: number): Promise<number> {
  const verdicts = await readVerdicts(ledger, version);
  return pairs.filter(({ first, second }) => verdicts(first, second).length === 0).length;
}
