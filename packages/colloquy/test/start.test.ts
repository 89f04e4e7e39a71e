import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { open } from "../src/index.ts";

const run = promisify(execFile);
const START = resolve(import.meta.dirname, "../../../examples/start.ts");

let folder: string;
let page: string;

/** The environment of a machine with keys and an unreachable proxy: any call would fail. */
async function start(): Promise<string> {
  const { stdout } = await run(process.execPath, [START], {
    cwd: folder,
    env: {
      ...process.env,
      NO_COLOR: "1",
      OPENAI_API_KEY: "sk-not-a-key",
      OPENAI_BASE_URL: "http://127.0.0.1:9",
      NEO4J_URI: "bolt://127.0.0.1:9",
      QDRANT_URL: "http://127.0.0.1:9",
    },
  });
  return stdout;
}

function digestOf(text: string): string | undefined {
  return /digest\s+([0-9a-f]{16})/.exec(text)?.[1];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "colloquy-start-"));
  page = await start();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("npm start", () => {
  it("shows people, ideas, relations with their words, and a search, with any keys in the environment", () => {
    expect(page).toMatch(/8 conversations/);
    expect(page).toMatch(/Maya Okafor +\d+× +\d conversations +also: Dr\. Maya Okafor/);
    expect(page).toMatch(/sleep debt +●●/);
    expect(page).toMatch(
      /─ (reduces|leads to|causes|improves) → .+\n +“[^”]+”\n +— .+, (slow-mornings|town-council)\//,
    );
    expect(page).toMatch(/Search: ".+"\n +“/);
    expect(page).toContain("Rule-based baseline");
  });

  it("prints no colours when they are disabled, and keeps lines within the page", () => {
    expect(page).not.toContain("\u001b");
    const text = page.split("\n").filter((line) => /^ {6}/.test(line));
    expect(Math.max(...text.map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  it("writes the picture, the log and the workspace to the printed paths", async () => {
    const [, picture = ""] = /picture +(\S+)/.exec(page) ?? [];
    const [, log = ""] = /log +(\S+)/.exec(page) ?? [];
    expect(await readFile(join(folder, picture), "utf8")).toMatch(/^<!doctype html>[^]*sleep debt[^]*<\/html>\n$/);
    expect(await readFile(join(folder, log), "utf8")).toMatch(/town-council/);
    await using sample = await open("sample", { dataDir: join(folder, ".colloquy"), environment: {} });
    expect((await sample.status()).chunks.pending).toBe(0);
  });

  it("ends with the same workspace when it is run again", async () => {
    const again = await start();
    expect(digestOf(again)).toBe(digestOf(page));
    expect(digestOf(page)).toBeDefined();
  });
});
