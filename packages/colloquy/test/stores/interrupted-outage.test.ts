import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startFaultyLine } from "../faults/servers/faulty-line.ts";
import { NO_SERVERS, ServerFixture, SKIPPED } from "./server-fixture.ts";

/** Less than the three minutes for which an unavailable server is retried. */
const AT_ONCE_MS = 100_000;

describe.skipIf(NO_SERVERS !== null)(`a run that waits for a server${SKIPPED}`, { timeout: AT_ONCE_MS }, () => {
  let servers: ServerFixture;
  beforeEach(() => {
    servers = new ServerFixture();
    servers.folder.writeTalk("talk.txt", 1, 12);
  });
  afterEach(() => servers[Symbol.asyncDispose]());

  it.each([
    ["Neo4j", "NEO4J_URI", 7687],
    ["Qdrant", "QDRANT_URL", 6333],
  ])(
    "ends at once when it is interrupted while %s does not answer, and continues later",
    async (server, variable, port) => {
      const address = new URL(servers.environment[variable] ?? "");
      await using line = await startFaultyLine({ port: Number(address.port || port) });
      address.port = String(line.port);
      const interruption = new AbortController();
      const warnings: string[] = [];
      const interrupted = servers.ingest({
        environment: { ...servers.environment, [variable]: address.href },
        signal: interruption.signal,
        onEvent: (event) => {
          if (event.event === "stage.started" && event.stage === "project") void line[Symbol.asyncDispose]();
          if (event.event !== "warning") return;
          warnings.push(event.message);
          interruption.abort();
        },
      });
      await expect(interrupted).rejects.toMatchObject({
        code: "interrupted",
        exitCode: 130,
        message: expect.stringMatching(/^Interrupted/) as string,
      });
      expect(warnings).toEqual([expect.stringMatching(new RegExp(`^${server} at .*; retrying for up to `)) as string]);
      expect(await servers.ingest()).toMatchObject({ exitCode: 0, usage: { calls: 0 } });
    },
  );
});
