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
  it("shows the estimate, then the limits, and at the end the usage", async () => {
    const { url } = await provider();
    const { exitCode, stdout, stderr } = await ingest(["--model", "simulated", "--base-url", url, "--limit", "2"]);
    expect(stderr).toMatch(
      /^extraction: 2 chunks in (?:about )?1 call of openai:simulated: [\d,k]+ \([\d,k]+ to [\d,k]+\) tokens in, .*cost unknown/m,
    );
    expect(stderr).toContain("extraction: the provider grants 200,000 tokens a minute\n");
    expect(stdout).toMatch(/^ {2}calls {8}\d/m);
    expect(stdout).toMatch(/Remaining: 2 chunks, by the values of this run \d+ calls?, /);
    expect(exitCode).toBe(0);
  });

  it("prints events as lines of JSON, the result last, and no key", async () => {
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

  it("is needed for --verify", async () => {
    const { exitCode, stdout, stderr } = await ingest(["--verify"]);
    expect(stderr).toBe(
      "colloquy: --verify needs a language model that checks statements: name it with --model, or omit --verify.\n",
    );
    expect([exitCode, stdout]).toEqual([2, ""]);
  });

  it("reads its key from a file that only its owner can read", async () => {
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

  it("calls no model when only a key or an address is set", async () => {
    const server = await provider();
    const { exitCode } = await ingest([], { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.url });
    expect(exitCode).toBe(0);
    expect(server.accounts.chat.calls + server.accounts.embeddings.calls).toBe(0);
  });
});

describe("a provider that cannot be used", () => {
  const expectRefusal = ({ exitCode, stdout, stderr }: Ended, sentence: RegExp): void => {
    const printed = stderr.split("\n").filter((line) => line.startsWith("colloquy: "));
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(sentence);
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
    expect(server.accounts.chat.complete).toBe(0);
  });

  it.each([200, 404, 501])("is no OpenAI-compatible API (status %i): one sentence, exit code 1", async (status) => {
    const server: Server = createServer((_, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><p>Welcome");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({ close: () => server.closeAllConnections() ?? server.close() });
    const { port } = server.address() as AddressInfo;
    const ended = await ingest(["--model", "simulated", "--base-url", `http://127.0.0.1:${port}/v1`]);
    expectRefusal(ended, /answered with a web page.*: it is not an OpenAI-compatible API; check the base URL/);
  });

  it("has an unencrypted address or a password in it: refused, without printing the password", async () => {
    expectRefusal(await ingest(["--model", "m", "--base-url", "http://example.org/v1"]), /unencrypted: use https/);
    const ended = await ingest(["--model", "m", "--base-url", "https://me:hunter2@example.org/v1"]);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).not.toContain("hunter2");
  });

  it("has its key on the command line: refused, without printing the key", async () => {
    for (const args of [[`--api-key=${KEY}`], ["--api-key", KEY], ["--openai-key", KEY]]) {
      const { exitCode, stderr } = await ingest(["--model", "m", ...args]);
      expect(stderr).toMatch(
        /^colloquy: --[a-z-]*key is no option, because other users can read the command line: .*\n$/,
      );
      expect(stderr).not.toContain(KEY);
      expect(exitCode).toBe(2);
    }
  });
});

describe("retry-failed", () => {
  it("shows succeeded and failed dead letters with reasons, and exits with 3 while some remain", async () => {
    const poisoned = await provider({ triggers: [{ contains: "week 1.70,", fault: "refusal" }] });
    const model = (url: string): string[] => ["--model", "simulated", "--base-url", url];
    const failed = await ingest(model(poisoned.url));
    expect(failed.exitCode).toBe(3);
    expect(failed.stdout).toMatch(/1 chunk not extracted: The model refused/);
    expect(failed.stdout).toContain("`colloquy retry-failed` processes only the dead letters again");

    const again = await colloquy(["retry-failed", ...model(poisoned.url)], { cwd });
    expect(again.stdout).toContain("1 chunk retried: 0 succeeded, 1 failed again.");
    expect(again.stdout).toMatch(/1 chunk not extracted: The model refused/);
    expect(again.exitCode).toBe(3);
    const { stdout } = await colloquy(["status", "--verbose"], { cwd });
    expect(stdout).toMatch(/Dead letters: 1 chunk\n.*The model refused/);

    const { url } = await provider();
    const done = await colloquy(["retry-failed", ...model(url)], { cwd });
    expect(done.stdout).toContain("1 chunk retried: all succeeded.");
    expect(done.exitCode).toBe(0);
  });
});

describe("doctor", () => {
  it("shows the configured models, their address and the source of their key, and calls none", async () => {
    const server = await provider();
    const args = ["doctor", "--model", "simulated", "--base-url", server.url, "--json"];
    const { exitCode, stdout } = await colloquy(args, { cwd, environment: { OPENAI_API_KEY: KEY } });
    const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string; message: string }[] };
    expect(findings).toContainEqual({
      name: "model",
      state: "ok",
      message: `openai:simulated at ${server.url}, which accepts connections, key from OPENAI_API_KEY; no call was made.`,
    });
    expect(findings.map(({ name }) => name)).not.toContain("keys");
    expect(server.accounts.chat.calls).toBe(0);
    expect(stdout).not.toContain(KEY);
    expect(exitCode).toBe(0);
  });

  it("reports a model that cannot be called", async () => {
    const missing = await colloquy(["doctor", "--embedding-model", "openai:text-embedding-3-small"], { cwd });
    expect(missing.stdout.replace(/\s+/g, " ")).toContain("FAULT embeddings openai needs a key");
    const closed = await colloquy(["doctor", "--model", "m", "--base-url", "http://127.0.0.1:1/v1"], { cwd });
    expect(closed.stdout.replace(/\s+/g, " ")).toContain("http://127.0.0.1:1/v1 refused the connection");
    expect(closed.exitCode).toBe(1);
  });
});
