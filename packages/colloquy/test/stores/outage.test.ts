import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScriptedExtractor } from "../scripted.ts";
import { qdrantServer } from "../servers.ts";
import { NO_SERVERS, PATIENCE_MS, ServerFixture, SKIPPED } from "./server-fixture.ts";

const url = qdrantServer();
const canFail = NO_SERVERS === null && (await fetch(`${url}/__fault`)).ok;
const missing = SKIPPED !== "" || canFail ? SKIPPED : " (skipped: this Qdrant cannot inject faults)";

describe.skipIf(!canFail)(`a server that fails in the middle of a run${missing}`, { timeout: PATIENCE_MS }, () => {
  let servers: ServerFixture;
  beforeEach(() => {
    servers = new ServerFixture();
    servers.folder.writeTalk("talk.txt", 1, 30);
  });
  afterEach(() => servers[Symbol.asyncDispose]());

  const order = async (fault: object, match: string): Promise<void> => {
    const response = await fetch(`${url}/__fault`, { method: "POST", body: JSON.stringify({ ...fault, match }) });
    expect(response.ok).toBe(true);
  };

  it("is retried with a warning, and gets everything once", async () => {
    const { digest } = await servers.ingest({ environment: {}, dataDir: servers.dataDir("files") });
    await order({ kind: "drop", times: 2 }, `PUT /collections/${servers.workspace()}_chunks/points`);
    expect((await servers.ingest()).digest).toBe(digest);
    expect(servers.folder.eventsOf("warning").map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Qdrant at http:\S+ closed the connection .*; retrying for up to 3 min\.$/) as string,
    ]);
    await using workspace = await servers.open();
    let rows = 0;
    for await (const _row of workspace.rows("vector")) rows += 1;
    expect(rows).toBe((await workspace.status()).vectors);
  });

  it("stops the run when it refuses a write; the next run writes everything from the ledger", async () => {
    // After the run has claimed its stores, at the first model call: the refused writes are chunks.
    const refusal = { kind: "fail", status: 403 };
    const script = (_: unknown, call: number): Promise<void> | undefined =>
      call === 1 ? order(refusal, `PUT /collections/${servers.workspace()}_chunks/points`) : undefined;
    await expect(servers.ingest({ ports: { extractor: new ScriptedExtractor({ script }) } })).rejects.toMatchObject({
      code: "store",
      exitCode: 1,
    });
    await using workspace = await servers.open();
    expect(await workspace.status()).toMatchObject({ chunks: { pending: 0 } });
    const ports = { extractor: new ScriptedExtractor() };
    const { usage, digest } = await servers.ingest({ ports });
    expect(usage.calls).toBe(0);
    const inFiles = { environment: {}, dataDir: servers.dataDir("files"), ports };
    expect((await servers.ingest(inFiles)).digest).toBe(digest);
  });
});
