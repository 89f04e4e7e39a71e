import { describe, expect, it } from "vitest";
import { openLocalModel } from "../../src/adapters/local-embeddings/index.ts";
import type { EmbeddingModel } from "../../src/index.ts";
import { embeddingModelConformance, planConformance } from "../../src/testing/index.ts";
import { colloquy, folderWith } from "../cli/process.ts";
import { realModels } from "./real-weights.ts";

const models = realModels();
const missing = typeof models === "string" ? models : null;
const modelsDir = typeof models === "string" ? "" : models.folder;
const { signal } = new AbortController();

const openMiniLm = () =>
  openLocalModel("Xenova/all-MiniLM-L6-v2", { modelsDir, environment: {}, notify: () => undefined, signal });

/** Texts of very different lengths. The longest is cut. */
const TEXTS = [
  "Sleep deprivation causes bad decisions.",
  "The council wants a smaller budget for the library, and nobody asked the people who use it. ".repeat(30),
  "Yes.",
  "Walking meetings require good shoes and a colleague who does not talk too fast.",
  "",
  "We measured it twice. ".repeat(12),
];

const cosine = (left: Float32Array, right: Float32Array): number =>
  left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);

/** Embeds in calls of `size` texts, all at once. */
async function embedBy(
  model: EmbeddingModel,
  texts: readonly string[],
  size: number,
): Promise<readonly Float32Array[]> {
  const starts = Array.from({ length: Math.ceil(texts.length / size) }, (_, call) => call * size);
  const replies = await Promise.all(starts.map((at) => model.embed(texts.slice(at, at + size), { signal })));
  return replies.flatMap(({ vectors }) => vectors);
}

describe("all-MiniLM-L6-v2 on this machine", () => {
  for (const { name, run } of planConformance(embeddingModelConformance))
    it(name, ({ skip }) => (missing === null ? run(openMiniLm) : skip(missing)));

  it("gives a text the same bits in any call, beside any others", async ({ skip }) => {
    if (missing !== null) return skip(missing);
    await using model = await openMiniLm();
    const together = await embedBy(model, TEXTS, TEXTS.length);
    const alone = await embedBy(model, TEXTS, 1);
    const reversed = (await embedBy(model, TEXTS.toReversed(), 4)).toReversed();
    expect(alone).toEqual(together);
    expect(reversed).toEqual(together);
  });

  it("knows meanings", async ({ skip }) => {
    if (missing !== null) return skip(missing);
    await using model = await openMiniLm();
    const query = await model.embedQuery("exhausted people choose poorly", { signal });
    const scores = (await embedBy(model, TEXTS, 16)).map((vector) => cosine(query, vector));
    expect(scores.indexOf(Math.max(...scores))).toBe(0);
    expect(scores[0]).toBeGreaterThan(0.4);
  });

  it("finds a chunk without a common word, in a search without flags", async ({ skip }) => {
    if (missing !== null) return skip(missing);
    const cwd = folderWith({
      "talks/sleep.txt": "Maya Okafor: Sleep deprivation causes bad decisions. You cannot argue with a tired brain.",
      "talks/budget.txt": "Lena Marchetti: The council wants a smaller budget for the library.",
      "talks/walks.txt":
        "Ben Castellano: Walking meetings require good shoes and a colleague who does not talk too fast.",
    });
    const environment = { COLLOQUY_MODELS_DIR: modelsDir };
    const ingest = ["ingest", "--transcripts-dir", "talks", "--skip-kg", "--embedding-model", "local"];
    expect((await colloquy(ingest, { cwd, environment })).exitCode).toBe(0);
    const found = await colloquy(["search", "exhausted people choose poorly", "--json"], { cwd, environment });
    const { hits } = JSON.parse(found.stdout) as { readonly hits: readonly { readonly file: string }[] };
    expect(hits[0]?.file).toBe("sleep.txt");
    expect(found.stderr).toBe("");
  });
});
