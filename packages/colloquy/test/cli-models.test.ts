import { chmodSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedServer, type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";
import { colloquy, type Ended, folderWith, longTalk } from "./cli/process.ts";

const KEY = "sk-key-that-must-not-be-seen-0123456789";

let cwd: string;
const open: (SimulatedServer | { close(): unknown })[] = [];
beforeEach(() => {
  cwd = folderWith({ "talks/one.txt": longTalk(1, 80), key: `${KEY}\n` });
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function provider(simulation: SimulationOptions = {}): Promise<SimulatedServer> {
  const server = await startSimulatedProvider({ timeScale: 1000, ...simulation });
  open.push(server);
  return server;
}

const ingest = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  colloquy(["ingest", "--transcripts-dir", "talks", ...args], { cwd, environment });

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("ingest with a model", () => {
  it("tells beforehand what it asks for, then the limits, and at the end what it took", async () => {
    const { url } = await provider();
    const { exitCode, stdout, stderr } = await ingest(["--model", "simulated", "--base-url", url, "--limit", "2"]);
    expect(stderr).toMatch(
      /^extraction: 2 chunks in (?:about )?1 call of openai:simulated: [\d,k]+ \([\d,k]+ to [\d,k]+\) tokens in, .*cost unknown/m,
    );
    expect(stderr).toContain("extraction: the provider grants 200,000 tokens a minute\n");
    expect(stdout).toMatch(/^ {2}calls {8}\d/m);
    expect(stdout).toMatch(/The rest is 2 chunks: by this run's measure \d+ calls?, /);
    expect(exitCode).toBe(0);
  });

  it("prints its events as lines of JSON, the result last, and the key in none of them", async () => {
    const { url } = await provider({ apiKey: KEY });
    const args = ["--model", "simulated", "--base-url", url, "--json", "--verbose"];
    const { exitCode, stdout, stderr } = await ingest(args, { OPENAI_API_KEY: KEY });
    const printed = lines(stdout);
    expect(printed.slice(0, -1).every(({ event }) => typeof event === "string")).toBe(true);
    expect(printed.map(({ event }) => event)).toContain("estimate.made");
    expect(printed.at(-1)).toMatchObject({ exitCode: 0, usage: { costUsd: null } });
    expect(stdout + stderr).not.toContain(KEY);
    expect(exitCode).toBe(0);
  });

  it("takes its key from a file that nobody else can read, which a configuration may name", async () => {
    const { url } = await provider({ apiKey: KEY });
    const args = ["--model", "simulated", "--base-url", url, "--api-key-file", "key"];
    chmodSync(join(cwd, "key"), 0o644);
    const refused = await ingest(args);
    expect(refused.stderr).toBe(
      "colloquy: The file key of api-key-file can be read by others (mode 644): run `chmod 600 key`.\n",
    );
    expect(refused.exitCode).toBe(2);
    chmodSync(join(cwd, "key"), 0o600);
    expect((await ingest(args)).exitCode).toBe(0);
  });

  it("asks nobody for a key or an address alone", async () => {
    const server = await provider();
    const { exitCode } = await ingest([], { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.url });
    expect(exitCode).toBe(0);
    expect(server.books.chat.calls + server.books.embeddings.calls).toBe(0);
  });
});

describe("a provider that cannot be asked", () => {
  const expectRefusal = ({ exitCode, stdout, stderr }: Ended, sentence: RegExp): void => {
    const told = stderr.split("\n").filter((line) => line.startsWith("colloquy: "));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(sentence);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).not.toContain(KEY);
  };

  it.each<[string, SimulationOptions, RegExp]>([
    ["refuses the key", { apiKey: "another" }, /refuses the key/],
    ["does not know the model", { models: ["other"] }, /does not offer the model simulated/],
    ["has no quota left", { phases: [{ kind: "quota", fromSeconds: 0, toSeconds: 9999 }] }, /has no credit left/],
  ])("%s: one sentence, exit code 1, nothing spent", async (_, simulation, sentence) => {
    const server = await provider(simulation);
    const ended = await ingest(["--model", "simulated", "--base-url", server.url], { OPENAI_API_KEY: KEY });
    expectRefusal(ended, sentence);
    expect(server.books.chat.complete).toBe(0);
  });

  it.each([200, 404, 501])("is no such API and says so with %i: one sentence, exit code 1", async (status) => {
    const server: Server = createServer((_, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><p>Welcome");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({ close: () => server.closeAllConnections() ?? server.close() });
    const { port } = server.address() as AddressInfo;
    const ended = await ingest(["--model", "simulated", "--base-url", `http://127.0.0.1:${port}/v1`]);
    expectRefusal(ended, /answered with a web page.*: it is not an OpenAI-compatible API; check the base URL/);
  });

  it("would be asked without encryption, or with a password in its address: refused, and the password unsaid", async () => {
    expectRefusal(await ingest(["--model", "m", "--base-url", "http://example.org/v1"]), /unencrypted: use https/);
    const ended = await ingest(["--model", "m", "--base-url", "https://me:hunter2@example.org/v1"]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).not.toContain("hunter2");
  });

  it("is named with a key on the command line: refused, and the key unsaid", async () => {
    for (const args of [[`--api-key=${KEY}`], ["--api-key", KEY], ["--openai-key", KEY]]) {
      const { exitCode, stderr } = await ingest(["--model", "m", ...args]);
      expect(stderr).toMatch(/^colloquy: --[a-z-]*key is no option, because others can read the command line: .*\n$/);
      expect(stderr).not.toContain(KEY);
      expect(exitCode).toBe(2);
    }
  });
});

describe("retry-failed", () => {
  it("says what became of the dead letters and why some remain, and ends with 3 until there are none", async () => {
    const poisoned = await provider({ triggers: [{ contains: "week 1.70,", fault: "refusal" }] });
    const model = (url: string): string[] => ["--model", "simulated", "--base-url", url];
    const failed = await ingest(model(poisoned.url));
    expect(failed.exitCode).toBe(3);
    expect(failed.stdout).toMatch(/1 chunk not extracted: The model refused/);
    expect(failed.stdout).toContain("`colloquy retry-failed` asks again");

    const again = await colloquy(["retry-failed", ...model(poisoned.url)], { cwd });
    expect(again.stdout).toContain("1 chunk tried again: 0 done, 1 failed again.");
    expect(again.stdout).toMatch(/1 chunk not extracted: The model refused/);
    expect(again.exitCode).toBe(3);
    const { stdout } = await colloquy(["status", "--verbose"], { cwd });
    expect(stdout).toMatch(/Dead letters: 1 chunk\n.*The model refused/);

    const { url } = await provider();
    const done = await colloquy(["retry-failed", ...model(url)], { cwd });
    expect(done.stdout).toContain("1 chunk tried again: all are done now.");
    expect(done.exitCode).toBe(0);
  });
});

describe("doctor", () => {
  it("says which models are configured, whether their address is reached and where their key is, and calls none", async () => {
    const server = await provider();
    const args = ["doctor", "--model", "simulated", "--base-url", server.url, "--json"];
    const { exitCode, stdout } = await colloquy(args, { cwd, environment: { OPENAI_API_KEY: KEY } });
    const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string; message: string }[] };
    expect(findings).toContainEqual({
      name: "model",
      state: "ok",
      message: `openai:simulated at ${server.url}, which is reached, key from OPENAI_API_KEY; no call was made.`,
    });
    expect(findings.map(({ name }) => name)).not.toContain("keys");
    expect(server.books.chat.calls).toBe(0);
    expect(stdout).not.toContain(KEY);
    expect(exitCode).toBe(0);
  });

  it("finds a model that cannot be asked", async () => {
    const missing = await colloquy(["doctor", "--embedding-model", "openai:text-embedding-3-small"], { cwd });
    expect(missing.stdout.replace(/\s+/g, " ")).toContain("FAULT embeddings openai needs a key");
    const closed = await colloquy(["doctor", "--model", "m", "--base-url", "http://127.0.0.1:1/v1"], { cwd });
    expect(closed.stdout.replace(/\s+/g, " ")).toContain("http://127.0.0.1:1/v1 refused the connection");
    expect(closed.exitCode).toBe(1);
  });
});
