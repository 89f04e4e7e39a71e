import { rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { open } from "../../src/index.ts";
import { colloquy, type Ended, folderWith } from "../cli/process.ts";
import { startHub } from "./hub.ts";
import { TINY_DIMENSIONS, writeTinyModel } from "./tiny-model.ts";

const NAME = "local:someone/tiny";
const PROFILE = `${NAME}@q8`;
const NOWHERE = { HF_ENDPOINT: "http://127.0.0.1:9" };

let cwd: string;
beforeEach(() => {
  cwd = folderWith({
    "talks/sleep.txt": "Maya: sleep deprivation reduces attention",
    "talks/budget.txt": "Lena: the committee asked for a smaller budget",
  });
  writeTinyModel(join(cwd, "models", "someone", "tiny"));
});

const run = (args: readonly string[], environment: Record<string, string> = NOWHERE): Promise<Ended> =>
  colloquy([...args, "--models-dir", "models"], { cwd, environment });
const ingest = (...args: readonly string[]): Promise<Ended> =>
  run(["ingest", "--transcripts-dir", "talks", "--skip-kg", ...args]);
const search = (...args: readonly string[]): Promise<Ended> => run(["search", "deprivation attention", ...args]);

async function status(): Promise<{ readonly chunks: { readonly embedded: number }; readonly digest: string }> {
  const { stdout } = await colloquy(["status", "--json"], { cwd });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof status>>;
}

async function dimensions(): Promise<readonly number[]> {
  const { stdout } = await colloquy(["export", "--format", "canonical"], { cwd });
  const rows = stdout.trimEnd().split("\n");
  const vectors = rows.map((row) => JSON.parse(row) as { readonly vector?: string });
  return vectors.flatMap(({ vector }) => (vector === undefined ? [] : [Buffer.from(vector, "base64").length / 4]));
}

describe("ingest with a local model", () => {
  it("embeds without a call, a key or a cost, and replaces hashed words", async () => {
    expect((await ingest()).exitCode).toBe(0);
    const { exitCode, stderr, stdout } = await ingest("--embedding-model", NAME, "--json", "--max-cost", "1");
    expect(exitCode).toBe(0);
    const events = stdout.trimEnd().split("\n");
    expect(JSON.parse(events.at(-1) ?? "")).toMatchObject({ usage: { calls: 0, costUsd: 0 }, vectors: 2 });
    expect(stdout).toContain(`Every chunk is embedded by ${PROFILE}: search now uses it instead of hashing-512@1.`);
    expect(stderr).toBe("");
    expect(await dimensions()).toEqual([TINY_DIMENSIONS, TINY_DIMENSIONS]);
  });

  it("goes on with the model of the index when no model is named", async () => {
    expect((await ingest("--embedding-model", NAME, "--limit", "1")).exitCode).toBe(0);
    const { stderr, exitCode } = await ingest();
    expect([exitCode, stderr.includes("not embedded")]).toEqual([0, false]);
    expect(await dimensions()).toEqual([TINY_DIMENSIONS, TINY_DIMENSIONS]);
  });

  it("keeps the vectors when the model is not on this machine, and says how to name it", async () => {
    expect((await ingest("--embedding-model", NAME, "--limit", "1")).exitCode).toBe(0);
    rmSync(join(cwd, "models"), { recursive: true });
    const { stderr, exitCode } = await ingest();
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      `The index holds vectors of ${PROFILE}, so new chunks are not embedded without this model: name it with --embedding-model ${NAME}, and its --models-dir if it has one.`,
    );
    expect(await dimensions()).toEqual([TINY_DIMENSIONS]);
  });

  it("has the same digest with any batches and in one go", async () => {
    await ingest("--embedding-model", NAME, "--limit", "1");
    await ingest("--embedding-model", NAME);
    const { digest } = await status();
    await ingest("--embedding-model", NAME, "--force", "--max-concurrent", "1");
    expect((await status()).digest).toBe(digest);
  });

  it("stops before it reads when the model cannot be fetched", async () => {
    const { exitCode, stderr, stdout } = await ingest("--embedding-model", "local:someone/absent");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^colloquy: The local model someone\/absent is not on this machine, and could not be /m);
  });

  it("refuses a name that leads out of the folder of models", async () => {
    const { exitCode, stderr } = await ingest("--embedding-model", "local:../tiny");
    expect([exitCode, stderr]).toEqual([
      2,
      "colloquy: local:../tiny is no name of a local model: write local, or local:NAME with the name of a model on the hub, as in local:Xenova/bge-small-en-v1.5.\n",
    ]);
  });

  it("says which options have no effect", async () => {
    const unused = ["--embedding-base-url", "http://127.0.0.1:9/v1", "--dimensions", "8", "--embedding-rpm", "9"];
    const { stderr } = await ingest("--embedding-model", NAME, "--base-url", "http://127.0.0.1:9/v1", ...unused);
    for (const flag of ["--base-url", "--embedding-base-url", "--dimensions", "--embedding-rpm"])
      expect(stderr).toContain(`${flag} has no effect, because the embedding model ${NAME} runs on this machine.`);
  });
});

describe("search with a local model", () => {
  it("compares by it without a flag, also to find evidence for a question", async () => {
    await ingest("--embedding-model", NAME);
    const { exitCode, stderr } = await search("--json");
    expect([exitCode, stderr]).toEqual([0, ""]);
    const asked = await run(["ask", "what reduces attention?", "--json"]);
    expect([asked.exitCode, asked.stderr.includes("by words only")]).toEqual([0, false]);
  });

  it("fetches it only if it is named", async () => {
    await ingest("--embedding-model", NAME);
    await using hub = await startHub({ id: "someone/tiny", folder: join(cwd, "models", "someone", "tiny") });
    const fromHub = { HF_ENDPOINT: hub.url, COLLOQUY_MODELS_DIR: "elsewhere" };
    const searching = (...args: readonly string[]): Promise<Ended> =>
      colloquy(["search", "deprivation attention", "--json", ...args], { cwd, environment: fromHub });
    const unnamed = await searching();
    expect(unnamed.stderr).toBe(
      `colloquy: Searched by words only: the vectors are of ${PROFILE}; this machine does not have all files of this model. To search by meaning too, name this model with --embedding-model ${NAME}, and its --models-dir if it has one.\n`,
    );
    expect(hub.requests).toEqual([]);
    const named = await searching("--embedding-model", NAME);
    expect(named.stderr).toMatch(/^colloquy: Fetching someone\/tiny from .+\n$/);
    expect((await searching()).stderr).toBe("");
  });

  const weights = ["someone", "tiny", "onnx", "model_quantized.onnx"];

  it.each<[string, () => void, RegExp, number]>([
    [
      "has a damaged file",
      () => writeFileSync(join(cwd, "models", "someone", "tiny", "config.json"), "{"),
      /^colloquy: Searched by words only, because the model of the vectors cannot be used\. \S+config\.json of the local model cannot be used \(.+\): remove the model's folder so that it is fetched again, or name another model\.\n$/,
      2,
    ],
    [
      "has damaged weights",
      () => writeFileSync(join(cwd, "models", ...weights), "no weights"),
      /^colloquy: Searched by words only, because the query could not be embedded: The local model in \S+ cannot be loaded \(.+\): remove this folder so that it is fetched again, or name another model\.\n$/s,
      1,
    ],
    [
      "has no weights, and is named without a network",
      () => rmSync(join(cwd, "models", ...weights)),
      /^colloquy: Searched by words only, because the model of the vectors cannot be used\. The local model someone\/tiny is not on this machine, and could not be fetched from .+: try again, or copy its files .+\n$/,
      1,
    ],
  ])("finds by words, and says why in one notice, when the model %s", async (_, damage, notice, failure) => {
    await ingest("--embedding-model", NAME);
    damage();
    const { exitCode, stdout, stderr } = await search("--json", "--embedding-model", NAME);
    expect(stderr).toMatch(notice);
    expect([exitCode, (JSON.parse(stdout) as { hits: unknown[] }).hits.length]).toEqual([0, 1]);
    expect((await ingest("--embedding-model", NAME, "--force")).exitCode).toBe(failure);
  });

  it("finds by words, and says how to install the package, when it is missing", async () => {
    await ingest("--embedding-model", NAME);
    using _missing = withoutPackage("@huggingface/transformers");
    const { exitCode, stderr } = await search("--json");
    expect([exitCode, stderr]).toEqual([
      0,
      "colloquy: Searched by words only, because the model of the vectors cannot be used. Local models need the package @huggingface/transformers: run `npm install --global @huggingface/transformers` (without --global if Colloquy is installed in a project).\n",
    ]);
    expect((await ingest("--embedding-model", NAME, "--force")).exitCode).toBe(1);
  });

  it("fetches it for the next search, when a search is aborted while it is fetched", async () => {
    await ingest("--embedding-model", NAME);
    const controller = new AbortController();
    const damage = (_: string, content: Buffer): Buffer => {
      controller.abort(new Error("The user left."));
      return content;
    };
    await using hub = await startHub({ id: "someone/tiny", folder: join(cwd, "models", "someone", "tiny"), damage });
    const notices: string[] = [];
    await using workspace = await open("default", {
      dataDir: join(cwd, ".colloquy"),
      embeddingModel: NAME,
      modelsDir: join(cwd, "elsewhere"),
      environment: { HF_ENDPOINT: hub.url },
      onNotice: (notice) => notices.push(notice),
    });
    const search = (): Promise<readonly unknown[]> => workspace.search("deprivation", { signal: controller.signal });
    await expect(search()).rejects.toThrow("The user left.");
    expect(await workspace.search("deprivation")).not.toEqual([]);
    // One file of the first search, and the four of the second.
    expect(hub.requests.filter((path) => path.includes("/resolve/"))).toHaveLength(5);
    expect(notices.filter((notice) => notice.startsWith("Fetching"))).toHaveLength(2);
    expect(notices.filter((notice) => notice.startsWith("Searched"))).toEqual([]);
  });

  it("finds by words when another local model is named", async () => {
    await ingest("--embedding-model", NAME);
    rmSync(join(cwd, "models"), { recursive: true });
    const { exitCode, stderr } = await search("--embedding-model", "local:someone/other");
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining("the vectors are of local:someone/tiny@q8, not local:someone/other"),
    ]);
  });
});

/** Makes a package impossible to find until the returned object is disposed of. */
function withoutPackage(name: string): Disposable {
  const resolver = Module as unknown as { _resolveFilename: (request: string, ...more: unknown[]) => string };
  const original = resolver._resolveFilename;
  resolver._resolveFilename = (request, ...more) => {
    if (request === name) throw new Error(`Cannot find module '${name}'`);
    return original.call(resolver, request, ...more);
  };
  return { [Symbol.dispose]: () => (resolver._resolveFilename = original) };
}

describe("estimate and doctor with a local model", () => {
  it("say that it costs nothing, and where it is, and fetch nothing", async () => {
    const estimate = ["estimate", "--transcripts-dir", "talks", "--skip-kg", "--embedding-model"];
    for (const name of [NAME, "local:someone/absent"]) {
      const { exitCode, stdout } = await run([...estimate, name]);
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringContaining(`Embedding by ${name}: 2 chunks. It runs on this machine and costs nothing.`),
      ]);
    }
    const here = await run(["doctor", "--embedding-model", NAME, "--json"]);
    expect(here.stdout).toContain(`${NAME} runs on this machine, from ${join(cwd, "models", "someone", "tiny")}.`);
    const absent = await run(["doctor", "--embedding-model", "local:someone/absent", "--json"]);
    expect(absent.stdout).toContain("local:someone/absent is not on this machine: the next run fetches it, once.");
  });
});
