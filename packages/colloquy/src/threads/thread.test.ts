import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startThread, type ThreadOptions } from "./thread.ts";

const THREADS = new URL("./index.ts", import.meta.url).href;
/** Serves its thread's id. After the data "dying" the thread dies before it serves again. */
const FILE = `
import { threadId } from "node:worker_threads";
import { serveThread } from ${JSON.stringify(THREADS)};
let isDying = false;
serveThread(async (data) => {
  if (isDying) process.exit(1);
  if (data === "unopened") throw new Error("there is nothing to open");
  isDying = data === "dying";
  return { objects: { echo: { id: async () => threadId } }, ready: null };
});
`;

interface Echo {
  id(): Promise<number>;
}

let folder: string;
let options: ThreadOptions;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-thread-"));
  writeFileSync(join(folder, "echo.mjs"), FILE);
  const file = pathToFileURL(join(folder, "echo.mjs"));
  options = { name: "echo", file, heapMegabytes: 32, data: null, isReusable: true };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a thread", () => {
  it("serves openings one after another", async () => {
    const ids: number[] = [];
    for (const _ of [1, 2]) {
      await using thread = await startThread<null>(options);
      ids.push(await thread.client.object<Echo>("echo").id());
    }
    expect(ids[1]).toBe(ids[0]);
  });

  it("is replaced when it dies between two openings", async () => {
    const first = await startThread<null>({ ...options, data: "dying" });
    const id = await first.client.object<Echo>("echo").id();
    await first[Symbol.asyncDispose]();
    await using second = await startThread<null>(options);
    expect(await second.client.object<Echo>("echo").id()).not.toBe(id);
  });

  it("rejects with the error of an opening that fails", async () => {
    await expect(startThread({ ...options, data: "unopened" })).rejects.toThrow("there is nothing to open");
  });

  it("rejects with one sentence when it dies before it serves", async () => {
    const file = new URL("./missing.mjs", options.file);
    await expect(startThread({ ...options, file })).rejects.toMatchObject({
      code: "store",
      message: expect.stringMatching(/^The echo thread stopped \(.+\)\. Finished work is kept/),
    });
  });
});
