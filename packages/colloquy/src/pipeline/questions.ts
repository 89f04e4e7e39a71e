import { cancelWhenStopped, pingWithinBudget } from "../calls/index.ts";
import { batchLabel } from "../model/index.ts";
import {
  type CallOptions,
  type CallTokens,
  type Ledger,
  NO_USAGE,
  type PaidReply,
  type QuestionPort,
  type QuestionStage,
  type VerdictReply,
  type WorkItem,
} from "../ports/index.ts";
import { counted } from "../text/index.ts";
import type { Submissions } from "./batch-calls.ts";
import { estimateQuestions, type QuestionsToEstimate } from "../estimation/index.ts";
import { pendingFrom, sampleBatches, type StagePlan } from "./batches.ts";
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

/** The questions of a stage: what is asked, and where the answers go. */
export interface Questions<Question, Verdict, Item> {
  readonly stage: QuestionStage;
  readonly parts: StageParts<Omit<QuestionPort<Question>, "questionVersion">>;
  /** Questions of one call. */
  readonly batchSize: number;
  /** The questions that have no answer now. Answers can raise further questions. */
  open(): Promise<readonly Item[]>;
  /** The question as it is shown, with its label within the batch. */
  shown(item: Item, label: string): Question;
  ask(batch: readonly Question[], options: CallOptions): Promise<VerdictReply<Verdict>>;
  /** Commits answers with their reply. */
  put(reply: PaidReply, answered: readonly (readonly [Item, Verdict])[]): Promise<void>;
  /** The answer to a question that fails alone, so that it is never asked again. */
  readonly whenFailed: Verdict;
}

export interface QuestionParts extends Pick<RunParts, "measured" | "onStageEnded"> {
  readonly ledger: Pick<Ledger, "submit" | "failBatch">;
}

export type QuestionSettings = Pick<RunSettings, "giveUpAfterMs">;

/**
 * Whether all chunks are extracted. If not, it emits a notice, and no question is asked: some questions about a part of the
 * chunks would be of no use when the others are extracted.
 * @param what is postponed, as the beginning of a sentence.
 */
export async function isExtracted(
  { emit }: Pick<RunContext, "emit">,
  { ledger, extraction }: Pick<RunParts, "ledger" | "extraction">,
  what: string,
): Promise<boolean> {
  const { profile, paid } = extraction.port;
  const pending = await ledger.pendingCount("extract", { profile, paid, force: false });
  if (pending === 0) return true;
  const are = pending === 1 ? "is" : "are";
  emit({ event: "notice", message: `${what}, because ${counted(pending, "chunk")} ${are} not extracted.` });
  return false;
}

/**
 * Asks the open questions in rounds, until no question is open that was not asked in this run. The budget or a stop leaves
 * questions open for the next run. The batches depend on the questions alone, not on the order of replies.
 */
export async function askQuestions<Question, Verdict, Item extends WorkItem>(
  context: RunContext,
  parts: QuestionParts,
  settings: QuestionSettings,
  questions: Questions<Question, Verdict, Item>,
): Promise<void> {
  using _cancelling = cancelWhenStopped([questions.parts.limiter], context.stop);
  const asking = new Asking(questions);
  try {
    const first = await questions.open();
    if (
      first.length > 0 &&
      (await isReady(context, parts, settings, questions, { count: first.length, size: await asking.size(first) }))
    )
      await askAll(context, parts.ledger, questions, first, asking);
  } finally {
    await parts.onStageEnded?.(questions.stage);
  }
}

async function askAll<Question, Verdict, Item extends WorkItem>(
  context: RunContext,
  ledger: Submissions,
  questions: Questions<Question, Verdict, Item>,
  first: readonly Item[],
  asking: Asking<Question, Verdict, Item>,
): Promise<void> {
  const { stage, parts } = questions;
  const asked = new Set<string>();
  const progress = { batches: 0, done: 0, total: 0 };
  let items = first;
  await runStage(context, stage, first.length, async (span) => {
    while (items.length > 0 && !context.stop.aborted) {
      progress.total += items.length;
      const source = { ...pendingFrom(items), ...submissionsOf(ledger) };
      await runBatches<VerdictReply<Verdict>, Item>({ ...context, span }, source, {
        plan: asking.plan(items.length),
        progress,
        operation: stage,
        limiter: parts.limiter,
        observer: parts.observer,
        taperedTokens: null,
        tokens: (batch) => asking.tokens(batch),
        request: (batch) => (options) => questions.ask(asking.shown(batch), options),
        read: (reply) => {
          const { limits = [], usage, raw, interrupted = false } = requireVerdicts(reply);
          return { limits, usage, text: raw, unreported: interrupted ? "interrupted" : null };
        },
        commit: (batch, { reply, usage }, submitted) => asking.settle(batch, { ...reply, usage }, submitted),
        deadLetter: (failed) => asking.giveUp([...failed.keys()]),
      });
      for (const { contentKey } of items) asked.add(contentKey);
      items = (await questions.open()).filter(({ contentKey }) => !asked.has(contentKey));
    }
  });
}

/** Plans the calls of a stage, and commits their replies. */
class Asking<Question, Verdict, Item extends WorkItem> {
  readonly #questions: Questions<Question, Verdict, Item>;

  constructor(questions: Questions<Question, Verdict, Item>) {
    this.#questions = questions;
  }

  shown(batch: readonly Item[]): readonly Question[] {
    return batch.map((item, index) => this.#questions.shown(item, batchLabel(index)));
  }

  /** The expected tokens of a call. */
  tokens(batch: readonly Item[]): CallTokens {
    const { port } = this.#questions.parts;
    const tokens = port.callTokens?.(this.shown(batch)) ?? { inputTokens: 0, maxOutputTokens: 0 };
    const { sharedInputTokens } = port;
    return sharedInputTokens === undefined ? tokens : { ...tokens, sharedInputTokens };
  }

  plan(total: number): StagePlan<QuestionStage> {
    const { stage, batchSize } = this.#questions;
    const { profile, paid } = this.#questions.parts.port;
    return { stage, profile, paid, force: false, batchSize, batchTokens: Number.POSITIVE_INFINITY, total };
  }

  /** The mean tokens of a question, and of a prompt without questions, from a sample. */
  async size(items: readonly Item[]): Promise<Pick<QuestionsToEstimate, "frameTokens" | "questionTokens">> {
    const sample = await sampleBatches<Item>(pendingFrom(items), this.plan(items.length));
    const mean = items.reduce((sum, { tokens }) => sum + tokens, 0) / items.length;
    const { frameTokens, chunkTokens } = usualOf(sample, (batch) => this.tokens(batch), mean);
    return { frameTokens, questionTokens: chunkTokens };
  }

  async settle(
    batch: readonly Item[],
    { verdicts, usage, raw, cutOff = false, invalid = null }: VerdictReply<Verdict>,
    submitted: number | undefined,
  ): Promise<CommitResult<Item>> {
    const answered: (readonly [Item, Verdict])[] = [];
    const missing: Item[] = [];
    for (const [index, item] of batch.entries()) {
      const verdict = verdicts.get(batchLabel(index));
      if (verdict === undefined) missing.push(item);
      else answered.push([item, verdict]);
    }
    const { profile, paid } = this.#questions.parts.port;
    const contentKeys = batch.map(({ contentKey }) => contentKey);
    await this.#questions.put({ profile, paid, raw, batch: submitted, contentKeys, usage }, answered);
    const settled = answered.length;
    return { settled, missing, unusable: new Map(), cutOff, invalid: settled > 0 ? null : invalid };
  }

  giveUp(items: readonly Item[]): Promise<void> {
    const { parts, whenFailed, put } = this.#questions;
    const { profile } = parts.port;
    return put(
      { profile, paid: false, raw: null, usage: NO_USAGE },
      items.map((item) => [item, whenFailed]),
    );
  }
}

/** Emits the estimate. False: the budget has no room for the first call. */
async function isReady<Question, Verdict, Item extends WorkItem>(
  { emit, budget, stop }: RunContext,
  { measured }: QuestionParts,
  { giveUpAfterMs }: QuestionSettings,
  { stage, parts, batchSize }: Questions<Question, Verdict, Item>,
  {
    count,
    size,
  }: { readonly count: number; readonly size: Awaited<ReturnType<Asking<Question, Verdict, Item>["size"]>> },
): Promise<boolean> {
  const { port, limiter, observer } = parts;
  const { profile } = port;
  const { pricing } = observer;
  const questions = { questions: { least: count, likely: count, most: count }, questionsPerCall: batchSize, ...size };
  const known = { model: pricing.model, pricing, measurement: measured?.[stage] ?? null, guess: null };
  const { perMinute } = limiter.snapshot;
  if (port.paid)
    emit({
      event: "estimate.made",
      estimate: estimateQuestions({ stage, profile, ...questions, ...known, perMinute }),
    });
  if (stop.aborted) return false;
  return pingWithinBudget(port, { stage, limiter, observer, emit, giveUpAfterMs, budget, stop });
}

function submissionsOf(ledger: Submissions): Submissions {
  return { submit: (batch) => ledger.submit(batch), failBatch: (batch) => ledger.failBatch(batch) };
}

/** @throws Error when the reply has no verdicts, so that the batch fails. */
function requireVerdicts<Verdict>(reply: VerdictReply<Verdict>): VerdictReply<Verdict> {
  if (!(reply?.verdicts instanceof Map)) throw new Error("The reply is malformed: it lacks `verdicts`.");
  return reply;
}
