import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { createOutput } from "../output.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "colloquy-simulate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A running call: its output, and its Ctrl-C. */
function call(...args: readonly string[]) {
  const written = { output: "", messages: "" };
  const stream = (name: keyof typeof written) =>
    new PassThrough().on("data", (data: Buffer) => void (written[name] += data.toString()));
  const controller = new AbortController();
  const exitCode = runCommandLine(["simulate", ...args], {
    output: createOutput(stream("output"), {}),
    messages: createOutput(stream("messages"), {}),
    environment: {},
    cwd: folder,
    interruption: { signal: controller.signal, exitCode: null, endCleanly: () => {} },
  });
  return { written, exitCode, interrupt: () => controller.abort() };
}

async function urlOf({ written }: ReturnType<typeof call>): Promise<string> {
  const found = () => /http:\/\/[^\s"]+\/v1/.exec(written.messages + written.output)?.[0];
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  return found() as string;
}

const embed = (url: string) =>
  fetch(`${url}/embeddings`, { method: "POST", body: JSON.stringify({ model: "m", input: ["one"] }) });

describe("colloquy simulate", () => {
  it("prints a command for a trial run, and shows its calls at Ctrl-C", async () => {
    const running = call("--port", "0", "--faults", "none", "--time-scale", "1000");
    const url = await urlOf(running);
    expect(running.written.messages).toContain(`--base-url ${url} --embedding-model simulated-embedding\n`);
    expect(running.written.messages).toContain("Add --verify --resolution-model simulated --summaries ");
    expect(running.written.messages).toContain(
      "chat 500 requests, 200,000 tokens; embeddings 3,000 requests, 1,000,000 tokens.",
    );
    expect((await embed(url)).status).toBe(200);
    running.interrupt();
    expect(await running.exitCode).toBe(0);
    expect(running.written.output).toMatch(/^complete replies +0 +1$/m);
    await expect(embed(url)).rejects.toThrow();
  });

  it("prints its address and its calls as JSON, and prefers a flag to its script", async () => {
    await writeFile(
      join(folder, "s.yaml"),
      "rpm: 70\ntpm: 80\nphases:\n- {kind: quota, from-seconds: 0, to-seconds: 9}\n",
    );
    const running = call("--port", "0", "--script", "s.yaml", "--tpm", "unlimited", "--headers", "-1", "--json");
    const url = await urlOf(running);
    expect((await embed(url)).status).toBe(429);
    running.interrupt();
    expect(await running.exitCode).toBe(0);
    const lines = running.written.output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(lines[0]).toEqual({
      event: "provider.started",
      time: expect.stringMatching(/^20/),
      url,
      rpm: 70,
      tpm: null,
      embeddingRpm: 3_000,
      embeddingTpm: 1_000_000,
    });
    expect(lines.at(-1)).toMatchObject({ embeddings: { calls: 1, refused: 1, faults: { quota: 1 } } });
  });

  it.each([
    [["--port", "http"], 2, "--port is 'http', but must be a whole number from 0 to 65535."],
    [["--rpm", "0"], 2, "--rpm is '0', but must be a whole number of at least 1, or unlimited."],
    [["--faults", "all"], 2, "Allowed choices are none, usual."],
    [["--script", "none.yaml"], 2, "The script none.yaml cannot be read"],
  ])("refuses %j in one sentence", async (args, exitCode, sentence) => {
    const running = call(...args);
    expect(await running.exitCode).toBe(exitCode);
    expect(running.written.messages).toContain(sentence);
  });

  it("refuses a port in use", async () => {
    const first = call("--port", "0");
    const { port } = new URL(await urlOf(first));
    const second = call("--port", port);
    expect(await second.exitCode).toBe(2);
    expect(second.written.messages).toContain(`Port ${port} of 127.0.0.1 is in use. Choose another one with --port.`);
    first.interrupt();
    await first.exitCode;
  });
});
