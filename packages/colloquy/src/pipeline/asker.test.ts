import { describe, expect, it } from "vitest";
import type { PendingContent } from "../ports/index.ts";
import { Asker } from "./asker.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { Outcome } from "./lane-calls.ts";

const contents: readonly PendingContent[] = [{ contentKey: "k", chunk: "c", view: [], tokens: 1 }];
const FAILED: Outcome = {
  settled: 0,
  reason: "The reply is not JSON.",
  sequel: { again: [{ contents, before: 1 }], bury: new Map() },
  tooLarge: false,
};
const RESERVATION = { add: () => undefined, fits: () => true, settle: () => undefined };

/** Asks for as many batches as there are outcomes; calls end with these in turn, and then with null. */
async function askFor(outcomes: readonly (Outcome | null)[]): Promise<{ readonly stopped: boolean }> {
  const halt = new AbortController();
  let calls = 0;
  const make = async (): Promise<Outcome | null> => outcomes[calls++] ?? null;
  const asker = new Asker(
    { stop: halt.signal, halt: () => halt.abort() },
    { make, bury: async () => undefined },
    new CircuitBreaker(),
  );
  await Promise.all(outcomes.map(() => asker.ask(contents, RESERVATION)));
  asker.conclude();
  return { stopped: halt.signal.aborted };
}

describe("batches that wait for the circuit breaker", () => {
  it("go on when the budget does not allow another call, although not every batch was sent", async () => {
    const failed = Array.from({ length: 9 }, () => FAILED);
    expect(await askFor([...failed, null])).toEqual({ stopped: false });
    expect(await askFor([null, ...failed])).toEqual({ stopped: false });
  });
});
