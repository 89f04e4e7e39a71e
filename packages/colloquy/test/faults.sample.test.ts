import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { killAt } from "./faults/kill.ts";
import { expectToContinue, runUndisturbed, type Undisturbed } from "./faults/undisturbed.ts";
import { Workplace } from "./faults/workplace.ts";

// A sample of `npm run test:faults`, which takes minutes and kills runs at random moments.
describe("a disturbed run", () => {
  const place = new Workplace({ files: 4, turns: 120 });
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  beforeEach(() => place.useNewDataFolder());
  afterAll(() => place[Symbol.dispose]());

  it("that is killed twice by kill -9 continues and ends with the undisturbed digest", async () => {
    for (const share of [0.4, 0.7]) {
      const end = await killAt(place, { event: Math.floor(undisturbed.events * share), delayMs: 0 });
      expect(end.exitCode === null || end.exitCode === 0).toBe(true);
    }
    await expectToContinue(place, undisturbed);
  });

  it("that receives SIGINT exits with 130, continues and ends with the undisturbed digest", async () => {
    const end = await place.ingest({
      onEvent: (event, child) => {
        if (event.event === "stage.started" && event.stage === "extract") child.kill("SIGINT");
      },
    });
    expect(end.exitCode).toBe(130);
    await expectToContinue(place, undisturbed, ["--max-concurrent", "1"]);
  });
});
