import type { ReplyReading } from "../calls/index.ts";
import { DEFAULT_ONTOLOGY } from "../extraction/index.ts";
import { batchLabel, type Extraction } from "../model/index.ts";
import type {
  BatchNumber,
  CallTokens,
  DeadLetter,
  ExtractionReply,
  ExtractionRequest,
  Extractor,
  Ledger,
  PendingChunk,
  Settlement,
} from "../ports/index.ts";
import { NO_USAGE } from "../ports/index.ts";
import { type PlannedStage, withBatchTokens } from "./batches.ts";
import { checkReplyFor, requireReply } from "./check-reply.ts";
import { runBatches } from "./run-batches.ts";
import { sumOfRejected } from "./run-tally.ts";
import { type CommitResult, type RunContext, runStage, type StageParts } from "./run-types.ts";

/** Extracts the pending chunks and settles them in the ledger. */
export async function extractPending(
  context: RunContext,
  ledger: Ledger,
  { port: extractor, limiter, observer }: StageParts<Extractor>,
  { plan, usualTokens }: PlannedStage,
  minConfidence: number,
): Promise<void> {
  const { profile, paid } = extractor;
  await runStage(context, "extract", plan.total, (span) =>
    runBatches<ExtractionReply>({ ...context, span }, ledger, {
      plan: withBatchTokens(plan, extractor),
      operation: "extract",
      limiter,
      observer,
      taperedTokens: paid ? usualTokens : null,
      tokens: (batch) => extractionTokens(extractor, batch),
      request: (batch) => extractor.extract.bind(extractor, requestsFor(batch)),
      read: readingOf,
      commit: (batch, { reply, usage }, submitted) =>
        settle(context, { ledger, extractor, minConfidence }, batch, { ...reply, usage }, submitted),
      deadLetter: (chunks) => {
        const letters = [...chunks].map(([chunk, reason]) => deadLetter(chunk, reason));
        return ledger.settle({ profile, paid: false, raw: null, usage: NO_USAGE }, [], letters);
      },
    }),
  );
}

function readingOf(reply: ExtractionReply): ReplyReading {
  const { limits = [], usage, raw, interrupted = false } = requireReply(reply);
  return { limits, usage, text: raw, unreported: interrupted ? "interrupted" : null };
}

export function extractionTokens(extractor: Extractor, batch: readonly PendingChunk[]): CallTokens {
  const tokens = extractor.callTokens?.(requestsFor(batch)) ?? { inputTokens: 0, maxOutputTokens: 0 };
  const { sharedInputTokens } = extractor;
  return sharedInputTokens === undefined ? tokens : { ...tokens, sharedInputTokens };
}

function requestsFor(batch: readonly PendingChunk[]): readonly ExtractionRequest[] {
  return batch.map((chunk, index) => ({ label: batchLabel(index), ...shownOf(chunk) }));
}

/** What an extractor is shown of a chunk. */
function shownOf({ view, context }: PendingChunk): Pick<ExtractionRequest, "turns" | "context"> {
  return context === undefined ? { turns: view } : { turns: view, context };
}

async function settle(
  { tally }: RunContext,
  { ledger, extractor, minConfidence }: { ledger: Ledger; extractor: Extractor; minConfidence: number },
  batch: readonly PendingChunk[],
  reply: ExtractionReply,
  submitted: BatchNumber | undefined,
): Promise<CommitResult> {
  const { profile, paid, ontology = DEFAULT_ONTOLOGY } = extractor;
  // Items of free extractors are all kept, with their confidences, so that readers can filter them.
  const check = { ontology, minConfidence: paid ? minConfidence : 0 };
  const settlements: Settlement[] = [];
  const missing: PendingChunk[] = [];
  let { rejected } = reply;
  const unusable = new Map<PendingChunk, string>();
  for (const [index, chunk] of batch.entries()) {
    const extraction = reply.extractions.get(batchLabel(index));
    const failure = reply.failures.get(batchLabel(index));
    if (extraction === undefined) {
      if (failure === undefined) missing.push(chunk);
      else unusable.set(chunk, failure);
      continue;
    }
    const checked = checkReplyFor(extraction, shownOf(chunk), check);
    if ("malformed" in checked) {
      unusable.set(chunk, checked.malformed);
      continue;
    }
    rejected = sumOfRejected(rejected, checked.rejected);
    const raw = reply.parts?.get(batchLabel(index)) ?? null;
    settlements.push({ contentKey: chunk.contentKey, extraction: checked.extraction, raw });
  }
  const kept = settlements.reduce((sum, { extraction }) => sum + itemsOf(extraction), 0);
  tally.reject(rejected);
  tally.keep(kept);
  const items = paid && settlements.length > 0 ? { items: { kept, rejected, minConfidence } } : {};
  const raw = withoutParts(reply.raw, settlements);
  const contentKeys = batch.map(({ contentKey }) => contentKey);
  await ledger.settle(
    { profile, paid, raw, batch: submitted, contentKeys, usage: reply.usage, ...items },
    settlements,
    [],
  );
  const { cutOff = false, invalid = null } = reply;
  return { settled: settlements.length, missing, unusable, cutOff, invalid: settlements.length > 0 ? null : invalid };
}

/** Replaces a part of a reply that is stored with its chunk. */
const PART = "\u{fffc}";

/** The reply without the parts that are stored with settled chunks. */
function withoutParts(reply: string | null, settlements: readonly Settlement[]): string | null {
  return settlements.reduce((text, { raw }) => (raw ? (text?.replace(raw, () => PART) ?? null) : text), reply);
}

function itemsOf({ mentions, relations, quotes }: Extraction): number {
  return mentions.length + relations.length + quotes.length;
}

function deadLetter({ contentKey }: PendingChunk, reason: string): DeadLetter {
  return { contentKey, stage: "extract", reason };
}
