import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CallError, type EmbeddingModel, type IngestOptions, type IngestResult, NO_USAGE, open } from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

const VOICES = ["speech recognition", "voice recognition"];
const TALK = [...VOICES, "speech recognition system"];

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  writeTalk("a.txt", TALK);
});
afterEach(() => folder[Symbol.dispose]());

function writeTalk(file: string, names: readonly string[]): void {
  const lines = names.flatMap((name) =>
    ["causes stress", "affects sleep", "helps focus"].map((what) => `Ada Abbot: I think that ${name} ${what} for us.`),
  );
  folder.write(file, `${lines.join("\n")}\n`);
}

/** A paid model whose vectors are near for names of voices, and far for all other texts. */
class Meanings implements EmbeddingModel {
  readonly profile = "meanings@64";
  readonly dimensions = 64;
  readonly paid = true;
  readonly batchSize = 8;
  readonly texts: string[] = [];
  #poison: string | null;

  constructor({ poison = null }: { readonly poison?: string | null } = {}) {
    this.#poison = poison;
  }

  /** The texts without the chunks. */
  get names(): readonly string[] {
    return this.texts.filter((text) => !text.includes("think"));
  }

  async embed(texts: readonly string[]) {
    if (texts.some((text) => text === this.#poison)) throw new CallError("too-large", "The text is too large.");
    this.texts.push(...texts);
    const vectors = texts.map((text) => vectorOf(VOICES.includes(text) ? "voice" : text));
    return { vectors, usage: { ...NO_USAGE, inputTokens: texts.length } };
  }

  async embedQuery(text: string): Promise<Float32Array> {
    return vectorOf(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function vectorOf(text: string): Float32Array {
  let state = [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
  const values = Array.from({ length: 64 }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return (state >>> 16) / 2 ** 15 - 1;
  });
  return Float32Array.from(values, (value) => value / Math.hypot(...values));
}

function ingestWith(
  embeddingModel: EmbeddingModel | null,
  options: Partial<IngestOptions> = {},
): Promise<IngestResult> {
  return folder.ingest({ ...options, ports: embeddingModel === null ? {} : { embeddingModel } });
}

async function voices(workspace = "talks"): Promise<readonly string[]> {
  await using opened = await open(workspace, { dataDir: folder.dataDir });
  return (await opened.listEntities({})).items.map(({ name }) => name).filter((name) => VOICES.includes(name));
}

/** The reasons of all aliases. */
async function reasons(): Promise<readonly string[]> {
  await using opened = await open("talks", { dataDir: folder.dataDir });
  let lines = "";
  for await (const part of opened.exportRows("jsonl")) lines += part;
  const rows = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly aliases?: readonly { readonly reason: string }[] });
  return rows.flatMap(({ aliases = [] }) => aliases.map(({ reason }) => reason));
}

describe("vectors of names", () => {
  it("join names whose words differ safely, with the reason, and are reported as work of the stage", async () => {
    const model = new Meanings();
    const { usage, exitCode } = await ingestWith(model);
    expect(exitCode).toBe(0);
    expect(await voices()).toHaveLength(1);
    expect(model.names).toEqual(expect.arrayContaining(VOICES));
    expect(usage.embeddingTokens).toBe(model.texts.length);
    expect(await reasons()).toContain("vector");
    await ingestWith(null, { workspace: "apart" });
    expect(await voices("apart")).toHaveLength(2);
  });

  it("are paid for once; a new transcript pays for its names only", async () => {
    await ingestWith(new Meanings());
    const again = new Meanings();
    await ingestWith(again);
    expect(again.texts).toEqual([]);
    writeTalk("b.txt", ["speech recognition", "face recognition"]);
    const third = new Meanings();
    await ingestWith(third);
    expect(third.names.length).toBeGreaterThan(0);
    for (const name of third.names) expect(name).toContain("face");
  });

  it("lead to one digest at once, file by file, and at any concurrency", async () => {
    writeTalk("b.txt", ["voice recognition", "face recognition"]);
    const { digest } = await ingestWith(new Meanings());
    const elsewhere = (name: string): Partial<IngestOptions> => ({ dataDir: join(folder.root, name) });
    for (const maxConcurrent of [1, 16]) {
      const again = await ingestWith(new Meanings(), { maxConcurrent, ...elsewhere(`at-${maxConcurrent}`) });
      expect(again.digest).toBe(digest);
    }
    await ingestWith(new Meanings(), { include: ["b.txt"], ...elsewhere("parts") });
    expect((await ingestWith(new Meanings(), elsewhere("parts"))).digest).toBe(digest);
  });

  it("stay, with what they join, in a run without a model for them", async () => {
    const { digest } = await ingestWith(new Meanings());
    expect((await ingestWith(null)).digest).toBe(digest);
    const model = new Meanings();
    expect((await ingestWith(model, { skipEmbeddings: true })).digest).toBe(digest);
    expect(model.texts).toEqual([]);
  });

  it("are not made without embeddings or without a graph", async () => {
    const model = new Meanings();
    await ingestWith(model, { skipEmbeddings: true });
    expect(model.texts).toEqual([]);
    await ingestWith(model, { skipKg: true, workspace: "search" });
    expect(model.names).toEqual([]);
  });

  it("are left out for a name that fails alone", async () => {
    const { exitCode } = await ingestWith(new Meanings({ poison: "voice recognition" }));
    expect(exitCode).toBe(0);
    expect(await voices()).toHaveLength(2);
    await ingestWith(new Meanings());
    expect(await voices()).toHaveLength(1);
  });
});
