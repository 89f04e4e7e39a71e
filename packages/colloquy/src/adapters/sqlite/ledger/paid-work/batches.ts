import type { BatchNumber, ModelStage, PaidReply, SubmittedBatch, Usage } from "../../../../ports/index.ts";
import { insertChecked, recheck, updateChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

/** Columns of a batch that its submission sets. */
interface Submitted {
  readonly run: string | null;
  readonly stage: string;
  readonly number: number | null;
  readonly profile: string;
  /** As JSON. */
  readonly content_keys: string;
  readonly submitted_at: string | null;
  readonly input_bound: number;
  readonly output_bound: number;
}

const INSERT = insertChecked("batches");
const REPLY = `${updateChecked("batches")} WHERE no = @no`;
const SELECT = `SELECT run, stage, number, profile, content_keys, submitted_at, input_bound, output_bound FROM batches WHERE no = ?`;
/** Whether the call can still receive a reply. */
const IS_SUBMITTED = "state = 'submitted'";
const FAIL = `UPDATE batches SET checksum = ${recheck("batches", { state: "'failed'" })}, state = 'failed' WHERE ${IS_SUBMITTED}`;

export function submit({ sql }: LedgerContext, batch: SubmittedBatch): BatchNumber {
  const { run, stage, number, profile, contentKeys, submittedAt, expected } = batch;
  const { lastInsertRowid } = sql(INSERT).run({
    run,
    stage,
    number,
    profile,
    content_keys: JSON.stringify(contentKeys),
    submitted_at: submittedAt,
    input_bound: expected.inputTokens,
    output_bound: expected.maxOutputTokens,
    state: "submitted",
    raw: null,
    ...usageColumns(null),
  });
  return Number(lastInsertRowid);
}

export function failBatch({ sql }: LedgerContext, batch: BatchNumber): void {
  sql(`${FAIL} AND no = ?`).run(batch);
}

/** Marks the batches in a range of numbers without a reply as failed. */
export function failBatchesBetween({ sql }: LedgerContext, after: BatchNumber, until: BatchNumber): void {
  sql(`${FAIL} AND no > ? AND no <= ?`).run(after, until);
}

/**
 * Stores a reply with its batch, which is created if it was not submitted. Null if nothing is stored, because the reply
 * was free.
 */
export function putReply({ sql }: LedgerContext, stage: ModelStage, reply: PaidReply): BatchNumber | null {
  const { batch, raw, paid, usage } = reply;
  const received = { state: "replied", raw, ...usageColumns(usage) };
  if (batch !== undefined) {
    const submitted = sql(SELECT).get(batch) as Submitted | undefined;
    if (submitted === undefined) throw new TypeError(`Expected a submitted batch, got ${batch}`);
    // A reply without words is never looked up by its content keys.
    const contentKeys = raw === null ? "[]" : submitted.content_keys;
    sql(REPLY).run({ ...submitted, content_keys: contentKeys, ...received, no: batch });
    return batch;
  }
  if (!paid && raw === null) return null;
  const made: Submitted = {
    run: null,
    stage,
    number: null,
    profile: reply.profile,
    content_keys: JSON.stringify(raw === null ? [] : (reply.contentKeys ?? [])),
    submitted_at: null,
    input_bound: 0,
    output_bound: 0,
  };
  return Number(sql(INSERT).run({ ...made, ...received }).lastInsertRowid);
}

function usageColumns(usage: Usage | null) {
  return {
    input_tokens: usage?.inputTokens ?? null,
    cached_input_tokens: usage?.cachedInputTokens ?? null,
    output_tokens: usage?.outputTokens ?? null,
    reasoning_tokens: usage?.reasoningTokens ?? null,
  };
}
