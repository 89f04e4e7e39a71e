import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { colloquy, type Ended, folderWith, longTalk } from "./cli/process.ts";

const PASSWORD = "hunter2-must-not-be-seen";
const KEY = "qdrant-key-must-not-be-seen";

/** A port without a listener, which refuses connections. */
let closedPort: number;
beforeAll(async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  closedPort = typeof address === "object" && address !== null ? address.port : 1;
  await new Promise((resolve) => server.close(resolve));
});

let cwd: string;
let provider: SimulatedServer;
beforeEach(async () => {
  cwd = folderWith({ "talks/one.txt": longTalk(1, 40) });
  provider = await startSimulatedProvider({ timeScale: 1000 });
});
afterEach(() => provider.close());

const servers = () => ({
  Neo4j: { NEO4J_URI: `bolt://127.0.0.1:${closedPort}`, NEO4J_PASSWORD: PASSWORD },
  Qdrant: { QDRANT_URL: `http://127.0.0.1:${closedPort}`, QDRANT_API_KEY: KEY },
});

function expectRefusal({ exitCode, stdout, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(/^colloquy: [^\n]+\n$/);
  expect(stderr).toMatch(sentence);
  expect(stdout).toBe("");
  expect(exitCode).toBe(1);
}

function ingestWithModels(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const models = ["--model", "simulated", "--embedding-model", "simulated", "--base-url", provider.url];
  return colloquy(["ingest", "--transcripts-dir", "talks", ...models], { cwd, environment });
}

const SENTENCES = {
  Neo4j: /NEO4J_URI is set but bolt:\/\/127\.0\.0\.1:\d+ refused the connection\. Start it, or unset NEO4J_URI to use/,
  Qdrant:
    /QDRANT_URL is set but http:\/\/127\.0\.0\.1:\d+ refused the connection\. Start it, or unset QDRANT_URL to use/,
} as const;

describe.each(["Neo4j", "Qdrant"] as const)("%s without a listener", (name) => {
  it("stops a run before a model is called and before a file is made", async () => {
    expectRefusal(await ingestWithModels(servers()[name]), SENTENCES[name]);
    expect(provider.accounts.chat.calls + provider.accounts.embeddings.calls).toBe(0);
    expect(readdirSync(cwd)).toEqual(["talks"]);
  });

  it("does not change a workspace in files, and stops commands that read the server", async () => {
    expect((await colloquy(["ingest", "--transcripts-dir", "talks", "--quiet"], { cwd })).exitCode).toBe(0);
    const before = await colloquy(["status", "--json"], { cwd });
    const environment = servers()[name];
    expectRefusal(await ingestWithModels(environment), SENTENCES[name]);
    expect(provider.accounts.chat.calls + provider.accounts.embeddings.calls).toBe(0);
    expectRefusal(await colloquy(["retry-failed"], { cwd, environment }), SENTENCES[name]);
    const reading = name === "Neo4j" ? ["show", "Ada Novak"] : ["search", "sleep"];
    expectRefusal(await colloquy(reading, { cwd, environment }), SENTENCES[name]);
    expectRefusal(await colloquy(["export", "--format", "canonical"], { cwd, environment }), SENTENCES[name]);
    expect(await colloquy(["status", "--json"], { cwd, environment })).toEqual(before);
  });

  it("is a fault in doctor, without secrets", async () => {
    const environment = servers()[name];
    const { exitCode, stdout } = await colloquy(["doctor", "--json"], { cwd, environment });
    const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string; message: string }[] };
    expect(findings.filter(({ state }) => state === "fault")).toEqual([
      { name, state: "fault", message: expect.stringMatching(SENTENCES[name]) as string },
    ]);
    expect(stdout).not.toMatch(/must-not-be-seen/);
    expect(exitCode).toBe(1);
  });
});

describe("the options of servers", () => {
  it("prefer a flag to the environment, and name it in the message", async () => {
    const environment = { NEO4J_URI: "bolt://127.0.0.1:9", NEO4J_PASSWORD: PASSWORD };
    const flag = ["--neo4j-uri", `neo4j://127.0.0.1:${closedPort}`];
    const ended = await colloquy(["ingest", "--transcripts-dir", "talks", ...flag], { cwd, environment });
    expectRefusal(
      ended,
      new RegExp(`neo4j-uri is set but neo4j://127\\.0\\.0\\.1:${closedPort} refused .* or unset neo4j-uri to use`),
    );
  });

  it("name the option of a Qdrant address in the message", async () => {
    const flag = ["--qdrant-url", `http://127.0.0.1:${closedPort}`];
    const ended = await colloquy(["ingest", "--transcripts-dir", "talks", ...flag], { cwd });
    expectRefusal(
      ended,
      /qdrant-url is set but http:\S+ refused the connection\. Start it, or unset qdrant-url to use/,
    );
  });

  it("use files when a variable is emptied", async () => {
    const environment = { NEO4J_URI: "", QDRANT_URL: "" };
    const ended = await colloquy(["ingest", "--transcripts-dir", "talks", "--quiet"], { cwd, environment });
    expect(ended).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(readdirSync(`${cwd}/.colloquy/default`)).toEqual(expect.arrayContaining(["graph.db", "vectors.db"]));
  });

  it.each([
    ["--neo4j-password", "NEO4J_PASSWORD"],
    ["--password", "NEO4J_PASSWORD"],
    ["--neo4j-bearer-token", "NEO4J_BEARER_TOKEN"],
    ["--qdrant-api-key", "QDRANT_API_KEY"],
  ])("refuse the secret %s on the command line, and name its variable", async (flag, variable) => {
    const { exitCode, stderr } = await colloquy(["show", "Ada", `${flag}=${PASSWORD}`], { cwd });
    expect(stderr).toBe(
      `colloquy: ${flag} is no option, because other users can read the command line: set ${variable} in the environment or in .env.\n`,
    );
    expect(exitCode).toBe(2);
  });

  it("treat arguments after -- as words", async () => {
    const { exitCode, stderr } = await colloquy(["search", "--", "--password"], { cwd });
    expect(stderr).toMatch(/^colloquy: There is no workspace default/);
    expect(exitCode).toBe(2);
  });

  it.each([
    ["NEO4J_URI", "localhost:7687"],
    ["QDRANT_URL", "qdrant:6333"],
    ["NEO4J_URI", `bolt://ada:${PASSWORD}@localhost`],
  ])("refuse %s=%s", async (variable, value) => {
    const environment = { [variable]: value };
    const { exitCode, stdout, stderr } = await colloquy(["ingest", "--transcripts-dir", "talks"], { cwd, environment });
    expect(stderr).toMatch(new RegExp(`^colloquy: ${variable} is '.*', but must be an address such as [^\\n]+\\n$`));
    expect(stdout + stderr).not.toContain(PASSWORD);
    expect(exitCode).toBe(2);
  });

  it("refuse a password together with a token", async () => {
    const environment = { ...servers().Neo4j, NEO4J_BEARER_TOKEN: "another" };
    const { exitCode, stderr } = await colloquy(["ingest", "--transcripts-dir", "talks"], { cwd, environment });
    expect(stderr).toMatch(/^colloquy: NEO4J_PASSWORD and NEO4J_BEARER_TOKEN are both set/);
    expect(exitCode).toBe(2);
    expect(readdirSync(cwd)).toEqual(["talks"]);
  });

  it("are in the help of each command that uses the servers", async () => {
    const help = async (command: string): Promise<string> => (await colloquy([command, "--help"], { cwd })).stdout;
    for (const command of ["ingest", "retry-failed", "export", "doctor"]) {
      expect(await help(command)).toContain("--neo4j-uri <address>");
      expect(await help(command)).toContain("--qdrant-collection <name>");
    }
    expect(await help("show")).toContain("--neo4j-database <name>");
    expect(await help("show")).not.toContain("--qdrant");
    // The graph resolves --speaker.
    for (const option of ["--qdrant-url <address>", "--neo4j-uri <address>"])
      expect(await help("search")).toContain(option);
    expect(await help("ingest")).toContain("--neo4j-uri bolt://127.0.0.1:7687 --qdrant-url http://127.0.0.1:6333");
  });

  it("note a secret without a server", async () => {
    const { exitCode, stdout } = await colloquy(["doctor"], { cwd, environment: { QDRANT_API_KEY: KEY } });
    expect(stdout.replace(/\s+/g, " ")).toContain("note servers QDRANT_API_KEY: set, but no server is named");
    expect(exitCode).toBe(0);
  });
});
