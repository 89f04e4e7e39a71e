import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../../test/cli/process.ts";
import { type TakenWorker, takeWorker } from "./kept-workers.ts";

const ECHO = `
import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", (name) => {
  if (name === "exit") process.exit(1);
  if (name === "BUSY") for (const began = performance.now(); performance.now() - began < 1_100; );
  const value = name === "FLAGS" ? process.execArgv.join(" ") : (process.env[name] ?? null);
  parentPort.postMessage({ threadId, value });
});
`;
const LIMITS = { maxOldGenerationSizeMb: 32 };

interface Echo {
  readonly threadId: number;
  readonly value: string | null;
}

let folder: string;
let file: URL;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-workers-"));
  writeFileSync(join(folder, "echo.mjs"), ECHO);
  file = pathToFileURL(join(folder, "echo.mjs"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const taken: TakenWorker[] = [];
function take(limits = LIMITS): TakenWorker {
  const worker = takeWorker(file, limits);
  taken.push(worker);
  return worker;
}
afterEach(async () => {
  vi.useRealTimers();
  for (const worker of taken.splice(0)) await worker.terminate();
});

function next(worker: TakenWorker, event: "message" | "exit"): Promise<unknown> {
  return new Promise((resolve) => worker.on(event, resolve));
}

async function send(worker: TakenWorker, name: string): Promise<Echo> {
  const replied = next(worker, "message");
  worker.postMessage(name);
  return (await replied) as Echo;
}

describe("a worker that is given back", () => {
  it("is reused for the same file and limits, by one user at a time", async () => {
    const first = take();
    const { threadId } = await send(first, "NONE");
    const other = take();
    expect((await send(other, "NONE")).threadId).not.toBe(threadId);
    first.giveBack();
    expect((await send(take({ maxOldGenerationSizeMb: 48 }), "NONE")).threadId).not.toBe(threadId);
    expect((await send(take(), "NONE")).threadId).toBe(threadId);
    expect((await send(take(), "NONE")).threadId).not.toBe(threadId);
  });

  it("sends nothing to its previous user", async () => {
    const first = take();
    const received = vi.fn();
    first.on("message", received);
    first.giveBack();
    await send(take(), "NONE");
    expect(received).not.toHaveBeenCalled();
  });

  it("receives later changes of the environment", async () => {
    take().giveBack();
    process.env["COLLOQUY_TEST_WORKER"] = "set later";
    const { value } = await send(take(), "COLLOQUY_TEST_WORKER");
    delete process.env["COLLOQUY_TEST_WORKER"];
    expect(value).toBe("set later");
  });

  it("is not reused after it has died", async () => {
    const first = take();
    const { threadId } = await send(first, "NONE");
    first.giveBack();
    const ended = next(first, "exit");
    first.postMessage("exit");
    await ended;
    expect((await send(take(), "NONE")).threadId).not.toBe(threadId);
  });

  it("ends after ten seconds without work", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const first = take();
    await send(first, "NONE");
    first.giveBack();
    const ended = vi.fn();
    first.on("exit", ended);
    const exit = next(first, "exit");
    vi.advanceTimersByTime(9_999);
    expect(ended).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    await exit;
  });

  it("ends at once when it was busy for long, or when two idle workers exist", async () => {
    const many = [take(), take(), take()];
    const ids = await Promise.all(many.map(async (worker) => (await send(worker, "NONE")).threadId));
    for (const worker of many) worker.giveBack();
    const again = [take(), take(), take()];
    const idsAgain = await Promise.all(again.map(async (worker) => (await send(worker, "NONE")).threadId));
    expect(idsAgain.filter((id) => ids.includes(id))).toHaveLength(2);

    const [long] = again as [TakenWorker];
    await send(long, "BUSY");
    long.giveBack();
    await next(long, "exit");
    expect((await send(take(), "NONE")).threadId).not.toBe(idsAgain[0]);
  });
});

describe("a worker", () => {
  it("starts in a program from `node --eval`, with the flags of the process, and keeps no process alive", async () => {
    const program = `
      const { takeWorker } = await import(${JSON.stringify(new URL("./kept-workers.ts", import.meta.url).href)});
      const worker = takeWorker(new URL(${JSON.stringify(file.href)}), {});
      worker.on("message", ({ value }) => {
        console.log(value);
        if (value === "hello") worker.giveBack();
      });
      worker.postMessage("FLAGS");
      worker.postMessage("GREETING");
    `;
    const flags = ["--disable-warning=ExperimentalWarning", "--conditions=test", "--input-type=module"];
    const args = ["--max-old-space-size=256", ...flags, "--eval", program];
    const ended = await run(process.execPath, args, { cwd: folder, environment: { GREETING: "hello" } });
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ended.stdout).toContain("--conditions=test");
    expect(ended.stdout).toMatch(/\nhello\n$/);
  });
});
