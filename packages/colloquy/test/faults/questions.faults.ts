import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import type { StampedEvent } from "../../src/index.ts";
import { type IngestCall, type IngestEnd, Workplace } from "./workplace.ts";

const STAGES = ["check", "judge", "summarise"] as const;
type QuestionStage = (typeof STAGES)[number];

const place = new Workplace({ files: 3, turns: 60 });
let provider: SimulatedServer;
let undisturbed: IngestEnd;
beforeAll(async () => {
  provider = await startSimulatedProvider({ timeScale: 1_000, rpm: "unlimited", tpm: "unlimited", faults: "none" });
  undisturbed = await ingest();
  expect(undisturbed.exitCode, undisturbed.stderr).toBe(0);
});
afterAll(async () => {
  await provider.close();
  place[Symbol.dispose]();
});

function ingest(onEvent?: IngestCall["onEvent"]): Promise<IngestEnd> {
  const models = ["--model", "simulated", "--resolution-model", "simulated", "--base-url", provider.url];
  const stages = ["--verify-all", "--summaries", "--max-concurrent", "4", "--batch-size", "4"];
  return place.ingest({ args: [...models, ...stages], ...(onEvent === undefined ? {} : { onEvent }) });
}

/** The number of questions of a stage whose replies were committed. */
function answered(events: readonly StampedEvent[], stage: QuestionStage): number {
  return events
    .filter((event) => event.event === "batch.completed")
    .reduce((sum, event) => sum + (event.stage === stage ? event.chunks : 0), 0);
}

describe("a run that is killed by kill -9 while it asks about names, statements and summaries", () => {
  it.each(STAGES)("in the stage %s loses no reply, and ends with the undisturbed digest", async (stage) => {
    const expected = answered(undisturbed.events, stage);
    expect(expected).toBeGreaterThan(0);
    place.useNewDataFolder();
    const events: StampedEvent[] = [];
    // At the first reply of the stage, then at its start.
    for (const at of ["batch.completed", "stage.started"] as const) {
      const end = await ingest((event, child) => {
        if (event.event === at && event.stage === stage) child.kill("SIGKILL");
      });
      events.push(...end.events);
    }
    expect(events.some((event) => event.event === "stage.started" && event.stage === stage)).toBe(true);
    const end = await ingest();
    expect(end.exitCode, end.stderr).toBe(0);
    expect(end.result?.digest).toBe(undisturbed.result?.digest);
    expect(answered([...events, ...end.events], stage)).toBeLessThanOrEqual(expected);
    expect(end.result?.summaries).toEqual(undisturbed.result?.summaries);
    const again = await ingest();
    expect(again.result).toMatchObject({ digest: undisturbed.result?.digest, usage: { calls: 0 } });
  });
});
