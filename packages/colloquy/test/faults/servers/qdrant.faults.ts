import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NO_QDRANT, serverControls } from "../../servers.ts";
import { WHOLE } from "../corpus.ts";
import { killAt } from "../kill.ts";
import { SeededRandom } from "../random.ts";
import { expectToContinue, runUndisturbed, type Undisturbed } from "../undisturbed.ts";
import { type IngestCall, Workplace } from "../workplace.ts";
import { type ControlledServer, startControlledServer } from "./controlled-server.ts";

const { qdrant: command } = serverControls();

/** A rule of the test server for requests with a method and path. */
interface Fault {
  readonly kind: "delay" | "fail" | "drop" | "reset";
  readonly times: number;
  readonly match: string;
  readonly ms?: number;
  readonly status?: number;
  readonly retry_after?: number;
}

const UPSERT = "PUT /collections/.*/points";

describe.skipIf(command === null)(`a run that writes to Qdrant (${command === null ? NO_QDRANT : command})`, () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  let server: ControlledServer;

  const ask = async (method: string, path: string, body?: unknown): Promise<void> => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const reply = await fetch(`http://127.0.0.1:${server.port}${path}`, { method, ...init });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  };
  const plan = (...faults: readonly Fault[]): Promise<void> => ask("POST", "/__fault", faults);

  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
    server = await startControlledServer(command ?? "", "--data");
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    place[Symbol.dispose]();
  });
  beforeEach(async () => {
    place.useNewDataFolder();
    place.environment = server.environment;
    await ask("DELETE", "/__fault");
    await ask("DELETE", "/collections/talks_chunks");
  });

  async function expectWhole(): Promise<void> {
    await ask("DELETE", "/__fault");
    const { exitCode, said } = await place.verify();
    expect(exitCode, said).toBe(0);
    expect(await place.exportedDigest()).toBe(undisturbed.digest);
  }

  it("stops before extraction when the server is down, and continues when it is back", async () => {
    await server.stop();
    const refused = await place.ingest();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`QDRANT_URL is set but http://127.0.0.1:${server.port} refused the connection`);
    expect(refused.extracted).toBe(0);
    await server.start();
    await expectToContinue(place, undisturbed);
    await expectWhole();
  });

  it.each<readonly [string, Fault]>([
    ["responds with 429 and a time to retry", { kind: "fail", times: 3, match: UPSERT, status: 429, retry_after: 1 }],
    ["responds with 500", { kind: "fail", times: 3, match: UPSERT, status: 500 }],
    ["responds with 503", { kind: "fail", times: 3, match: UPSERT, status: 503 }],
    ["applies and drops the connection", { kind: "drop", times: 3, match: UPSERT }],
    ["resets the connection", { kind: "reset", times: 3, match: UPSERT }],
    ["is slow", { kind: "delay", times: -1, match: UPSERT, ms: 1_500 }],
  ])("ends with the same result when the server %s", async (_what, fault) => {
    await plan(fault);
    const run = await place.ingest();
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.result?.digest).toBe(undisturbed.digest);
    await expectWhole();
  });

  it("waits while the server is killed and returns", async () => {
    // Slow, so that it is killed with rows in flight.
    await plan({ kind: "delay", times: -1, match: UPSERT, ms: 1_500 });
    let outage: Promise<void> | null = null;
    const onEvent: IngestCall["onEvent"] = (event) => {
      if (event.event === "stage.started" && event.stage === "project")
        outage ??= server.kill().then(() => server.start());
    };
    const run = await place.ingest({ onEvent });
    expect(outage).not.toBeNull();
    await outage;
    expect(run.exitCode, run.stderr).toBe(0);
    await expectWhole();
  });

  it.each([1, 2])("continues after it was killed during writing (seed %i)", async (seed) => {
    const random = new SeededRandom(seed);
    await plan({ kind: "delay", times: -1, match: UPSERT, ms: 300 });
    for (let kill = 0; kill < 3; kill += 1)
      await killAt(place, { event: undisturbed.events - 1 - random.below(12), delayMs: random.below(400) });
    await ask("DELETE", "/__fault");
    await expectToContinue(place, undisturbed);
    await expectWhole();
  });
});
