import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WHOLE } from "./corpus.ts";
import { expectToContinue, runUndisturbed, settledChunks, type Undisturbed } from "./undisturbed.ts";
import { type IngestEnd, Workplace } from "./workplace.ts";

describe("a run that receives a signal", () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  beforeEach(() => place.useNewDataFolder());
  afterAll(() => place[Symbol.dispose]());

  /** Sends signals one after another when the run has extracted its third batch. */
  const signalled = (...signals: readonly NodeJS.Signals[]): Promise<IngestEnd> => {
    let batches = 0;
    return place.ingest({
      onEvent: (event, child) => {
        if (event.event !== "batch.completed" || event.stage !== "extract") return;
        batches += 1;
        if (batches === 3) for (const signal of signals) child.kill(signal);
      },
    });
  };

  it("SIGINT commits calls in flight, exits with 130, and continues the next time", async () => {
    const end = await signalled("SIGINT");
    expect(end.exitCode).toBe(130);
    expect(end.stderr).toContain("run the same command again");
    expect(end.extracted).toBeLessThan(undisturbed.chunks);
    expect(await settledChunks(place)).toBe(end.extracted);
    await expectToContinue(place, undisturbed);
  });

  it("SIGTERM exits with 143, and continues the next time", async () => {
    const end = await signalled("SIGTERM");
    expect(end.exitCode).toBe(143);
    expect(await settledChunks(place)).toBe(end.extracted);
    await expectToContinue(place, undisturbed);
  });

  it("SIGINT twice stops at once with 130, and continues the next time", async () => {
    let announced = false;
    const end = await place.ingest({
      onStart: (child) =>
        child.stderr?.on("data", () => {
          if (!announced) child.kill("SIGINT");
          announced = true;
        }),
      onEvent: (event, child) => {
        if (event.event === "stage.progress" && event.stage === "read" && event.done === 3) child.kill("SIGINT");
      },
    });
    expect(announced).toBe(true);
    expect(end.exitCode).toBe(130);
    await expectToContinue(place, undisturbed);
  });

  it.each(["read", "extract", "embed", "resolve", "project"] as const)(
    "at the start of `%s` exits with 130, and continues the next time",
    async (stage) => {
      const end = await place.ingest({
        onEvent: (event, child) => {
          if (event.event === "stage.started" && event.stage === stage) child.kill("SIGINT");
        },
      });
      expect(end.exitCode, end.stderr).toBe(130);
      await expectToContinue(place, undisturbed);
    },
  );
});

describe("a second run on a workspace in use", () => {
  it("exits with 5, names the first run, and does not disturb it", async () => {
    using place = new Workplace(WHOLE);
    const undisturbed = await runUndisturbed(place);
    let second: Promise<IngestEnd> | null = null;
    let holder = { run: "", pid: 0 };
    const first = await place.ingest({
      onEvent: (event, child) => {
        if (event.event !== "run.started") return;
        holder = { run: event.runId, pid: child.pid ?? 0 };
        child.kill("SIGSTOP");
        second = place.ingest().finally(() => child.kill("SIGCONT"));
      },
    });
    const refused: IngestEnd | null = await second;
    expect(refused).toMatchObject({ exitCode: 5, result: null });
    expect(refused?.["stderr"]).toContain(`run ${holder.run} (process ${holder.pid} on`);
    expect(first.exitCode).toBe(0);
    expect(first.result?.digest).toBe(undisturbed.digest);
    await expectToContinue(place, undisturbed);
  });
});
