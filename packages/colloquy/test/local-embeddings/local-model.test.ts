import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLocalModel } from "../../src/adapters/local-embeddings/index.ts";
import { embeddingModelConformance, planConformance } from "../../src/testing/index.ts";
import { TINY_DIMENSIONS, TINY_TOKENS, writeTinyModel } from "./tiny-model.ts";

let models: string;
beforeAll(() => {
  models = mkdtempSync(join(tmpdir(), "colloquy-models-"));
  writeTinyModel(join(models, "someone", "tiny"));
  writeTinyModel(join(models, "someone", "e5-tiny"));
  writeTinyModel(join(models, "someone", "bge-tiny-en"));
});
afterAll(() => rmSync(models, { recursive: true, force: true }));

const { signal } = new AbortController();
const openTiny = (name = "tiny") =>
  openLocalModel(`someone/${name}`, { modelsDir: models, environment: {}, notify: () => undefined, signal });

describe("a local model", () => {
  for (const { name, run } of planConformance(embeddingModelConformance)) it(name, () => run(() => openTiny()));

  it("costs nothing, and its profile names model and weights", async () => {
    await using model = await openTiny();
    expect(model).toMatchObject({ paid: false, profile: "local:someone/tiny@q8", dimensions: TINY_DIMENSIONS });
    expect("matchesWords" in model).toBe(false);
  });

  it("gives a text the same bits beside any other texts", async () => {
    await using model = await openTiny();
    const texts = ["sleep deprivation", "the committee", "attention", "budget", "walking shoes and the library"];
    const together = (await model.embed(texts, { signal })).vectors;
    const alone = await Promise.all(texts.map(async (text) => (await model.embed([text], { signal })).vectors[0]));
    expect(alone).toEqual(together);
  });

  it("cuts a text at the length that the model takes, and keeps the token that ends a text", async () => {
    await using model = await openTiny();
    const words = "the committee asked for a smaller budget sleep deprivation reduces".split(" ");
    const taken = words.slice(0, TINY_TOKENS - 1);
    const texts = [words, taken, taken.slice(0, -1)].map((each) => each.join(" "));
    const [whole, cut, shorter] = (await model.embed(texts, { signal })).vectors;
    expect(whole).toEqual(cut);
    expect(whole).not.toEqual(shorter);
  });

  it("puts the words of its family before texts and queries", async () => {
    await using tiny = await openTiny();
    await using e5 = await openTiny("e5-tiny");
    const options = { signal };
    const [passage] = (await e5.embed(["sleep"], { signal })).vectors;
    expect(passage).toEqual((await tiny.embed(["passage: sleep"], { signal })).vectors[0]);
    expect(await e5.embedQuery("sleep", options)).toEqual(await tiny.embedQuery("query: sleep", options));
  });

  it("uses the state of the first token where that is the pooling of the model", async () => {
    await using model = await openTiny("bge-tiny-en");
    const [one, more] = (await model.embed(["sleep", "sleep and attention"], { signal })).vectors;
    // The values are rounded between the smallest and the largest one, which the other words change.
    for (const [at, value] of (more ?? []).entries()) expect(value).toBeCloseTo(one?.[at] ?? 0, 1);
  });
});
