import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../test/cli/process.ts";
import { ThreadPool, type ThreadPoolOptions } from "./thread-pool.ts";
import { ranOutOfMemory } from "./thread.ts";

const THREADS = new URL("./index.ts", import.meta.url).href;
/** `wait` blocks its thread until the shared number is set. */
const FILE = `
import { threadId } from "node:worker_threads";
import { serveInPool } from ${JSON.stringify(THREADS)};
serveInPool({
  id: async () => threadId,
  async wait(shared) {
    Atomics.wait(new Int32Array(shared), 0, 0);
    return threadId;
  },
  async fail() {
    throw new RangeError("too far");
  },
  async exit() {
    process.exit(1);
  },
  async fill() {
    const held = [];
    for (;;) held.push(new Array(100_000).fill(held.length));
  },
});
`;

interface Served {
  id(): Promise<number>;
  wait(shared: SharedArrayBuffer): Promise<number>;
  fail(): Promise<never>;
  exit(): Promise<never>;
  fill(): Promise<never>;
}

let folder: string;
let options: ThreadPoolOptions;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-pool-"));
  writeFileSync(join(folder, "served.mjs"), FILE);
  const file = pathToFileURL(join(folder, "served.mjs"));
  options = { name: "test", file, heapMegabytes: 32, threads: 2, furtherAfterMs: 0 };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const createPool = (changes: Partial<ThreadPoolOptions> = {}): ThreadPool<Served> =>
  new ThreadPool({ ...options, ...changes });
const id = (served: Served): Promise<number> => served.id();

/** A job that blocks its thread, and the call that ends it. */
function blocking(): { readonly job: (served: Served) => Promise<number>; readonly end: () => void } {
  const shared = new SharedArrayBuffer(4);
  return {
    job: (served) => served.wait(shared),
    end: () => {
      Atomics.store(new Int32Array(shared), 0, 1);
      Atomics.notify(new Int32Array(shared), 0);
    },
  };
}

describe("a thread pool", () => {
  it("starts a further thread when jobs still wait after the set time", async () => {
    await using pool = createPool();
    const { job, end } = blocking();
    const blocked = pool.run(job);
    const other = await pool.run(id);
    end();
    expect(other).not.toBe(await blocked);
  });

  it("starts no further thread for a job that may not start one", async () => {
    await using pool = createPool();
    const { job, end } = blocking();
    const blocked = pool.run(job);
    const waiting = pool.run(id, { startsFurther: false });
    // Longer than the start of a thread takes.
    await using other = createPool();
    await other.run(id);
    end();
    expect(await waiting).toBe(await blocked);
  });

  it("keeps a thread after an error", async () => {
    await using pool = createPool({ threads: 1 });
    const before = await pool.run(id);
    await expect(pool.run((served) => served.fail())).rejects.toMatchObject({ name: "RangeError", message: "too far" });
    expect(await pool.run(id)).toBe(before);
  });

  it.each(["exit", "fill"] as const)("rejects only the job that crashes its thread (%s)", async (fatal) => {
    await using pool = createPool({ threads: 1 });
    const before = pool.run(id);
    const broken = pool.run((served) => served[fatal]()).catch((error: unknown) => error);
    const after = pool.run(id);
    expect(await broken).toMatchObject({ code: "store" });
    expect(ranOutOfMemory(await broken)).toBe(fatal === "fill");
    expect(await after).not.toBe(await before);
  });

  it("rejects an aborted job, waiting or running, with the reason, and runs later jobs", async () => {
    await using pool = createPool({ threads: 1 });
    const { job, end } = blocking();
    const controller = new AbortController();
    const { signal } = controller;
    const jobs = [pool.run(job, { signal }), pool.run(id, { signal })];
    const next = pool.run(id);
    controller.abort(new Error("enough"));
    for (const aborted of jobs) await expect(aborted).rejects.toThrow("enough");
    await expect(pool.run(id, { signal })).rejects.toThrow("enough");
    end();
    expect(await next).toBeGreaterThan(0);
  });

  it("waits at its end for all jobs except aborted jobs, and rejects later jobs", async () => {
    const pool = createPool({ threads: 1 });
    const jobs = [pool.run(id), pool.run(id)];
    await pool[Symbol.asyncDispose]();
    await expect(pool.run(id)).rejects.toMatchObject({ code: "interrupted" });
    const [first, second] = await Promise.all(jobs);
    expect(second).toBe(first);

    const stuck = createPool({ threads: 1 });
    const controller = new AbortController();
    await stuck.run(id);
    const endless = stuck.run(blocking().job, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(endless).rejects.toThrow("enough");
    await stuck[Symbol.asyncDispose]();
    await stuck[Symbol.asyncDispose]();
  });

  it("keeps the process alive for a job and while it closes, but not while it is idle", async () => {
    const program = `
      const { ThreadPool } = await import(${JSON.stringify(THREADS)});
      const file = new URL(${JSON.stringify(options.file.href)});
      const pool = new ThreadPool({ name: "test", file, heapMegabytes: 32, threads: 1, furtherAfterMs: 0 });
      await pool.run((served) => served.id());
      if (process.argv.includes("--close")) await pool[Symbol.asyncDispose]();
      console.log("done");
    `;
    const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
    for (const further of [[], ["--", "--close"]]) {
      const ended = await run(process.execPath, [...args, ...further], { cwd: folder });
      expect(ended).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
    }
  });
});
