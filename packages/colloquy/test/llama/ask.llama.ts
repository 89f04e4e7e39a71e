import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { AskResult } from "../../src/index.ts";
import { colloquy, folderWith } from "../cli/process.ts";
import { realServer } from "./server.ts";

const SAMPLE = fileURLToPath(new URL("../../../../examples/transcripts", import.meta.url));
const FILE = "slow-mornings/04-remote-work.txt";

const chat = await realServer("COLLOQUY_TEST_LLAMA_URL");

it("answers a question of a real model with nothing but words of the transcript", async ({ skip }) => {
  if (typeof chat === "string") return skip(chat);
  const cwd = folderWith();
  await colloquy(["ingest", SAMPLE, "--include", FILE, "--quiet"], { cwd });
  const models = ["--model", chat.model, "--base-url", chat.url, "--context-window", "2600"];
  const { exitCode, stdout } = await colloquy(["ask", "Why do people work from home?", ...models, "--json"], { cwd });
  const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "null") as AskResult;
  expect(exitCode).toBe(0);
  expect(result.usage.outputTokens).toBeGreaterThan(0);
  // A model of half a billion parameters may say nothing that its words support.
  expect(result.answered).toBe(result.answer.length > 0);
  const text = readFileSync(join(SAMPLE, FILE), "utf8");
  for (const { file, startOffset, endOffset, text: words } of result.citations) {
    expect(file).toBe(FILE);
    expect(text.slice(startOffset, endOffset)).toBe(words);
  }
});
