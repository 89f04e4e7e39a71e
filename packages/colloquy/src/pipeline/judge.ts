import { cancelWhenStopped, pingWithinBudget } from "../calls/index.ts";
import { batchLabel } from "../model/index.ts";
import {
  type AskedPair,
  type JudgeReply,
  type Ledger,
  type NameJudge,
  type NameSense,
  NO_USAGE,
} from "../ports/index.ts";
import { derivedRelation, standingOf, verdictOn } from "../resolution/index.ts";
import type { Submissions } from "./batch-calls.ts";
import { type PlannedStage, sampleBatches, type StagePlan } from "./batches.ts";
import { estimateOf } from "./plan-stage.ts";
import {
  itemsOf,
  judgeTokens,
  type NamesToJudge,
  type PairItem,
  pairsOf,
  pendingFrom,
  readVerdicts,
} from "./pair-items.ts";
import { judgedSenses, readPlaces } from "./name-senses.ts";
import { runBatches } from "./run-batches.ts";
import {
  type CommitResult,
  type RunContext,
  type RunParts,
  type RunSettings,
  runStage,
  type StageParts,
} from "./run-types.ts";
import { usualOf } from "./usual-tokens.ts";

/** Pairs of one call: with fewer, names are shown more often. */
const BATCH_SIZE = 300;

type Judging = StageParts<NameJudge>;
type JudgeLedger = Pick<
  Ledger,
  | "mentionedPlaces"
  | "decideSenses"
  | "verdicts"
  | "putVerdicts"
  | "decideByVerdicts"
  | "relateByVerdicts"
  | "submit"
  | "failBatch"
>;

/**
 * Asks the judge about the pairs of names that have no verdict yet, and stores the decisions that follow from all
 * verdicts. It is called when all chunks are extracted. So the questions depend on the names alone, and not on the order of
 * replies. The first round asks about each pair, the second about those that the first calls the same, a kind or a part: see `standingOf`.
 * It is also asked whether names mean one thing in all chunks that mention them: see `sensesOf`.
 * @param compareAgain derives facts with the senses that the verdicts part, and compares the names again.
 */
export async function judgePending(
  context: RunContext,
  parts: Pick<RunParts, "measured" | "onStageEnded"> & { readonly ledger: JudgeLedger; readonly judging: Judging },
  settings: Pick<RunSettings, "giveUpAfterMs" | "maxConcurrent">,
  compared: NamesToJudge,
  compareAgain: () => Promise<NamesToJudge>,
): Promise<void> {
  const { ledger, judging } = parts;
  using _cancelling = cancelWhenStopped([judging.limiter], context.stop);
  try {
    const version = judging.port.questionVersion;
    const places = await readPlaces(ledger);
    let { names, pairs } = compared;
    // A name that the verdicts split may have no mention in its main sense.
    const split = async (senses: readonly NameSense[]): Promise<void> => {
      if (await ledger.decideSenses(senses)) ({ names, pairs } = await compareAgain());
    };
    const open = async (): Promise<readonly PairItem[]> => {
      const verdicts = await readVerdicts(ledger, version);
      const { senses, items } = judgedSenses(places, verdicts, version);
      if (items.length === 0) await split(senses);
      return [...itemsOf(names, pairs, verdicts, { version, size: BATCH_SIZE }), ...items];
    };
    const first = await open();
    if (first.length > 0 && (await isReady(context, parts, settings, await planOf(judging, first))))
      await askAll(context, ledger, judging, first, open);
    const verdicts = await readVerdicts(ledger, version);
    await split(judgedSenses(places, verdicts, version).senses);
    await ledger.decideByVerdicts(
      pairs.flatMap(({ first, second }) => {
        const { isSame } = standingOf(verdicts(first, second));
        return isSame === null ? [] : [{ first, second, isSame }];
      }),
    );
    await ledger.relateByVerdicts(
      pairs.flatMap((pair) => {
        const { relation } = standingOf(verdicts(pair.first, pair.second));
        return relation === null ? [] : [derivedRelation(pair, relation, version)];
      }),
    );
  } finally {
    await parts.onStageEnded?.("judge");
  }
}

async function askAll(
  context: RunContext,
  ledger: JudgeLedger,
  judging: Judging,
  first: readonly PairItem[],
  open: () => Promise<readonly PairItem[]>,
): Promise<void> {
  const asked = new Set<string>();
  const progress = { batches: 0, done: 0, total: 0 };
  let items = first;
  await runStage(context, "judge", first.length, async (span) => {
    while (items.length > 0 && !context.stop.aborted) {
      progress.total += items.length;
      const source = { ...pendingFrom(items), ...submissionsOf(ledger) };
      await runBatches<JudgeReply, PairItem>({ ...context, span }, source, {
        plan: planFor(judging.port, items.length),
        progress,
        operation: "judge",
        limiter: judging.limiter,
        observer: judging.observer,
        taperedTokens: null,
        tokens: (batch) => judgeTokens(judging.port, batch),
        request: (batch) => judging.port.judge.bind(judging.port, pairsOf(batch)),
        read: (reply) => {
          const { limits = [], usage, raw, interrupted = false } = requireVerdicts(reply);
          return { limits, usage, text: raw, unreported: interrupted ? "interrupted" : null };
        },
        commit: (batch, { reply, usage }, submitted) =>
          settle(ledger, judging.port, batch, { ...reply, usage }, submitted),
        // A pair that fails alone is never asked about again.
        deadLetter: (failed) => {
          const { profile } = judging.port;
          const unsure = [...failed.keys()].map(({ question }) => ({ ...question, verdict: "unsure" as const }));
          return ledger.putVerdicts({ profile, paid: false, raw: null, usage: NO_USAGE }, unsure);
        },
      });
      for (const { contentKey } of items) asked.add(contentKey);
      // A question that is still open, because of the budget or a stop, is left for the next run.
      items = (await open()).filter(({ contentKey }) => !asked.has(contentKey));
    }
  });
}

function planFor({ profile, paid }: NameJudge, total: number): StagePlan<"judge"> {
  const batchTokens = Number.POSITIVE_INFINITY;
  return { stage: "judge", profile, paid, force: false, batchSize: BATCH_SIZE, batchTokens, total };
}

async function planOf({ port }: Judging, items: readonly PairItem[]): Promise<PlannedStage<"judge">> {
  const plan = planFor(port, items.length);
  const calls = Math.ceil(items.length / BATCH_SIZE);
  const unknown = { transcripts: [], settled: [] };
  if (!port.paid) return { plan, calls, usualTokens: null, frameTokens: 0, chunkTokens: 0, ...unknown };
  const sample = await sampleBatches<PairItem>(pendingFrom(items), plan);
  const mean = items.reduce((sum, { tokens }) => sum + tokens, 0) / items.length;
  return { plan, calls, ...usualOf(sample, (batch) => judgeTokens(port, batch), mean), ...unknown };
}

/** Emits the estimate. False: the budget has no room for the judge's first call. */
async function isReady(
  { emit, budget, stop }: RunContext,
  { judging, measured }: Pick<RunParts, "measured"> & { readonly judging: Judging },
  { giveUpAfterMs, maxConcurrent = "auto" }: Pick<RunSettings, "giveUpAfterMs" | "maxConcurrent">,
  planned: PlannedStage<"judge">,
): Promise<boolean> {
  const { port, limiter, observer } = judging;
  const { pricing } = observer;
  const known = { pricing, measurement: measured?.judge ?? null, perMinute: limiter.snapshot.perMinute };
  const estimate = estimateOf(planned, { ...known, maxConcurrent });
  if (estimate !== null) emit({ event: "estimate.made", estimate });
  if (stop.aborted) return false;
  return pingWithinBudget(port, { stage: "judge", limiter, observer, emit, giveUpAfterMs, budget, stop });
}

function submissionsOf(ledger: JudgeLedger): Submissions {
  return { submit: (batch) => ledger.submit(batch), failBatch: (batch) => ledger.failBatch(batch) };
}

/** @throws Error when the reply has no verdicts, so that the batch fails. */
function requireVerdicts(reply: JudgeReply): JudgeReply {
  if (!(reply?.verdicts instanceof Map)) throw new Error("The reply is malformed: it lacks `verdicts`.");
  return reply;
}

async function settle(
  ledger: JudgeLedger,
  { profile, paid }: NameJudge,
  batch: readonly PairItem[],
  { verdicts, usage, raw, cutOff = false, invalid = null }: JudgeReply,
  submitted: number | undefined,
): Promise<CommitResult<PairItem>> {
  const answered: AskedPair[] = [];
  const missing: PairItem[] = [];
  for (const [index, item] of batch.entries()) {
    const shown = verdicts.get(batchLabel(index));
    if (shown === undefined) missing.push(item);
    else answered.push({ ...item.question, verdict: verdictOn(item.question, shown) });
  }
  const contentKeys = batch.map(({ contentKey }) => contentKey);
  await ledger.putVerdicts({ profile, paid, raw, batch: submitted, contentKeys, usage }, answered);
  const settled = answered.length;
  return { settled, missing, unusable: new Map(), cutOff, invalid: settled > 0 ? null : invalid };
}
