import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { acquireLock } from "../../src/adapters/sqlite/lock.ts";
import * as api from "../../src/api/index.ts";
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

  it("is listed with the text of the file, the latest first", async () => {
    const first = await correct({ hide: "isolation" });
    const second = await correct({ undo: first.id });
    const { json } = await talks.call(`${W}/corrections`);
    const { file, text, made } = api.corrections.parse(json);
    expect({ file, text, made }).toEqual(json);
    expect(file).toBe(aliases());
    expect(text).toBe(readFileSync(aliases(), "utf8"));
    expect(made.map(({ id, undone }) => [id, undone])).toEqual([
      [second.id, false],
      [first.id, true],
    ]);
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
      [{ rename: "stress", to: "sleep" }, 400, /"sleep" is another entity, sleep: merge the two/],
      [{ rename: "stress", to: "stress" }, 400, /has the name "stress" already/],
      [{ rename: "stress", to: " " }, 400, /The new name must have from 1 to 100 characters/],
      [{ rename: "stress", to: "s".repeat(101) }, 400, /The new name must have from 1 to 100 characters/],
      [{ undo: "none" }, 404, /This server did not make this correction/],
      [{ unhide: "stress" }, 400, /The body of the request/],
      [{}, 400, /The body of the request/],
    ] as const)
      expect(await send(body)).toMatchObject({ status, json: { message: expect.stringMatching(message) } });
    expect(await digest()).toBe(before);
    expect((await talks.call(`${W}/corrections`)).json).toMatchObject({ text: "", made: [] });
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
          /cannot be undone, because aliases\.yaml was changed since: it no longer has the entry same: "remote work", "telecommuting"/,
        ),
      },
    });
    expect((await talks.call(`${W}/corrections`)).json).toMatchObject({
      made: [{ id: again.id, undone: false }, {}, {}],
    });
  });

  it("waits for the one before", async () => {
    const names = ["isolation", "sleep", "brain fog"];
    const made = await Promise.all(names.map((name) => correct({ hide: name })));
    expect(made.map(({ entity }) => entity)).toEqual([null, null, null]);
    const [, ...lines] = readFileSync(aliases(), "utf8").trim().split("\n");
    expect(lines.toSorted()).toEqual(names.map((name) => `  - ${name}`).toSorted());
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
