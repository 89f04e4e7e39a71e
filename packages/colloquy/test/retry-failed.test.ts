import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { retryFailed, type RetryFailedOptions } from "../src/index.ts";
import { CallError } from "../src/ports/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { UnitVectors } from "./pipeline/run-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  folder.write("talk.txt", "Ada: Zyzzyva is a word that nobody else says.\n");
});
afterEach(() => folder[Symbol.dispose]());

const refusing = (): ScriptedExtractor =>
  new ScriptedExtractor({
    paid: true,
    script: () => {
      throw new CallError("invalid", "It refused.");
    },
  });

function vectorless(): UnitVectors {
  const model = new UnitVectors("unit@1", 2);
  model.poison = "Zyzzyva";
  return model;
}

const retry = (options: Partial<RetryFailedOptions>) =>
  retryFailed({
    workspace: "talks",
    dataDir: folder.dataDir,
    outputDir: `${folder.root}/metrics`,
    environment: {},
    ...options,
  });

describe("dead letters", () => {
  it("are not extracted by the rules silently when the model settled no chunk", async () => {
    await folder.ingest({ ports: { extractor: refusing() } });
    await expect(retry({})).rejects.toThrow(
      "The dead letters contain chunks that scripted@1 could not extract: name the model for the retry with --model.",
    );
  });

  it("are not embedded by hashed words silently", async () => {
    await folder.ingest({ ports: { embeddingModel: vectorless() } });
    await expect(retry({})).rejects.toThrow("could not embed: name the model");
  });

  it("are counted only in the stage that retries them", async () => {
    const ports = { extractor: refusing(), embeddingModel: vectorless() };
    await folder.ingest({ ports });
    expect(await retry({ ports })).toMatchObject({ retried: 2 });
    expect(await retry({ ports, skipKg: true })).toMatchObject({ retried: 1 });
    expect(await retry({ ports, skipEmbeddings: true })).toMatchObject({ retried: 1 });
  });

  it("are not paid for again after they are settled", async () => {
    const good = new ScriptedExtractor({ paid: true });
    await folder.ingest({ ports: { extractor: good } });
    const forced = await folder.ingest({ ports: { extractor: refusing() }, force: true });
    expect(forced).toMatchObject({ exitCode: 0, chunks: { extracted: 1, deadLetters: 0 } });
    expect(await retry({ ports: { extractor: good } })).toMatchObject({ retried: 0, usage: { calls: 0 } });
    expect(good.calls).toHaveLength(1);
  });
});
