import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { colloquy, type Ended } from "../cli/process.ts";
import { NO_SERVERS, PATIENCE_MS, ServerFixture, SKIPPED } from "./server-fixture.ts";

describe.skipIf(NO_SERVERS !== null)(`the command line with servers${SKIPPED}`, { timeout: PATIENCE_MS }, () => {
  let servers: ServerFixture;
  beforeEach(() => {
    servers = new ServerFixture();
    servers.folder.writeTalk("talk.txt", 1, 30);
  });
  afterEach(() => servers[Symbol.asyncDispose]());

  const call = (args: readonly string[], environment = servers.environment): Promise<Ended> =>
    colloquy([...args, "--workspace", servers.workspace()], { cwd: servers.folder.root, environment });

  it("shows where graph and vectors are stored, reads them from there, and shows no secrets", async () => {
    const { environment, folder } = servers;
    const ingested = await call(["ingest", "--transcripts-dir", "talks"]);
    expect(ingested.exitCode).toBe(0);
    expect(ingested.stdout).toContain(`  graph in     Neo4j at ${environment.NEO4J_URI}\n`);
    expect(ingested.stdout.replace(/\s+/g, " ")).toContain(
      `vectors in Qdrant at ${environment.QDRANT_URL}, collection ${servers.workspace()}_chunks `,
    );
    expect(readdirSync(join(folder.root, ".colloquy", servers.workspace()))).not.toContain("graph.db");

    const inFiles = ["--data-dir", "files", "--transcripts-dir", "talks", "--quiet"];
    expect((await call(["ingest", ...inFiles], {})).exitCode).toBe(0);
    for (const reading of [
      ["show", "Ada", "--json"],
      ["status", "--json"],
      ["export", "--format", "graphml"],
    ]) {
      const onServers = await call(reading);
      expect(onServers).toEqual(await call([...reading, "--data-dir", "files"], {}));
      expect(onServers).toMatchObject({ exitCode: 0, stderr: "" });
    }
    const { stdout } = await call(["search", "habits", "--json"]);
    expect((JSON.parse(stdout) as { hits: object[] }).hits.length).toBeGreaterThan(0);

    const doctor = await call(["doctor", "--json"]);
    const { findings } = JSON.parse(doctor.stdout) as { findings: { name: string; state: string; message: string }[] };
    expect(findings.filter(({ name }) => name === "Neo4j" || name === "Qdrant")).toMatchObject([
      {
        state: "ok",
        message: expect.stringMatching(/^5\.\d+.*, Neo4j at bolt:.*, as .* by NEO4J_PASSWORD$/) as string,
      },
      { state: "ok", message: expect.stringMatching(/^1\.\d+.*, Qdrant at http:.*_chunks, without a key$/) as string },
    ]);
    expect(doctor.exitCode).toBe(0);

    const password = environment.NEO4J_PASSWORD ?? "";
    expect(password).not.toBe("");
    expect([ingested.stdout, ingested.stderr, doctor.stdout].join("")).not.toContain(password);
    expect(textOfFiles(folder.root)).not.toContain(password);
  });

  it("names the command that fills a server configured after the workspace was created", async () => {
    expect((await call(["ingest", "--transcripts-dir", "talks", "--quiet"], {})).exitCode).toBe(0);
    const shown = await call(["show", "Ada"]);
    expect(shown.stderr).toMatch(
      /^colloquy: The graph of workspace \S+ is missing or incomplete in Neo4j\. Run `colloquy project --workspace \S+` to write the rows of the ledger\.\n/,
    );
    expect(shown.exitCode).toBe(1);
    const searched = await call(["search", "habits"]);
    expect(searched.stderr).toMatch(
      /Nothing found, because the index is empty: `colloquy project --workspace \S+` fills it\.\n$/,
    );
    const doctor = await call(["doctor"]);
    expect(doctor.stdout.replace(/\s+/g, " ")).toMatch(
      /note workspace The graph of workspace .* is missing .* note workspace The vectors of workspace .* are missing/,
    );
    expect(doctor.exitCode).toBe(0);
  });
});

function textOfFiles(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("");
}
