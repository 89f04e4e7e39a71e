import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { callFailure } from "../src/adapters/ai-sdk/failures/call-failure.ts";
import { describeEndpoint } from "../src/adapters/ai-sdk/endpoint.ts";
import { folderWith, longTalk, run } from "./cli/process.ts";

const MAIN = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const SENTENCE = /^colloquy: Too many files are open at once: raise the limit with `ulimit -n 4096`, [^\n]+\n$/;
/** A run needs about 60. Each of these limits ends it in another step. */
const LIMITS = [34, 44, 48, 50, 53];

describe("a process with a low limit of open files", () => {
  it("reports the limit in one sentence, in any step", { timeout: 120_000 }, async () => {
    const cwd = folderWith(
      Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`talks/${at}.txt`, longTalk(at, 9)])),
    );
    const ends = [];
    for (const limit of LIMITS) {
      const call = `ulimit -n ${limit}; exec "$0" --disable-warning=ExperimentalWarning "$@"`;
      const args = [MAIN, "ingest", "--transcripts-dir", "talks", "--quiet"];
      ends.push(await run("sh", ["-c", call, process.execPath, ...args], { cwd }));
    }
    rmSync(cwd, { recursive: true });
    const failed = ends.filter(({ exitCode }) => exitCode !== 0);
    expect(failed.length).toBeGreaterThan(0);
    for (const { exitCode, stderr } of failed) expect([exitCode, stderr]).toEqual([1, expect.stringMatching(SENTENCE)]);
  });

  it("stops the run when a connection to a provider exceeds the limit", () => {
    const endpoint = describeEndpoint({
      provider: "openai",
      model: "m",
      baseUrl: "http://127.0.0.1:1/v1",
      apiKey: null,
      contextTokens: null,
      dimensions: null,
      connections: 1,
    });
    const failed = new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), { code: "EMFILE" }) });
    expect(callFailure(failed, endpoint, true).error).toMatchObject({ code: "disk", exitCode: 1 });
  });
});
