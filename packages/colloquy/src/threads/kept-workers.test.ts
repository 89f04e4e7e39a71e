import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { run } from "../../test/cli/process.ts";
import { type TakenWorker, takeWorker } from "./index.ts";

const ECHO = `
import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", (name) => {
  if (name === "exit") process.exit(1);
  if (name === "BUSY") for (const began = performance.now(); performance.now() - began < 1_100; );
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

async function ask(worker: TakenWorker, name: string): Promise<Answer> {
  const answered = next(worker, "message");
  worker.postMessage(name);
  return (await answered) as Answer;
}

describe("a worker that is given back", () => {
  it("works for the next that takes one of its file and limits, and for nobody at the same time", async () => {
    const first = take();
    const { threadId } = await ask(first, "NONE");
    const other = take();
    expect((await ask(other, "NONE")).threadId).not.toBe(threadId);
    first.giveBack();
    expect((await ask(take({ maxOldGenerationSizeMb: 48 }), "NONE")).threadId).not.toBe(threadId);
    expect((await ask(take(), "NONE")).threadId).toBe(threadId);
    expect((await ask(take(), "NONE")).threadId).not.toBe(threadId);
  });

  it("tells nothing to who had it before", async () => {
    const first = take();
    const heard = vi.fn();
    first.on("message", heard);
    first.giveBack();
    await ask(take(), "NONE");
    expect(heard).not.toHaveBeenCalled();
  });

  it("knows what the environment is by now", async () => {
    take().giveBack();
    process.env["COLLOQUY_TEST_WORKER"] = "set later";
    const { value } = await ask(take(), "COLLOQUY_TEST_WORKER");
    delete process.env["COLLOQUY_TEST_WORKER"];
    expect(value).toBe("set later");
  });

  it("is not taken again after it has died", async () => {
    const first = take();
    const { threadId } = await ask(first, "NONE");
    first.giveBack();
    const ended = next(first, "exit");
    first.postMessage("exit");
    await ended;
    expect((await ask(take(), "NONE")).threadId).not.toBe(threadId);
  });

  it("ends after ten seconds without work", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const first = take();
    await ask(first, "NONE");
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

  it("ends at once where it has worked for long, or where two are kept", async () => {
    const many = [take(), take(), take()];
    const ids = await Promise.all(many.map(async (worker) => (await ask(worker, "NONE")).threadId));
    for (const worker of many) worker.giveBack();
    const again = [take(), take(), take()];
    const idsAgain = await Promise.all(again.map(async (worker) => (await ask(worker, "NONE")).threadId));
    expect(idsAgain.filter((id) => ids.includes(id))).toHaveLength(2);

    const [long] = again as [TakenWorker];
    await ask(long, "BUSY");
    long.giveBack();
    await next(long, "exit");
    expect((await ask(take(), "NONE")).threadId).not.toBe(idsAgain[0]);
  });
});

describe("a worker", () => {
  it("starts in a program that Node was given as text, and keeps no process alive", async () => {
    const program = `
      const { takeWorker } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const worker = takeWorker(new URL(${JSON.stringify(file.href)}), {});
      worker.on("message", ({ value }) => {
        console.log(value);
        worker.giveBack();
      });
      worker.postMessage("GREETING");
    `;
    const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
    const ended = await run(process.execPath, args, { cwd: folder, environment: { GREETING: "hello" } });
    expect(ended).toEqual({ exitCode: 0, stdout: "hello\n", stderr: "" });
  });
});
