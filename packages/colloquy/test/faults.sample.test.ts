import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { killAt } from "./faults/kill.ts";
import { expectToGoOn, runUndisturbed, type Undisturbed } from "./faults/undisturbed.ts";
import { Workplace } from "./faults/workplace.ts";

// A sample of `npm run test:faults`, which kills runs at random moments for minutes.
describe("a run that is disturbed", () => {
  const place = new Workplace({ files: 4, turns: 120 });
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  beforeEach(() => place.startAfresh());
  afterAll(() => place[Symbol.dispose]());

  it("by kill -9, twice, goes on and ends in the undisturbed digest", async () => {
    for (const share of [0.4, 0.7]) {
      const end = await killAt(place, { event: Math.floor(undisturbed.events * share), delayMs: 0 });
      expect(end.exitCode === null || end.exitCode === 0).toBe(true);
    }
    await expectToGoOn(place, undisturbed);
  });

  it("by SIGINT exits with 130, goes on and ends in the undisturbed digest", async () => {
    const end = await place.ingest({
      onEvent: (event, child) => {
        if (event.event === "stage.started" && event.stage === "extract") child.kill("SIGINT");
      },
    });
    expect(end.exitCode).toBe(130);
    await expectToGoOn(place, undisturbed, ["--max-concurrent", "1"]);
  });
});
