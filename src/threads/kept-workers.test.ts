import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../../test/cli/process.ts";
import { giveBackWorker, takeWorker } from "./index.ts";

const ECHO = `
import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", (name) => {
  if (name === "exit") process.exit(1);
  parentPort.postMessage({ threadId, value: process.env[name] ?? null });
});
`;
const LIMITS = { maxOldGenerationSizeMb: 32 };

interface Answer {
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

const taken: Worker[] = [];
function take(limits = LIMITS): Worker {
  const worker = takeWorker(file, limits);
  taken.push(worker);
  return worker;
}
afterEach(async () => {
  vi.useRealTimers();
  for (const worker of taken.splice(0)) await worker.terminate();
});

async function ask(worker: Worker, name: string): Promise<Answer> {
  const answered = once(worker, "message");
  worker.postMessage(name);
  return ((await answered) as [Answer])[0];
}

describe("a worker that is given back", () => {
  it("works for the next that takes one of its file and limits, and for nobody at the same time", async () => {
    const first = take();
    const { threadId } = await ask(first, "NONE");
    const other = take();
    expect((await ask(other, "NONE")).threadId).not.toBe(threadId);
    giveBackWorker(first);
    expect((await ask(take({ maxOldGenerationSizeMb: 48 }), "NONE")).threadId).not.toBe(threadId);
    expect((await ask(take(), "NONE")).threadId).toBe(threadId);
    expect((await ask(take(), "NONE")).threadId).not.toBe(threadId);
  });

  it("tells nothing to who had it before", async () => {
    const first = take();
    const heard = vi.fn();
    first.on("message", heard);
    giveBackWorker(first);
    await ask(take(), "NONE");
    expect(heard).not.toHaveBeenCalled();
  });

  it("knows what the environment is by now", async () => {
    giveBackWorker(take());
    process.env["COLLOQUY_TEST_WORKER"] = "set later";
    const { value } = await ask(take(), "COLLOQUY_TEST_WORKER");
    delete process.env["COLLOQUY_TEST_WORKER"];
    expect(value).toBe("set later");
  });

  it("is not taken again after it has died", async () => {
    const first = take();
    const { threadId } = await ask(first, "NONE");
    giveBackWorker(first);
    first.postMessage("exit");
    await once(first, "exit");
    expect((await ask(take(), "NONE")).threadId).not.toBe(threadId);
  });

  it("ends after ten seconds without work", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const first = take();
    await ask(first, "NONE");
    giveBackWorker(first);
    const ended = once(first, "exit");
    vi.advanceTimersByTime(9_999);
    expect(first.threadId).toBeGreaterThan(0);
    vi.advanceTimersByTime(1);
    await ended;
  });
});

describe("a worker", () => {
  it("starts in a program that Node was given as text, and keeps no process alive", async () => {
    const program = `
      const { takeWorker, giveBackWorker } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const worker = takeWorker(new URL(${JSON.stringify(file.href)}), {});
      worker.on("message", ({ value }) => {
        console.log(value);
        giveBackWorker(worker);
      });
      worker.postMessage("GREETING");
    `;
    const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
    const ended = await run(process.execPath, args, { cwd: folder, environment: { GREETING: "hello" } });
    expect(ended).toEqual({ exitCode: 0, stdout: "hello\n", stderr: "" });
  });
});
