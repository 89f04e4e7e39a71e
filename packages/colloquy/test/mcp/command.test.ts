import { execFile, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { colloquy, colloquyProcess } from "../cli/process.ts";
import type { IngestFixture } from "../ingest-fixture.ts";
import { ingestTalks } from "./served-talks.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const COMMAND_LINE = new URL("../../src/cli/command-line.ts", import.meta.url).href;

let folder: IngestFixture;
beforeAll(async () => {
  folder = await ingestTalks();
});
afterAll(() => folder[Symbol.dispose]());

const args = (...more: string[]): string[] => ["mcp", "--data-dir", folder.dataDir, "--workspace", "talks", ...more];

describe("colloquy mcp", () => {
  it.each([
    [
      ["--workspace", "none"],
      {},
      2,
      /There is no workspace none in .*Name an existing workspace with --workspace \(talks\)/,
    ],
    [["--host", "127.0.0.1"], {}, 2, /--host is for the HTTP server: give --port, too/],
    [["--port", "0"], { COLLOQUY_MCP_TOKEN: "short" }, 2, /COLLOQUY_MCP_TOKEN must have at least 16 characters/],
    [["--port", "0", "--host", "192.0.2.1"], {}, 1, /The server cannot listen on port 0 of 192\.0\.2\.1/],
    [["--port", "0", "--host", ""], {}, 2, /The address to listen on is empty/],
    [["--port", "70000"], {}, 2, /--port is '70000', but must be a whole number from 0 to 65535/],
    [
      ["--token", "abcdefghijklmnop"],
      {},
      2,
      /--token is no option, .*set COLLOQUY_MCP_TOKEN in the environment or in \.env/,
    ],
  ])("ends with a sentence when it is called with %j and %j", async (more, environment, exitCode, sentence) => {
    const ended = await colloquy(args(...more), { cwd: folder.root, environment });
    expect(ended.stderr).toMatch(sentence);
    expect(ended).toMatchObject({ exitCode, stdout: "" });
  });

  it("ends with exit code 1 when the port is in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const ended = await colloquy(args("--port", String(port)), { cwd: folder.root });
    expect(ended).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: expect.stringContaining("is in use: choose another"),
    });
    other.close();
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "prints its address and a random token once, and ends at %s with exit code %i",
    async (signal, exitCode) => {
      const ended = await colloquyProcess(args("--port", "0", "--quiet"), {
        cwd: folder.root,
        onOutput: ({ stderr }, child) => void (stderr.includes("\n") && child.kill(signal)),
      });
      expect(ended).toMatchObject({ exitCode, stdout: "" });
      expect(ended.stderr).toMatch(
        /^colloquy: Serving workspace talks at http:\/\/127\.0\.0\.1:\d+\/mcp with token [\w-]{32}; Ctrl-C stops it\.\n$/,
      );
    },
  );

  it("does not print a token that was given", async () => {
    const ended = await colloquyProcess(args("--port", "0"), {
      cwd: folder.root,
      environment: { COLLOQUY_MCP_TOKEN: "a-secret-of-mine-1234" },
      onOutput: ({ stderr }, child) => void (stderr.includes("\n") && child.kill("SIGTERM")),
    });
    expect(ended.stderr).toContain("with the token in COLLOQUY_MCP_TOKEN");
    expect(ended.stderr).not.toContain("a-secret-of-mine-1234");
  });

  it("ends with exit code 0 when the client closes stdin", async () => {
    const ended = await colloquyProcess(args(), { cwd: folder.root });
    expect(ended).toMatchObject({ exitCode: 0, stdout: "" });
    expect(ended.stderr).toContain("Serving workspace talks on stdin and stdout");
  });

  it("writes only messages of the protocol to stdout, also after input that is none", async () => {
    const child = spawn(process.execPath, [MAIN, ...args("--verbose")], { cwd: folder.root });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes('"id":2')) child.stdin.end();
    });
    child.stderr.resume();
    const clientInfo = { name: "test", version: "1" };
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
    const call = { name: "search", arguments: { query: "lantern" } };
    child.stdin.write("this is no message\n");
    for (const [id, method, sent] of [
      [1, "initialize", params],
      [2, "tools/call", call],
    ] as const)
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params: sent })}\n`);
    const exitCode = await new Promise((resolve) => child.once("close", resolve));
    expect(exitCode).toBe(0);
    const messages = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(messages).toMatchObject([
      { jsonrpc: "2.0", id: 1 },
      { jsonrpc: "2.0", id: 2 },
    ]);
  });

  it("is the only command that loads the SDK", async () => {
    const program = `
      import { registerHooks } from "node:module";
      const asked = [];
      registerHooks({ resolve(name, context, next) { asked.push(name); return next(name, context); } });
      await import(${JSON.stringify(COMMAND_LINE)});
      console.log(JSON.stringify(asked.filter((name) => name.includes("modelcontextprotocol") || name.includes("/mcp/index"))));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
    expect(JSON.parse(stdout)).toEqual([]);
  });
});
