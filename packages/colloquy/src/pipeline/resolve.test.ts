import { describe, expect, it } from "vitest";
import { FIRST_EPOCH } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import type { RunEvent } from "./events.ts";
import { resolveChanges } from "./resolve.ts";
import { UNTRACED } from "../calls/index.ts";

type Resolving = Pick<Ledger, "deriveFacts" | "resolve">;

/** A ledger with three transcripts to derive, and then these remaining amounts after each slice. */
function ledgerWith(...left: readonly number[]): Resolving {
  const transcripts = [2, 0];
  const slices = [...left];
  return {
    deriveFacts: async () => ({ derived: transcripts.length === 2 ? 1 : 2, remaining: transcripts.shift() ?? 0 }),
    resolve: async () => {
      const remaining = slices.shift() ?? 0;
      return { finished: remaining === 0, remaining, changedRows: 0, epoch: FIRST_EPOCH };
    },
  };
}

async function progressOf(ledger: Resolving): Promise<(readonly [done: number, total: number | null])[]> {
  const events: RunEvent[] = [];
  const context = {
    emit: (event: RunEvent) => events.push(event),
    stop: new AbortController().signal,

    span: UNTRACED,
  };
  await resolveChanges(context, ledger, { embeddingProfile: null });
  return events.flatMap((event) => (event.event === "stage.progress" ? [[event.done, event.total] as const] : []));
}

describe("the progress of resolving", () => {
  it("counts transcripts, then dependent rows if they take more than one slice", async () => {
    expect(await progressOf(ledgerWith(10, 4, 0))).toEqual([
      [1, 3],
      [3, 3],
      [3, 13],
      [9, 13],
      [13, 13],
    ]);
  });

  it("never exceeds its total, also when work is added", async () => {
    for (const [done, total] of await progressOf(ledgerWith(5, 9, 2, 0)))
      expect(done).toBeLessThanOrEqual(total ?? done);
  });

  it("ends with the transcripts when one slice is enough", async () => {
    expect(await progressOf(ledgerWith(0))).toEqual([
      [1, 3],
      [3, 3],
    ]);
  });
});
