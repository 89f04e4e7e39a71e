import assert from "node:assert/strict";
import { ColloquyError, type ErrorCode } from "../../model/index.ts";

/** Fails unless the promise rejects with a ColloquyError of the code and a message of one sentence or more. */
export async function rejectsWith(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(ColloquyError.isInstance(error), `expected a ColloquyError, got ${String(error)}`);
    assert.equal(error.code, code);
    assert.ok(error.message.length > 10, "expected a message that says what to do");
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
