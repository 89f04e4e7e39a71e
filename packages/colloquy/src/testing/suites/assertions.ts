import assert from "node:assert/strict";
import { ColloquyError, type ErrorCode } from "../../model/index.ts";
import type { Usage } from "../../ports/index.ts";

/** Fails unless the promise rejects with a ColloquyError of the code and a message of one sentence or more. */
export async function rejectsWith(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(ColloquyError.isInstance(error), `expected a ColloquyError, got ${String(error)}`);
    assert.equal(error.code, code);
    assert.ok(error.message.length > 10, "expected a message that states what to do");
    return true;
  });
}

/** Fails unless the promise rejects because of the signal. */
export async function rejectsAborted(promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.equal((error as Error).name, "AbortError");
    return true;
  });
}

/** Fails unless the usage is unknown, or has whole numbers and no part is larger than its whole. */
export function assertUsage(usage: Usage | null): void {
  if (usage === null) return;
  for (const count of Object.values(usage))
    assert.ok(Number.isSafeInteger(count) && count >= 0, `expected usage in whole numbers, got ${count}`);
  assert.ok(usage.cachedInputTokens <= usage.inputTokens, "expected the cached tokens to be a part");
  assert.ok(usage.reasoningTokens <= usage.outputTokens, "expected the reasoning tokens to be a part");
}

export async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) {
    assert.ok(page.length > 0, "expected no empty batch");
    rows.push(...page);
  }
  return rows;
}

export function ids(rows: readonly { readonly id: string }[]): string[] {
  return rows.map((row) => row.id);
}

export function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((left, right) => (left.id < right.id ? -1 : 1));
}
