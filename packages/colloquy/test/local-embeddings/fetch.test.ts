import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { locateLocalModel, openLocalModel } from "../../src/adapters/local-embeddings/index.ts";
import { ColloquyError } from "../../src/index.ts";
import { type HubOptions, startHub } from "./hub.ts";
import { writeTinyModel } from "./tiny-model.ts";

const ID = "someone/tiny";

let folder: string;
let models: string;
let notices: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-hub-"));
  models = join(folder, "models");
  notices = [];
  writeTinyModel(join(folder, "files"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hub = (options: Partial<HubOptions> = {}) => startHub({ id: ID, folder: join(folder, "files"), ...options });

function openFrom(url: string, signal = new AbortController().signal) {
  const notify = (message: string): void => void notices.push(message);
  return openLocalModel(ID, { modelsDir: models, environment: { HF_ENDPOINT: url }, notify, signal });
}

async function failureFrom(url: string, signal?: AbortSignal): Promise<ColloquyError> {
  const error = await openFrom(url, signal).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!ColloquyError.isInstance(error)) throw error;
  return error;
}

function unfinishedFiles(): readonly string[] {
  const names = existsSync(models) ? readdirSync(models, { recursive: true, encoding: "utf8" }) : [];
  return names.filter((name) => name.endsWith(".part"));
}

describe("a local model that is not on this machine", () => {
  it("is fetched once, after a sentence with its source, size and licence", async () => {
    await using server = await hub({ licence: "apache-2.0" });
    await using first = await openFrom(`${server.url}/`);
    expect((await first.embed(["the budget"], { signal: new AbortController().signal })).vectors).toHaveLength(1);
    expect(notices).toEqual([
      `Fetching ${ID} from ${server.url} to ${join(models, ID)}, once: 1 MB, licence apache-2.0.`,
    ]);
    const requests = server.requests.length;
    await using _again = await openFrom(server.url);
    expect([notices.length, server.requests.length]).toEqual([1, requests]);
  });

  it("has its optional files too, and no file of other formats", async () => {
    const files = { "1_Pooling/config.json": { pooling_mode_cls_token: true }, "onnx/model_fp16.json": {} };
    writeTinyModel(join(folder, "files"), files);
    await using server = await hub();
    await using _model = await openFrom(server.url);
    expect(notices[0]).toContain("licence not stated");
    const names = readdirSync(join(models, ID), { recursive: true, encoding: "utf8" });
    expect(names).toContain(join("1_Pooling", "config.json"));
    expect(names).not.toContain(join("onnx", "model_fp16.json"));
  });

  it("does not count as fetched when a file is cut short or has another checksum", async () => {
    const cut: HubOptions["damage"] = (file, content) => (file === "tokenizer.json" ? content.subarray(1) : content);
    const other: HubOptions["damage"] = (file, content) => (file.endsWith(".onnx") ? content.fill(1, 9) : content);
    for (const [damage, reason] of [
      [cut, /tokenizer\.json has \d+ bytes instead of \d+\): try again, or copy its files/],
      [other, /model_quantized\.onnx has another checksum than the hub states\): try again/],
    ] as const) {
      await using server = await hub({ damage });
      expect((await failureFrom(server.url)).message).toMatch(reason);
      expect(locateLocalModel(ID, { modelsDir: models, environment: {} })).toBeNull();
      expect(unfinishedFiles()).toEqual([]);
    }
    await using server = await hub();
    await using _model = await openFrom(server.url);
  });

  it("does not count as fetched when the fetch is interrupted", async () => {
    const controller = new AbortController();
    await using server = await hub({
      damage: (file, content) => {
        if (file.endsWith(".onnx")) controller.abort(new ColloquyError("interrupted", "stopped by the test"));
        return content;
      },
    });
    expect((await failureFrom(server.url, controller.signal)).message).toBe("stopped by the test");
    expect(locateLocalModel(ID, { modelsDir: models, environment: {} })).toBeNull();
    expect(unfinishedFiles()).toEqual([]);
  });

  it("is explained when the hub cannot be reached, has no such model, or has no converted files", async () => {
    const unreachable = await failureFrom("http://127.0.0.1:9");
    expect(unreachable.message).toMatch(
      /^The local model someone\/tiny is not on this machine, and could not be fetched from http:\/\/127\.0\.0\.1:9 \(.+\): try again, or copy its files \(config\.json, tokenizer\.json, tokenizer_config\.json, onnx\/model_quantized\.onnx\) from another machine to .+someone\/tiny \(--models-dir names another folder\)\.$/,
    );
    expect([unreachable.code, notices]).toEqual(["provider", []]);

    await using other = await hub({ id: "someone/else" });
    expect((await failureFrom(other.url)).message).toBe(
      `${other.url} has no public model someone/tiny: correct the name after local:, as in local:Xenova/bge-small-en-v1.5.`,
    );

    rmSync(join(folder, "files", "onnx"), { recursive: true });
    await using unconverted = await hub();
    expect((await failureFrom(unconverted.url)).message).toBe(
      "The model someone/tiny has no onnx/model_quantized.onnx: name a model that is converted for transformers.js, as in local:Xenova/bge-small-en-v1.5.",
    );
  });

  it("is explained when its folder cannot be written to", async () => {
    writeFileSync(models, "a file");
    await using server = await hub();
    const { code, message } = await failureFrom(server.url);
    expect([code, message]).toEqual([
      "disk",
      expect.stringMatching(
        /^The local model someone\/tiny cannot be written to .+: name another folder with --models-dir\.$/,
      ),
    ]);
  });
});

describe("a local model in a folder", () => {
  const locate = (id: string): string | null => locateLocalModel(id, { modelsDir: models, environment: {} });

  it("needs no network", async () => {
    writeTinyModel(join(models, ID));
    await using _model = await openFrom("http://127.0.0.1:9");
    expect(locate(ID)).toBe(join(models, ID));
  });

  it("is that of its owner; a folder without an owner is of Xenova, as a name without one", () => {
    writeTinyModel(join(models, "tiny"));
    writeTinyModel(join(models, "another", "tiny"));
    expect(locate(ID)).toBeNull();
    expect(locate("another/tiny")).toBe(join(models, "another", "tiny"));
    expect(locate("Xenova/tiny")).toBe(join(models, "tiny"));
    writeTinyModel(join(models, "Xenova", "tiny"));
    expect(locate("Xenova/tiny")).toBe(join(models, "Xenova", "tiny"));
  });

  it("is looked for in the cache folder of the user by default", () => {
    writeTinyModel(join(folder, "colloquy", "models", ID));
    expect(locateLocalModel(ID, { environment: { XDG_CACHE_HOME: folder } })).toBe(
      join(folder, "colloquy", "models", ID),
    );
  });

  it("stops a run with one sentence if it cannot be loaded, and a search goes on with words", async () => {
    writeTinyModel(join(models, ID));
    writeFileSync(join(models, ID, "onnx", "model_quantized.onnx"), "not a model");
    await using model = await openFrom("http://127.0.0.1:9");
    const { signal } = new AbortController();
    await expect(model.embed(["words"], { signal })).rejects.toMatchObject({
      code: "provider",
      message: expect.stringMatching(/^The local model in .+tiny cannot be loaded \(.+\): remove this folder so that/s),
    });
    await expect(model.embedQuery("words", { signal })).rejects.toMatchObject({ kind: "invalid" });
  });
});
