import { describe, expect, it } from "vitest";
import { FIRST_EPOCH } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import type { RunEvent } from "./events.ts";
import { resolveChanges } from "./resolve.ts";
import { UNTRACED } from "../calls/index.ts";

type Resolving = Pick<Ledger, "deriveFacts" | "resolve">;

/** A ledger that has three transcripts to derive, and then these numbers of things left after each slice. */
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

describe("resolving what changed", () => {
  it("counts transcripts, and what follows from them where that takes more than a slice", async () => {
    expect(await progressOf(ledgerWith(10, 4, 0))).toEqual([
      [1, 3],
      [3, 3],
      [3, 13],
      [9, 13],
      [13, 13],
    ]);
  });

  it("never tells more than all, also where the work grows under way", async () => {
    for (const [done, total] of await progressOf(ledgerWith(5, 9, 2, 0)))
      expect(done).toBeLessThanOrEqual(total ?? done);
  });

  it("ends with the transcripts where one slice was enough", async () => {
    expect(await progressOf(ledgerWith(0))).toEqual([
      [1, 3],
      [3, 3],
    ]);
  });
});
