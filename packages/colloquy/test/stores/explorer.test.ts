import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as api from "../../src/api/index.ts";
import { MEETING, type ServedTalks, serveTalks, writeTalks } from "../server/served-talks.ts";
import { NO_SERVERS, PATIENCE_MS, ServerFixture, SKIPPED } from "./server-fixture.ts";

describe.skipIf(NO_SERVERS !== null)(`the explorer over Neo4j and Qdrant${SKIPPED}`, { timeout: PATIENCE_MS }, () => {
  let fixture: ServerFixture;
  let workspace: string;
  let onServers: ServedTalks;
  let embedded: ServedTalks;
  beforeAll(async () => {
    fixture = new ServerFixture();
    workspace = fixture.workspace();
    const { folder, environment } = fixture;
    writeTalks(folder);
    const [dataDir, outputDir] = [fixture.dataDir("embedded"), join(folder.root, "embedded-metrics")];
    await folder.ingest({ workspace, dataDir, outputDir });
    await fixture.ingest();
    const opening = { dataDir: folder.dataDir, environment };
    const correcting = { ...opening, outputDir: join(folder.root, "metrics") };
    onServers = await serveTalks(folder, { first: workspace, opening, correcting });
    embedded = await serveTalks({ root: folder.root, dataDir }, { first: workspace });
  }, PATIENCE_MS);
  afterAll(async () => {
    await onServers[Symbol.asyncDispose]();
    await embedded[Symbol.asyncDispose]();
    await fixture[Symbol.asyncDispose]();
  }, PATIENCE_MS);

  it.each([
    "overview",
    "transcripts",
    "people",
    "entities",
    "suggest?words=re",
    `transcripts/${encodeURIComponent(MEETING)}`,
    "entities/remote%20work",
    "entities/Ada%20Okafor",
    "entities/remote%20work/occurrences?limit=3",
    "entities/remote%20work/names",
    "claims?one=remote+work&other=stress",
    "compare?one=Ada+Okafor&other=Ben+Lindqvist",
    "path?from=telecommuting&to=isolation",
    "search?words=stress",
  ])("answers %s as over the files of a workspace", async (path) => {
    const [one, other] = await Promise.all(
      [onServers, embedded].map((each) => each.call(`/api/w/${workspace}/${path}`)),
    );
    expect(one?.status, one?.text).toBe(200);
    expect(one?.json).toEqual(other?.json);
  });

  it("answers the text of a transcript as over the files of a workspace", async () => {
    const [one, other] = await Promise.all(
      [onServers, embedded].map(async ({ call }) => {
        const { json } = await call(`/api/w/${workspace}/transcripts/${encodeURIComponent(MEETING)}`);
        return call(`/api/w/${workspace}/transcripts/${(json as { readonly id: string }).id}/text?count=50`);
      }),
    );
    expect(one?.json).toMatchObject({ chunks: [{ mentions: expect.arrayContaining([expect.anything()]) }] });
    expect(one?.json).toEqual(other?.json);
  });

  it.each<[string, (id: string) => object]>([
    ["the best claims", () => ({ telling: true })],
    ["an entity", (id) => ({ entities: [id] })],
    ["words", () => ({ words: "stress" })],
  ])("shows the part of the graph that starts from %s as over the files of a workspace", async (_name, startFrom) => {
    const [one, other] = await Promise.all(
      [onServers, embedded].map(async ({ call }) => {
        const { json } = await call(`/api/w/${workspace}/entities/remote%20work`);
        return call(`/api/w/${workspace}/graph`, {
          body: { start: startFrom((json as { readonly id: string }).id), limit: 3 },
        });
      }),
    );
    expect(one?.status, one?.text).toBe(200);
    expect(api.graphPart.parse(one?.json).nodes).toHaveLength(3);
    expect(one?.json).toEqual(other?.json);
  });

  it("follows corrections", async () => {
    const names = `/api/w/${workspace}/entities/telecommuting`;
    const { json } = await onServers.call(`/api/w/${workspace}/corrections`, {
      body: { merge: ["remote work", "telecommuting"] },
    });
    expect((await onServers.call(names)).json).toMatchObject({ name: "remote work" });
    await onServers.call(`/api/w/${workspace}/corrections`, { body: { undo: (json as { readonly id: string }).id } });
    expect((await onServers.call(names)).json).toMatchObject({ name: "telecommuting" });
  });

  it("answers a question", async () => {
    const body = { question: "What does remote work cause?" };
    const { status, text } = await onServers.call(`/api/w/${workspace}/ask`, { body });
    expect(status).toBe(200);
    expect(text).toContain("event: answer");
  });
});
