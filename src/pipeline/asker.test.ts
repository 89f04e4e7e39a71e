import { describe, expect, it } from "vitest";
import type { PendingContent } from "../ports/index.ts";
import { Asker } from "./asker.ts";
import type { Outcome } from "./lane-calls.ts";
import { Trial } from "./trial.ts";

const FAILED: Outcome = {
  settled: 0,
  reason: "The reply is not JSON.",
  sequel: { again: [], bury: new Map() },
  tooLarge: false,
};
const RESERVATION = { add: () => undefined, again: () => true, settle: () => undefined };
const contents: readonly PendingContent[] = [{ contentKey: "k", chunk: "c", view: [], tokens: 1 }];

/** Asks for as many batches as there are outcomes; each call ends with its own. */
async function askFor(outcomes: readonly (Outcome | null)[]): Promise<{ readonly stopped: boolean }> {
  const halt = new AbortController();
  let calls = 0;
  const make = async (): Promise<Outcome | null> => outcomes[calls++] ?? null;
  const asker = new Asker(
    { stop: halt.signal, halt: () => halt.abort() },
    { make, bury: async () => undefined },
    new Trial(),
  );
  await Promise.all(outcomes.map((_, index) => asker.ask(contents, index, RESERVATION)));
  asker.conclude();
  return { stopped: halt.signal.aborted };
}

describe("batches that fail in the trial", () => {
  it("wait for no batch that the budget does not allow to be asked for again", async () => {
    expect(await askFor([FAILED, null])).toEqual({ stopped: false });
    expect(await askFor([null, FAILED])).toEqual({ stopped: false });
  });
});
