import { describe, expect, it } from "vitest";
import { openNeo4jGraphStore } from "../../src/adapters/neo4j/index.ts";
import { startFaultyLine } from "../faults/servers/faulty-line.ts";
import { sampleEpoch } from "../../src/testing/suites/projection-state.ts";
import { missing, serverOf, titled, Workplace } from "./workplace.ts";

async function startLine() {
  return startFaultyLine({ port: Number(new URL(serverOf().uri).port) });
}

describe.skipIf(missing !== null)(titled("an unavailable Neo4j"), () => {
  it("is waited for until `stopRetrying`, which the error states", async () => {
    await using place = new Workplace();
    await place.prepared();
    const line = await startLine();
    const uri = `bolt://127.0.0.1:${line.port}`;
    const reported = Promise.withResolvers<string>();
    const options = { workspace: place.workspace, onRetry: reported.resolve };
    await using store = openNeo4jGraphStore({ ...serverOf(), uri }, options);
    expect((await store.counts()).entities).toBe(0);
    await line[Symbol.asyncDispose]();
    const calls = [store.counts(), store.complete({ marker: "m", epoch: sampleEpoch(1) }), store.clear()];
    const outcomes = Promise.allSettled(calls);
    expect(await reported.promise).toContain(`Neo4j at ${uri} does not answer`);
    store.stopRetrying();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({
        reason: {
          code: "interrupted",
          exitCode: 130,
          message: `Interrupted while waiting for Neo4j at ${uri}. Finished work is kept: run the same command again to continue.`,
        },
      });
  });
});
