import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IngestFixture } from "../ingest-fixture.ts";
import { callTool, refusalOf } from "./call-tool.ts";
import { connectByHttp, connectByStdio, ingestAgain, ingestTalks } from "./served-talks.ts";

let folder: IngestFixture;
beforeEach(async () => {
  folder = await ingestTalks();
});
afterEach(() => folder[Symbol.dispose]());

interface Found {
  readonly hits: readonly { readonly file: string }[];
}

describe.each([
  ["stdio", () => connectByStdio(folder, "legacy")],
  ["HTTP", () => connectByHttp(folder, "auto")],
] as const)("a server over %s that runs on", (_, connect) => {
  it("finds what another process ingests", async () => {
    await using connection = await connect();
    const { client } = connection;
    const files = async () => (await callTool<Found>(client, "search", { query: "zeppelin" })).result.hits;
    expect(await files()).toEqual([]);
    expect(await refusalOf(client, "get_entity", { entity: "Ferdinand" })).toMatch(/^No entity/);
    folder.write("new.txt", "Ada: Ferdinand flew a zeppelin to Hendrik.\nBen: Really?\n");
    await ingestAgain(folder);
    expect((await files()).map(({ file }) => file)).toEqual(["new.txt"]);
    const { text } = await callTool(client, "get_entity", { entity: "Ferdinand" });
    expect(text).toContain("Ferdinand INFLUENCES Hendrik");
    expect((await client.listResources()).resources.map(({ name }) => name)).toContain("new.txt");
  });

  it("says what is missing when the workspace is moved away, and reads it when it is back", async () => {
    await using connection = await connect();
    const { client } = connection;
    await callTool(client, "list_transcripts");
    const [path, away] = [join(folder.dataDir, "talks"), join(folder.dataDir, "away")];
    renameSync(path, away);
    expect(await refusalOf(client, "list_transcripts", {})).toMatch(/ledger\.db|no workspace/i);
    renameSync(away, path);
    await callTool(client, "list_transcripts");
  });

  it("reads a workspace without vectors", async () => {
    rmSync(join(folder.dataDir, "talks", "vectors.db"));
    await using connection = await connect();
    const { client } = connection;
    expect(await refusalOf(client, "search", { query: "lantern" })).toMatch(/has no .*vectors\.db\. Run/);
    const { text } = await callTool(client, "read_transcript", { transcript: "later/evening.txt" });
    expect(text).toContain("lantern");
  });

  it("answers other calls after a call is cancelled", async () => {
    await using connection = await connect();
    const { client } = connection;
    const controller = new AbortController();
    const cancelled = client.callTool(
      { name: "get_entity", arguments: { entity: "Mirela" } },
      { signal: controller.signal },
    );
    controller.abort(new Error("no longer needed"));
    await expect(cancelled).rejects.toThrow();
    await callTool(client, "get_entity", { entity: "Mirela" });
  });
});
