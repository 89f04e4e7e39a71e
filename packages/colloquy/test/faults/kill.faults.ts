import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WHOLE } from "./corpus.ts";
import { killAt } from "./kill.ts";
import { SeededRandom } from "./random.ts";
import { expectToContinue, runUndisturbed, settledChunks, type Undisturbed } from "./undisturbed.ts";
import { Workplace } from "./workplace.ts";

const KILLS_A_WORKSPACE = 4;

describe("a killed run", () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  afterAll(() => place[Symbol.dispose]());

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "at random moments, repeatedly, ends with the undisturbed digest (seed %i)",
    async (seed) => {
      place.useNewDataFolder();
      const random = new SeededRandom(seed);
      for (let kill = 0; kill < KILLS_A_WORKSPACE; kill += 1) {
        const settled = await settledChunks(place);
        const end = await killAt(place, { event: random.below(undisturbed.events), delayMs: random.below(20) });
        // Chunks that were reported as settled stay settled.
        expect(await settledChunks(place)).toBeGreaterThanOrEqual(settled + end.extracted);
        if (end.signal === null) break;
      }
      await expectToContinue(place, undisturbed);
    },
  );

  it.each(["resolve", "project"] as const)("during `%s` ends with the undisturbed digest", async (stage) => {
    for (const delayMs of [0, 30, 100, 250]) {
      place.useNewDataFolder();
      const end = await place.ingest({
        onEvent: (event, child) => {
          if (event.event === "stage.started" && event.stage === stage)
            setTimeout(() => child.kill("SIGKILL"), delayMs);
        },
      });
      expect([null, "SIGKILL"]).toContain(end.signal);
      await expectToContinue(place, undisturbed);
    }
  });

  it.each(["lock", "lock.json", "ledger.db", "ledger.db-wal", "graph.db", "vectors.db", "vectors.db-wal"])(
    "as soon as %s exists ends with the undisturbed digest",
    async (file) => {
      for (const waitTurns of [0, 1, 20, 400]) {
        place.useNewDataFolder();
        const path = join(place.workspaceFolder, file);
        const end = await place.ingest({ onStart: (child) => killWhenThere(child, path, waitTurns) });
        expect(end.signal).toBe("SIGKILL");
        await expectToContinue(place, undisturbed);
      }
    },
  );
});

/** Kills a process some turns of the event loop after a file appears. */
function killWhenThere(child: ChildProcess, path: string, waitTurns: number): void {
  let left = waitTurns;
  const look = (): void => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (existsSync(path)) left -= 1;
    if (left < 0) child.kill("SIGKILL");
    else setImmediate(look);
  };
  look();
}
