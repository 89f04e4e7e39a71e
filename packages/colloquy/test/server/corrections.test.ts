import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { acquireLock } from "../../src/adapters/sqlite/lock.ts";
import * as api from "../../src/api/index.ts";
import { createMemoryGraphStore } from "../../src/testing/index.ts";
import { type Answer, copyOfTalks, type ServedTalks, serveTalks } from "./served-talks.ts";

const W = "/api/w/talks";

let folder: Awaited<ReturnType<typeof copyOfTalks>>;
let talks: ServedTalks;
beforeEach(async () => {
  folder = await copyOfTalks();
  talks = await serveTalks(folder);
});
afterEach(async () => {
  await talks[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function send(body: unknown): Promise<Answer> {
  return talks.call(`${W}/corrections`, { body });
}

/** Makes a correction, which succeeds. */
async function correct(body: unknown): Promise<z.output<typeof api.corrected>> {
  const { status, json, text } = await send(body);
  expect(status, text).toBe(200);
  expect(api.corrected.parse(json)).toEqual(json);
  return json as z.output<typeof api.corrected>;
}

async function namesOf(nameOrId: string): Promise<readonly string[] | null> {
  const { status, json } = await talks.call(`${W}/entities/${encodeURIComponent(nameOrId)}`);
  if (status === 404) return null;
  const { name, aliases } = api.entity.parse(json);
  return [name, ...aliases.map((alias) => alias.name)].toSorted();
}

async function digest(): Promise<string> {
  const { open } = await import("../../src/index.ts");
  await using workspace = await open("talks", { dataDir: folder.dataDir });
  return (await workspace.status()).digest;
}

const aliases = (): string => join(folder.dataDir, "talks", "aliases.yaml");

describe("a correction", () => {
  it("gives the workspace another version, so that other pages read it anew", async () => {
    const version = async (): Promise<string> => api.liveRun.parse((await talks.call(`${W}/runs/live`)).json).version;
    const before = await version();
    expect(await version()).toBe(before);
    await correct({ merge: ["remote work", "telecommuting"] });
    await expect.poll(version, { timeout: 10_000 }).not.toBe(before);
  });

  it("merges entities, which the next read shows, and is undone", async () => {
    const before = await digest();
    expect(await namesOf("telecommuting")).toEqual(["telecommuting"]);
    const { id, added, removed, entity } = await correct({ merge: ["remote work", "telecommuting"] });
    expect({ added, removed }).toEqual({
      added: [{ list: "same", names: ["remote work", "telecommuting"] }],
      removed: [],
    });
    expect(entity?.name).toBe("remote work");
    expect(await namesOf("telecommuting")).toEqual(["remote work", "telecommuting"]);
    const undone = await correct({ undo: id });
    expect(undone).toMatchObject({ added: [], removed: added });
    expect(await namesOf("telecommuting")).toEqual(["telecommuting"]);
    expect(await digest()).toBe(before);
  });

  it.each([
    [{ hide: "isolation" }, "isolation", null],
    [{ rename: "brain fog", to: "Foggy thinking" }, "Foggy thinking", ["Foggy thinking", "brain fog"]],
    [{ rename: "brain fog", to: "BRAIN FOG" }, "brain fog", ["BRAIN FOG", "brain fog"]],
    [{ split: "stress" }, "stress", ["stress"]],
  ])("%j is read at once, and undone", async (body, name, names) => {
    const before = await digest();
    const { id, entity } = await correct(body);
    expect(entity === null ? null : [entity.name]).toEqual(names === null ? null : [expect.any(String)]);
    expect(await namesOf(name)).toEqual(names);
    expect(await digest()).not.toBe(before);
    await correct({ undo: id });
    expect(await digest()).toBe(before);
    expect(readFileSync(aliases(), "utf8").trim()).toBe("");
  });

  it("is listed with the path of the file, the latest first, in pages", async () => {
    const first = await correct({ hide: "isolation" });
    const second = await correct({ undo: first.id });
    const { json } = await talks.call(`${W}/corrections?limit=1`);
    const { file, items, next } = api.corrections.parse(json);
    expect({ file, items, next }).toEqual(json);
    expect(file).toBe(aliases());
    expect(items.map(({ id, undone }) => [id, undone])).toEqual([[second.id, false]]);
    const rest = api.corrections.parse((await talks.call(`${W}/corrections?limit=1&cursor=${next}`)).json);
    expect([...rest.items.map(({ id, undone }) => [id, undone]), rest.next]).toEqual([[first.id, true], null]);
  });

  it("can be undone again, and an undone one only once", async () => {
    const first = await correct({ hide: "isolation" });
    const second = await correct({ undo: first.id });
    expect(await send({ undo: first.id })).toMatchObject({
      status: 400,
      json: { code: "invalid-input", message: "This correction is undone already." },
    });
    await correct({ undo: second.id });
    expect(await namesOf("isolation")).toBeNull();
  });

  it("is refused with the sentence of the library, and changes nothing then", async () => {
    const before = await digest();
    for (const [body, status, message] of [
      [{ merge: ["remote work", "nothing like it"] }, 404, /No entity "nothing like it"/],
      [{ merge: ["remote work"] }, 400, /merge/],
      [{ merge: ["remote work", "remote work"] }, 400, /are one entity already/],
      [{ rename: "stress", to: "sleep" }, 400, /"sleep" is another entity, sleep: merge the two\.$/],
      [{ rename: "stress", to: "stress" }, 400, /has the name "stress" already/],
      [{ rename: "stress", to: " " }, 400, /The new name must have from 1 to 100 characters/],
      [{ rename: "stress", to: "s".repeat(101) }, 400, /The new name must have from 1 to 100 characters/],
      [{ undo: "none" }, 404, /The server did not make this correction since it started/],
      [{ unhide: "stress" }, 400, /^Nothing to change: aliases\.yaml does not hide "stress"\.$/],
      [{ remove: { list: "hide", names: ["stress"] } }, 400, /it no longer has the entry hide: "stress"\.$/],
      [{ remove: { list: "type", names: ["stress"] } }, 400, /The body of the request|`remove/],
      [{}, 400, /The body of the request/],
    ] as const)
      expect(await send(body)).toMatchObject({ status, json: { message: expect.stringMatching(message) } });
    expect(await digest()).toBe(before);
    expect((await talks.call(`${W}/corrections`)).json).toMatchObject({ items: [], next: null });
    expect(existsSync(aliases())).toBe(false);
  });

  it("is not undone after an edit by hand of its entry, and other edits stay", async () => {
    const { id } = await correct({ merge: ["remote work", "telecommuting"] });
    writeFileSync(aliases(), "# Mine.\nhide: [isolation]\nsame:\n  - [remote work, telecommuting]\n");
    await correct({ undo: id });
    expect(readFileSync(aliases(), "utf8")).toBe("# Mine.\nhide: [ isolation ]\n");
    const again = await correct({ merge: ["remote work", "telecommuting"] });
    writeFileSync(aliases(), "same:\n  - [remote work, telecommuting, brain fog]\n");
    const refused = await send({ undo: again.id });
    expect(refused).toMatchObject({
      status: 400,
      json: {
        message: expect.stringMatching(
          /cannot be undone, because aliases\.yaml was changed: it no longer has the entry same: "remote work", "telecommuting"\.$/,
        ),
      },
    });
    expect((await talks.call(`${W}/corrections`)).json).toMatchObject({
      items: [{ id: again.id, undone: false }, {}, {}],
    });
  });

  it("is taken back after the server started again: a hidden name by its name, others by their entries", async () => {
    const before = await digest();
    const { id: idOfHidden } = api.entity.parse((await talks.call(`${W}/entities/isolation`)).json);
    await correct({ hide: "isolation" });
    await correct({ merge: ["remote work", "telecommuting"] });
    await talks[Symbol.asyncDispose]();
    talks = await serveTalks(folder);
    const hidden = { status: 404, json: { code: "hidden", message: '"isolation" is hidden by a correction.' } };
    for (const path of [`entities/${idOfHidden}`, "entities/gone?name=Isolation", "entities/isolation"])
      expect(await talks.call(`${W}/${path}`)).toMatchObject(hidden);
    const entries = async (query: string) =>
      api.listing(api.aliasEntry).parse((await talks.call(`${W}/corrections/entries?${query}`)).json);
    const { items, next } = await entries("limit=1");
    expect(items).toEqual([{ list: "hide", names: ["isolation"] }]);
    const [merged] = (await entries(`limit=1&cursor=${next}`)).items;
    expect(merged).toEqual({ list: "same", names: ["remote work", "telecommuting"] });
    const shown = await correct({ unhide: idOfHidden });
    expect(shown).toMatchObject({ added: [], removed: items, entity: { id: idOfHidden, name: "isolation" } });
    expect(await correct({ remove: merged })).toMatchObject({ removed: [merged], entity: { name: "remote work" } });
    expect(await namesOf("telecommuting")).toEqual(["telecommuting"]);
    expect(await digest()).toBe(before);
    expect(await entries("")).toEqual({ items: [], next: null });
    const refused = await talks.call(`${W}/corrections/entries?cursor=${next}`);
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringMatching(/^The list was changed/) } });
  });

  it("is refused while the graph is of another ledger, which the overview says", async () => {
    const graphStore = createMemoryGraphStore();
    const opening = { dataDir: folder.dataDir, environment: {}, ports: { graphStore } };
    await using strange = await serveTalks(folder, { opening });
    const remark = async (): Promise<string | null> =>
      api.overview.parse((await strange.call(`${W}/overview`)).json).remark;
    expect(await remark()).toMatch(/^The graph of workspace talks is missing or incomplete in [^:]+\.$/);
    await graphStore.complete({ marker: "another", epoch: { number: 1, identity: "a" } });
    const sentence =
      /^The graph in the memory store does not match the ledger of workspace talks, but another ledger or another state of it\./;
    expect(await remark()).toMatch(sentence);
    const { status, json } = await strange.call(`${W}/corrections`, { body: { hide: "isolation" } });
    expect(status).toBe(502);
    const { message } = api.problem.parse(json);
    expect(message).toMatch(sentence);
    expect(message).toMatch(/ A correction would replace it, and is refused\.$/);
    expect(existsSync(aliases())).toBe(false);
    expect(api.overview.parse((await talks.call(`${W}/overview`)).json).remark).toBeNull();
  });

  it("waits for the one before", async () => {
    const names = ["isolation", "sleep", "brain fog"];
    const made = await Promise.all(names.map((name) => correct({ hide: name })));
    expect(made.map(({ entity }) => entity)).toEqual([null, null, null]);
    const [, ...lines] = readFileSync(aliases(), "utf8").trim().split("\n");
    expect(lines.toSorted()).toEqual(names.map((name) => `  - ${name}`).toSorted());
  });

  it("that was written is no failure if its entity cannot be read afterwards", async () => {
    const opening = {
      environment: {},
      // It cannot be opened any more when the correction is written.
      get dataDir() {
        return existsSync(aliases()) ? join(folder.root, "gone") : folder.dataDir;
      },
    };
    let time = 0;
    // A workspace that was written is opened anew after a minute.
    await using other = await serveTalks(folder, { opening, now: () => (time += 60_000) });
    const { status, json } = await other.call(`${W}/corrections`, {
      body: { merge: ["remote work", "telecommuting"] },
    });
    expect([status, json]).toEqual([200, expect.objectContaining({ entity: null, added: [expect.anything()] })]);
    expect(other.problems).toEqual([
      expect.stringMatching(/^Names of talks were corrected, but cannot be read: There is no workspace talks/),
    ]);
    expect(await namesOf("telecommuting")).toEqual(["remote work", "telecommuting"]);
  });

  it("waits for no run of another process", async () => {
    using _lock = acquireLock(
      join(folder.dataDir, "talks", "lock"),
      "20260301-140509-ab12",
      "2026-03-01T14:05:09.000Z",
    );
    expect(await send({ hide: "isolation" })).toMatchObject({
      status: 409,
      json: {
        code: "workspace-busy",
        message: expect.stringMatching(/^The workspace is in use by run 20260301-140509-ab12/),
      },
    });
    expect(await namesOf("isolation")).toEqual(["isolation"]);
  });
});
