/**
 * Runs the official conformance suite against the MCP server over the sample transcripts, for both protocol revisions.
 * Failures that are expected stand with their reasons in `expected-{revision}.yaml`; any other failure, and an expected
 * failure that passes, ends with exit code 1. `npm ci --prefix conformance` installs the suite.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveHttp } from "../packages/colloquy/src/mcp/index.ts";
import { SharedWorkspace } from "../packages/colloquy/src/serving/index.ts";
import { ingest, open } from "../packages/colloquy/src/index.ts";

const REVISIONS = ["2025-11-25", "2026-07-28"];
const SUITE = join(import.meta.dirname, "node_modules/@modelcontextprotocol/conformance/dist/index.js");
const TOKEN = "conformance-token";

const folder = mkdtempSync(join(tmpdir(), "colloquy-conformance-"));
const transcriptsDir = join(import.meta.dirname, "../examples/transcripts");
const dataDir = join(folder, "data");
await ingest({ transcriptsDir, dataDir, outputDir: join(folder, "metrics"), workspace: "sample", environment: {} });
await using shared = new SharedWorkspace({
  open: () => open("sample", { dataDir, environment: {} }),
  reopenAfterMs: 60_000,
  now: () => performance.now(),
  stamp: () => "",
});
const served = { shared, workspace: "sample", version: "0.0.0", onProblem: () => {} };
await using server = await serveHttp(served, { port: 0, host: "127.0.0.1", token: TOKEN });

// The suite cannot send a token, so its requests pass a server that adds it and changes nothing else.
const { port } = new URL(server.url);
const front = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const forwarded = request(
    { host: "127.0.0.1", port, method, path: url, headers: { ...headers, authorization: `Bearer ${TOKEN}` } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    },
  );
  forwarded.on("error", () => outgoing.destroy());
  outgoing.on("close", () => forwarded.destroy());
  incoming.pipe(forwarded);
});
await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}/mcp`;

for (const revision of REVISIONS) {
  console.log(`\nRevision ${revision}`);
  const expected = join(import.meta.dirname, `expected-${revision}.yaml`);
  const args = [SUITE, "server", "--url", url, "--requirements", revision, "--expected-failures", expected];
  const child = spawn(process.execPath, [...args, "--output-dir", join(folder, revision)], { stdio: "inherit" });
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (exitCode !== 0) process.exitCode = 1;
}
front.close();
front.closeAllConnections();
rmSync(folder, { recursive: true, force: true });
