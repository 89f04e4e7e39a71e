import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import * as api from "../../src/api/index.ts";
import { MEETING, RADIO, type ServedTalks, serveTalks, sharedTalks } from "./served-talks.ts";

let talks: ServedTalks;
beforeAll(async () => {
  talks = await serveTalks(await sharedTalks());
});
afterAll(() => talks[Symbol.asyncDispose]());

/** The JSON of an answer, which has exactly what the schema says. */
async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const { status, json, text } = await talks.call(path);
  expect(status, text).toBe(200);
  const parsed = schema.parse(json);
  expect(parsed).toEqual(json);
  return parsed;
}

const W = "/api/w/talks";

describe("the routes", () => {
  it("tell the version and the workspaces", async () => {
    expect(await read("/api/session", api.session)).toEqual({
      version: "1.2.3",
      model: null,
      workspaces: [{ workspace: "talks", transcripts: 2 }],
    });
  });

  it("list transcripts, people and entities", async () => {
    const transcripts = await read(`${W}/transcripts`, api.listing(api.listedTranscript));
    expect(transcripts.items.map(({ file, date }) => [file, date])).toEqual([
      [MEETING, "2026-03-05"],
      ["radio.txt", null],
    ]);
    const people = await read(`${W}/people`, api.listing(api.listedSpeaker));
    expect(people.items.map(({ name }) => name)).toEqual(["Ada Okafor", "Ben Lindqvist", "Cleo Marsh"]);
    const entities = await read(`${W}/entities?type=person`, api.listing(api.listedEntity));
    expect(entities.items.map(({ name }) => name).toSorted()).toEqual(["Ada Okafor", "Ben Lindqvist", "Cleo Marsh"]);
  });

  it.each(["transcripts", "people", "entities"])("give the same %s in pages", async (list) => {
    const schema = api.listing(z.object({ id: z.string() }).loose());
    const whole = await read(`${W}/${list}`, schema);
    expect(whole.next).toBeNull();
    const ids: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: z.output<typeof schema> = await read(
        `${W}/${list}?limit=1${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
        schema,
      );
      expect(page.items).toHaveLength(1);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(ids).toEqual(whole.items.map(({ id }) => id));
  });

  it("explain names, claims and people", async () => {
    const names = await read(`${W}/entities/Ada%20Okafor/names`, api.explainedName);
    expect(names).toMatchObject({ name: "Ada Okafor", entity: "Ada Okafor" });
    const claims = await read(`${W}/claims?one=remote+work&other=stress`, api.claimsBetween);
    expect(claims.polarity).toMatchObject({ stated: 2, negated: 1 });
    const denied = await read(`${W}/claims?one=remote+work&other=stress&polarity=negated&limit=1`, api.claimsBetween);
    expect(denied.evidence.items.map(({ evidence }) => evidence.speaker)).toEqual(["Ben Lindqvist"]);
    const people = await read(`${W}/compare?one=Ada+Okafor&other=Ben+Lindqvist`, api.comparison);
    expect(people.disagreements).toHaveLength(1);
    expect(people.shared).toHaveLength(people.sharedCount);
    const first = await read(`${W}/compare?one=Ada+Okafor&other=Ben+Lindqvist&limit=1`, api.comparison);
    expect(first).toMatchObject({ shared: people.shared.slice(0, 1), sharedCount: people.sharedCount });
  });

  it("give the overview and suggestions", async () => {
    const found = await read(`${W}/overview`, api.overview);
    expect(found).toMatchObject({ workspace: "talks", counts: { transcripts: 2, chunks: 2, durationMs: 69_000 } });
    expect(found.transcripts.map(({ file }) => file)).toContain(MEETING);
    expect(found.claims[0]).toMatchObject({ type: "CAUSES" });
    const { entities, transcripts } = await read(`${W}/suggest?words=remo&limit=3`, api.suggestions);
    expect(entities[0]).toMatchObject({ name: "remote work" });
    expect(transcripts).toEqual([]);
    const ofType = async (type: string) =>
      (await read(`${W}/suggest?words=a&limit=1&type=${type}`, api.suggestions)).entities.map(({ name }) => name);
    expect([await ofType("Person"), await ofType("Nothing")]).toEqual([["Ada Okafor"], []]);
    expect((await read(`${W}/suggest?words=radio`, api.suggestions)).transcripts).toMatchObject([{ file: RADIO }]);
  });

  it("show a transcript by its path or its id, with the text of its chunks", async () => {
    const byPath = await read(`${W}/transcripts/${encodeURIComponent(MEETING)}`, api.transcript);
    expect(byPath).toMatchObject({ file: MEETING, turns: 14, media: null, date: "2026-03-05" });
    expect(byPath.speakers.map(({ name }) => name)).toEqual(["Ada Okafor", "Ben Lindqvist"]);
    expect(await read(`${W}/transcripts/${byPath.id}`, api.transcript)).toEqual(byPath);
    const [chunk] = byPath.chunks;
    expect(await read(`${W}/transcripts/${encodeURIComponent(MEETING)}?chunk=${chunk?.id}`, api.transcript)).toEqual(
      byPath,
    );
    const { chunks, entities } = await read(`${W}/transcripts/${byPath.id}/text?from=0&count=1`, api.transcriptText);
    expect(chunks.map((each) => each.chunk)).toEqual([chunk?.id]);
    expect(chunks[0]?.turns).toHaveLength(14);
    for (const { entity } of chunks[0]?.mentions ?? []) expect(entities).toHaveProperty(entity);
    expect(await read(`${W}/transcripts/${byPath.id}/text?from=1`, api.transcriptText)).toMatchObject({ chunks: [] });
  });

  it("say how much a person says, and where", async () => {
    const { items } = await read(`${W}/people`, api.listing(api.listedSpeaker));
    for (const { id, turns, talkMs, transcripts } of items) {
      const { spoken } = await read(`${W}/entities/${id}`, api.entity);
      expect(spoken).toMatchObject({ turns, talkMs, transcripts });
    }
    const { spoken } = await read(`${W}/entities/Ada%20Okafor`, api.entity);
    expect(spoken?.byFile).toEqual([
      { file: MEETING, date: "2026-03-05", turns: 12 },
      { file: RADIO, date: null, turns: 3 },
    ]);
    expect((await read(`${W}/entities/remote%20work`, api.entity)).spoken).toBeNull();
  });

  it("show an entity with its occurrences in pages", async () => {
    const found = await read(`${W}/entities/remote%20work`, api.entity);
    expect(found).toMatchObject({ name: "remote work", mentions: 7, contradictions: [{ reason: "polarity" }] });
    expect(await read(`${W}/entities/${found.id}`, api.entity)).toEqual(found);
    // An id that is gone, because names were merged or split, is answered by the name.
    expect(await read(`${W}/entities/gone?name=remote+work`, api.entity)).toEqual(found);
    expect(await read(`${W}/entities/${found.id}?name=stress`, api.entity)).toEqual(found);
    const schema = api.listing(api.occurrence);
    const all = await read(`${W}/entities/${found.id}/occurrences`, schema);
    expect(all.items).toHaveLength(7);
    const first = await read(`${W}/entities/${found.id}/occurrences?limit=5`, schema);
    const rest = await read(`${W}/entities/${found.id}/occurrences?limit=5&cursor=${first.next}`, schema);
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.next).toBeNull();
    const said = await read(`${W}/entities/${found.id}/occurrences?speaker=Ben+Lindqvist`, schema);
    expect(said.items.map(({ evidence }) => evidence.speaker)).toEqual(["Ben Lindqvist"]);
    const inFile = await read(`${W}/entities/${found.id}/occurrences?file=${RADIO}`, schema);
    expect(inFile.items.map(({ evidence }) => evidence.file)).toEqual([RADIO, RADIO, RADIO]);
  });

  it("show a part of the graph, and a path in it", async () => {
    const part = async (body: unknown) => {
      const { status, json, text } = await talks.call(`${W}/graph`, { body });
      expect(status, text).toBe(200);
      expect(api.graphPart.parse(json)).toEqual(json);
      return json as z.output<typeof api.graphPart>;
    };
    const names = ({ nodes }: z.output<typeof api.graphPart>) => nodes.map(({ name }) => name);
    expect(names(await part({ start: { telling: true } }))).toContain("remote work");
    const { items } = await read(`${W}/entities`, api.listing(api.listedEntity));
    const id = items.find(({ name }) => name === "remote work")?.id ?? "";
    const near = await part({ start: { entities: [id] }, limit: 10 });
    expect(names(near)).toEqual(expect.arrayContaining(["stress", "sleep"]));
    const further = await part({ start: { words: "isolation" }, known: near.nodes.map((node) => node.id) });
    expect(names(further)).not.toContain("remote work");
    const path = await read(`${W}/path?from=telecommuting&to=isolation`, api.graphPart);
    expect(names(path)).toEqual(expect.arrayContaining(["telecommuting", "isolation"]));
    expect(path.edges.length).toBeGreaterThan(0);
  });

  it("search, with filters", async () => {
    const all = await read(`${W}/search?words=stress`, api.searchResult);
    expect(all).toMatchObject({ found: true, absent: [], more: false });
    const cut = await read(`${W}/search?words=stress&limit=1`, api.searchResult);
    expect(cut).toMatchObject({ hits: all.hits.slice(0, 1), more: true });
    expect(all.hits.map(({ file }) => file).toSorted()).toEqual([MEETING, "radio.txt"]);
    const filtered = await read(`${W}/search?words=stress&file=radio.txt&file=*.txt&exact=true`, api.searchResult);
    expect(filtered.hits.map(({ file }) => file)).toEqual(["radio.txt"]);
    const spoken = await read(`${W}/search?words=stress&speaker=Ben+Lindqvist&limit=1`, api.searchResult);
    expect(spoken.hits.map(({ file }) => file)).toEqual([MEETING]);
    expect(await read(`${W}/search?words=zebra+stress`, api.searchResult)).toMatchObject({ absent: ["zebra"] });
  });

  it("list runs with their reports, and say that no run is in progress", async () => {
    const { items, next } = await read(`${W}/runs`, api.listing(api.listedRun));
    expect(next).toBeNull();
    expect(items).toMatchObject([{ outcome: "completed", extracted: 2 }]);
    const report = await read(`${W}/runs/${items[0]?.runId}`, api.runReport);
    expect(report).toMatchObject({ ...items[0], failure: null, text: expect.stringContaining("talks") });
    expect(report.stages.map(({ stage }) => stage)).toContain("extract");
    const live = await read(`${W}/runs/live`, api.liveRun);
    expect(live).toMatchObject({
      version: expect.stringMatching(/\d/),
      run: null,
      chunks: { total: 2, extracted: 2, pending: 0 },
    });
    expect(live.log[0]?.text).toContain("of workspace talks");
    expect(await read(`${W}/dead-letters`, api.deadLetters)).toEqual({ items: [] });
  });

  it("show the report of a run as a page that can do nothing", async () => {
    const { items } = await read(`${W}/runs`, api.listing(api.listedRun));
    const { status, headers, text } = await talks.call(`${W}/runs/${items[0]?.runId}/page`);
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*sandbox$/);
    expect(text).toMatch(/^<!doctype html>/);
  });

  it("list corrections, without any", async () => {
    const { file, ...made } = await read(`${W}/corrections`, api.corrections);
    expect(made).toEqual({ items: [], next: null });
    expect(file).toMatch(/aliases\.yaml$/);
  });
});

describe("a failure", () => {
  it.each([
    ["/api/nothing", 404, "not-found", /openapi\.json lists all addresses/],
    ["/api/w/none/people", 404, "not-found", /There is no workspace "none"/],
    ["/api/w/..%2ftalks/people", 404, "not-found", /There is no workspace/],
    [`${W}/people?limit=0`, 400, "invalid-input", /`limit` in the query/],
    [`${W}/people?limit=100000`, 400, "invalid-input", /`limit` in the query/],
    [`${W}/people?cursor=abc`, 400, "invalid-input", /is not a cursor of this list/],
    [`${W}/search`, 400, "invalid-input", /`words` in the query/],
    [`${W}/search?words=%20`, 400, "invalid-input", /The search has no words/],
    [`${W}/search?words=stress&file=nothing.txt`, 400, "invalid-input", /nothing\.txt/],
    [`${W}/claims?one=remote+work&other=sterss`, 404, "not-found", /No entity has the name "sterss"\. Did you mean/],
    [`${W}/compare?one=Ada+Okafor&other=Nobody`, 404, "not-found", /Nobody/],
    [`${W}/entities/remote%20wrok/names`, 404, "not-found", /No entity has the name .*Did you mean/],
    [`${W}/entities/remote%20wrok`, 404, "not-found", /No entity has the name .*Did you mean/],
    [`${W}/entities/gone?name=remote+wrok`, 404, "not-found", /No entity has the name "remote wrok"\. Did you mean/],
    [`${W}/entities/remote%20wrok/occurrences`, 404, "not-found", /No entity has the name/],
    [`${W}/path?from=stress&to=wrok`, 404, "not-found", /No entity has the name/],
    [`${W}/path?from=stress&to=stress`, 400, "invalid-input", /are one entity/],
    [`${W}/transcripts/x/text?count=51`, 400, "invalid-input", /`count` in the query/],
    [`${W}/runs/20260101-000000-0000`, 404, "not-found", /No run 20260101-000000-0000/],
    [`${W}/runs/..%2f..%2ftalks`, 404, "not-found", /No run/],
    [`${W}/transcripts/none.txt`, 404, "not-found", /There is no transcript "none\.txt"/],
    [`${W}/media/none`, 404, "not-found", /There is no transcript/],
  ])("of %s is one sentence", async (path, status, code, message) => {
    const answer = await talks.call(path);
    expect(answer).toMatchObject({ status, json: { code, message: expect.stringMatching(message) } });
    expect(api.problem.parse(answer.json)).toEqual(answer.json);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(talks.problems).toEqual([]);
  });

  it.each([
    ["{", /Malformed JSON in request body\./],
    ["[]", /The body of the request/],
    [{ start: { telling: true }, unknown: 1 }, /unknown/],
    [{ start: { telling: true }, limit: 5_000 }, /`limit` in the body/],
  ])("of a wrong body %j is one sentence", async (body, message) => {
    expect(await talks.call(`${W}/graph`, { body })).toMatchObject({
      status: 400,
      json: { code: "invalid-input", message: expect.stringMatching(message) },
    });
  });
});

describe("the description of the API", () => {
  it("has exactly the routes, with their responses and failures", async () => {
    const { json } = await talks.call("/api/openapi.json");
    const { paths, components } = json as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: object; summary: string }>>>>;
      readonly components: { readonly schemas: object };
    };
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      [
        "get /session",
        ...[
          "answers",
          "claims",
          "compare",
          "corrections",
          "corrections/entries",
          "dead-letters",
          "entities",
          "entities/{id}",
          "entities/{id}/names",
          "entities/{id}/occurrences",
          "media/{id}",
          "overview",
          "path",
          "people",
          "runs",
          "runs/live",
          "runs/live/events",
          "runs/{run}",
          "runs/{run}/page",
          "search",
          "suggest",
          "transcripts",
          "transcripts/{file}",
          "transcripts/{id}/text",
        ].map((path) => `get /w/{workspace}/${path}`),
        ...["ask", "corrections", "graph"].map((path) => `post /w/{workspace}/${path}`),
      ].toSorted(),
    );
    for (const operation of Object.values(paths).flatMap((operations) => Object.values(operations))) {
      expect(operation.summary).not.toBe("");
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["200", "400", "401", "404"]));
    }
    expect(components.schemas).toMatchObject({
      Claim: { required: ["source", "type", "target", "count", "polarity", "speakers", "evidence"] },
      Problem: { required: ["code", "message"] },
    });
    expect(JSON.stringify(json)).not.toContain("#/$defs/");
  });

  it("refers only to schemas that it has", async () => {
    const { json, text } = await talks.call("/api/openapi.json");
    const { components } = json as { readonly components: { readonly schemas: object } };
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = ""]) => name);
    expect(names.length).toBeGreaterThan(20);
    expect([...new Set(names)].filter((name) => !(name in components.schemas))).toEqual([]);
  });
});

describe("JSON", () => {
  it("is not sent again to a client that has it", async () => {
    const first = await talks.call(`${W}/people`);
    expect(first.headers).toMatchObject({ etag: expect.stringMatching(/^W\/"/), "cache-control": "private, no-cache" });
    const { etag = "" } = first.headers;
    const again = await talks.call(`${W}/people`, { headers: { "if-none-match": `"other", ${etag}` } });
    expect(again).toMatchObject({ status: 304, text: "" });
    expect(again.headers.etag).toBe(etag);
    expect(await talks.call(`${W}/people?limit=1`, { headers: { "if-none-match": etag } })).toMatchObject({
      status: 200,
    });
  });

  it("is compressed for clients that can read it, if it is long", async () => {
    const { gunzipSync } = await import("node:zlib");
    const plain = await talks.call("/api/openapi.json");
    const packed = await talks.call("/api/openapi.json", { headers: { "accept-encoding": "br, gzip;q=0.8" } });
    expect(packed.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.text);
    for (const accepted of ["identity", "gzip;q=0", "br"])
      expect(
        (await talks.call("/api/openapi.json", { headers: { "accept-encoding": accepted } })).headers,
      ).not.toHaveProperty("content-encoding");
    expect((await talks.call("/api/session", { headers: { "accept-encoding": "gzip" } })).headers).not.toHaveProperty(
      "content-encoding",
    );
  });

  it("answers HEAD as GET, without the content", async () => {
    const { headers } = await talks.call(`${W}/people`);
    const head = await talks.call(`${W}/people`, { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers).toMatchObject({ etag: headers.etag, "content-length": headers["content-length"] });
  });
});
