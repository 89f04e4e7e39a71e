import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SimulatedServer, startSimulatedProvider } from "@colloquy/simulated-provider";
import { runCommandLine } from "../src/cli/command-line.ts";
import { createOutput } from "../src/cli/output.ts";
import type { AskContext, AskRequest, AskResult } from "../src/index.ts";
import { replyOf } from "./ask-fixture.ts";
import { colloquy, type Ended, folderWith } from "./cli/process.ts";
import { startTraceReceiver } from "./traces/receiver.ts";

const SAMPLE = fileURLToPath(new URL("../../../examples/transcripts", import.meta.url));
const CAFFEINE = "What does caffeine do to sleep?";

let cwd: string;
let provider: SimulatedServer;
beforeAll(async () => {
  cwd = folderWith({ "prices.yaml": "openai:simulated: { input: 1, output: 1 }\n" });
  provider = await startSimulatedProvider({ timeScale: 1000 });
  const { exitCode } = await colloquy(["ingest", SAMPLE, "--quiet"], { cwd });
  expect(exitCode).toBe(0);
}, 60_000);
afterAll(() => provider.close());

const ask = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  colloquy(["ask", ...args], { cwd, environment });
const withModel = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  ask([...args, "--model", "simulated", "--base-url", provider.url], environment);
const linesOf = ({ stdout }: Ended) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const resultOf = (ended: Ended) => linesOf(ended).at(-1) as unknown as AskResult & { readonly exitCode: number };

/** The words of a line format are in the file itself, at their offsets. */
function expectVerbatim(citations: AskResult["citations"]): void {
  for (const { file, startOffset, endOffset, text } of citations)
    if (/\.(?:txt|md)$/.test(file))
      expect(readFileSync(join(SAMPLE, file), "utf8").slice(startOffset, endOffset)).toBe(text);
}

describe("colloquy ask without a model", () => {
  it("prints sentences of the transcripts with their places, and how to name a model, with a key in the environment, too", async () => {
    const { exitCode, stdout, stderr } = await ask([CAFFEINE], { OPENAI_API_KEY: "sk-key-that-must-not-be-used-0123" });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("“Late caffeine reduces deep sleep, even in people who swear that they can\n      drink");
    expect(stdout).toContain("slow-mornings/01-sleep-debt.vtt · Dr. Maya Okafor · 00:05:26\n");
    expect(stderr).toBe(
      "These are sentences of the transcripts. For an answer to the question name a language model: --model openai:gpt-4o-mini.\n",
    );
    expect(provider.accounts.chat.calls).toBe(0);
  });

  it("says so when the transcripts do not say", async () => {
    const { exitCode, stdout, stderr } = await ask(["Who", "paints", "zebras?"]);
    expect([exitCode, stdout]).toEqual([0, "The transcripts do not say.\n"]);
    expect(stderr).toBe('No chunk contains "paints" or "zebras".\n');
  });

  it("says that no contradiction is recorded, and shows no words that are merely near", async () => {
    const folder = folderWith({
      "talks/a.txt":
        "Ada: We disagree about naps, I guess.\nBen: I disagree.\nAda: The green lamp in the office costs forty euros.\n",
    });
    await colloquy(["ingest", "talks", "--quiet"], { cwd: folder });
    const { exitCode, stdout } = await colloquy(["ask", "What do the guests disagree on?"], { cwd: folder });
    expect([exitCode, stdout]).toEqual([0, "No contradiction is recorded in these transcripts.\n"]);
    const topics = await colloquy(["ask", "What is talked about?"], { cwd: folder });
    expect(topics.stdout).toContain("The green lamp in the office");
  });

  it("says which words of the question occur nowhere", async () => {
    const { stderr } = await ask(["What does Samuel Adeyemi say about zeppelins?"]);
    expect(stderr).toContain('No chunk contains "zeppelins".\n');
    expect(resultOf(await ask(["What does Samuel Adeyemi say about zeppelins?", "--json"])).missing).toEqual([
      "zeppelins",
    ]);
  });

  it("names the contradictions for which there is no room, and does not deny them when a model declines", async () => {
    const pair = (thing: string): string => `Ada: ${thing} reduces stress.\nBen: ${thing} does not reduce stress.\n`;
    const folder = folderWith({
      "talks/a.txt": ["Coffee", "Sleep", "Remote work", "Exercise"].map(pair).join(""),
      "reply.json": '{"answered":false,"sentences":[]}',
    });
    await colloquy(["ingest", "talks", "--quiet"], { cwd: folder });
    const args = ["ask", "What do the guests disagree on?"];
    const { stdout } = await colloquy(args, { cwd: folder });
    expect(stdout.match(/reduce/g)).toHaveLength(4);
    expect(stdout).toMatch(/\n {2}and 2 more contradictions\n$/);
    const json = resultOf(await colloquy([...args, "--json"], { cwd: folder }));
    expect(json.contradictions).toEqual({ recorded: 4, leftOut: 2 });
    const declined = await colloquy([...args, "--reply", "reply.json", "--quiet"], { cwd: folder });
    expect(declined.stdout).toBe("The transcripts do not say.\n");
  });

  it("is restricted to files and speakers", async () => {
    const result = resultOf(await ask([CAFFEINE, "--file", "*.txt", "--speaker", "Samuel Adeyemi", "--json"]));
    expect(result.answered).toBe(true);
    expect(new Set(result.citations.map(({ speaker }) => speaker))).toEqual(new Set(["Samuel Adeyemi"]));
    expectVerbatim(result.citations);
    const unknown = await ask([CAFFEINE, "--speaker", "Nobody Atall"]);
    expect(unknown.stderr).toContain("There is no speaker 'Nobody Atall'");
    const absent = await ask([CAFFEINE, "--file", "nothere/*.srt"]);
    expect(absent).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "colloquy: No transcript matches nothere/*.srt. `colloquy list transcripts` lists all transcripts.\n",
    });
  });

  it("refuses a question without words, two ways to reply, and a conversation that does not exist", async () => {
    expect(await ask([" "])).toMatchObject({ exitCode: 2, stdout: "" });
    expect(await ask([CAFFEINE, "--dry-run", "--reply", "x"])).toMatchObject({ exitCode: 2, stdout: "" });
    const missing = await ask([CAFFEINE, "--reply", "missing.json"]);
    expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
    expect(missing.stderr).toMatch(
      /^colloquy: The reply in missing.json cannot be read \(.*\): name a file with --reply.\n$/,
    );
    const elsewhere = folderWith({ "talks/a.txt": "Ada: Naps help.\n" });
    await colloquy(["ingest", "talks", "--quiet"], { cwd: elsewhere });
    const { exitCode, stderr } = await colloquy(["ask", "And why?", "--continue"], { cwd: elsewhere });
    expect([exitCode, stderr]).toEqual([
      2,
      "colloquy: There is no conversation to continue in this workspace. Ask the question without --continue.\n",
    ]);
  });
});

describe("colloquy ask with a model", () => {
  it("prints checked sentences, the cited words, and the cost", async () => {
    const { exitCode, stdout, stderr } = await withModel([CAFFEINE, "--prices", "prices.yaml"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[A-Z].*\[1\]\n/m);
    expect(stdout).toMatch(/\n\n {2}\[1\] “/);
    expect(stderr).toMatch(/^colloquy: Asking openai:simulated: about [\d,]+ tokens, at most \$0\.\d+\.$/m);
    expect(stderr).toMatch(/^openai:simulated: [\d,]+ input and [\d,]+ output tokens, cost \$0\.\d+$/m);
  });

  it("prints an event for each sentence, and the answer last", async () => {
    const ended = await withModel(["How does sleep debt build up?", "--json"]);
    const events = linesOf(ended).slice(0, -1);
    const result = resultOf(ended);
    expect(result).toMatchObject({ answered: true, extractive: false, exitCode: 0, outcome: "completed" });
    expect(events.map(({ event }) => event)).toEqual(result.answer.map(() => "answer.sentence"));
    expect(events.map(({ text }) => text)).toEqual(result.answer.map(({ text }) => text));
    expect(events.flatMap(({ added }) => added)).toEqual(result.citations);
    expect(result.usage.calls).toBe(2);
    expectVerbatim(result.citations);
  });

  it("sends nothing that the budget does not allow", async () => {
    const before = provider.accounts.chat.calls;
    const { exitCode, stdout, stderr } = await withModel([
      "What about the library?",
      "--prices",
      "prices.yaml",
      "--max-cost",
      "0.0001",
    ]);
    expect([exitCode, stdout]).toEqual([4, ""]);
    expect(stderr).toContain("The question was not sent, because its call could cost more than --max-cost ($0.0001).");
    expect(provider.accounts.chat.calls - before).toBeLessThanOrEqual(1);
  });

  it("continues a conversation", async () => {
    await withModel([CAFFEINE]);
    const { query } = resultOf(await withModel(["And who says that it hides something?", "--continue", "--json"]));
    expect(query).toBe("And who says that it hides something? caffeine sleep");
  });

  it("is one sentence and exit code 1 when the provider does not answer", async () => {
    const { exitCode, stdout, stderr } = await ask([
      "Why do meetings run late?",
      "--model",
      "simulated",
      "--base-url",
      "http://127.0.0.1:9/v1",
    ]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^colloquy: Nothing listens at .* The question was not answered\.\n$/m);
  });

  it("is traced as the stage answer, with prompt and reply if that is wanted", async () => {
    await using receiver = await startTraceReceiver();
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const result = resultOf(await withModel(["What do parents want?", "--trace-content", "--json"], environment));
    expect(result.traces).toHaveLength(1);
    const names = receiver.spans.map(({ name }) => name).toSorted();
    expect(names).toEqual(["answer", "answer batch", "chat simulated", "chat simulated", "colloquy default"]);
    expect(inspect(receiver.spans, { depth: null, maxStringLength: null })).toContain("What do parents want?");
  });
});

describe("colloquy ask --dry-run and --reply", () => {
  it("writes out the request with its evidence, and checks a recorded reply", async () => {
    const before = provider.accounts.chat.calls;
    const { context, request } = linesOf(await withModel([CAFFEINE, "--dry-run"]))[0] as unknown as AskRequest;
    expect(provider.accounts.chat.calls).toBe(before);
    expect(Object.keys(request)).toEqual(["system", "messages", "schema", "maxOutputTokens"]);
    const source = (context as AskContext).sources.find(({ evidence }) => evidence.text.includes("reduces deep sleep"));
    const words = "Late caffeine reduces deep sleep";
    writeFileSync(
      join(cwd, "reply.json"),
      replyOf(
        ["Late caffeine reduces deep sleep.", [source?.n ?? 0, words]],
        ["Caffeine cures everything.", [source?.n ?? 0, words]],
      ),
    );
    const { stdout, stderr } = await ask([CAFFEINE, "--reply", "reply.json"]);
    expect(stdout).toMatch(/^Late caffeine reduces deep sleep\. \[1\]\n\n {2}\[1\] “/);
    expect(stderr).toBe("1 sentence of the model was left out, because the words that it cites do not say the same.\n");
  });
});

it("A recorded reply is looked for in the folder of the command, and not in that of the process", async () => {
  writeFileSync(join(cwd, "elsewhere.json"), '{"answered":false,"sentences":[]}');
  const written = { output: "", messages: "" };
  const capture = (to: keyof typeof written) =>
    createOutput(
      new Writable({
        write(text, _encoding, done) {
          written[to] += String(text);
          done();
        },
      }),
      {},
    );
  const exitCode = await runCommandLine(
    ["ask", CAFFEINE, "--reply", "elsewhere.json", "--quiet", "--data-dir", join(cwd, ".colloquy")],
    {
      output: capture("output"),
      messages: capture("messages"),
      environment: {},
      cwd,
      interruption: { signal: new AbortController().signal, exitCode: null, endCleanly: () => undefined },
    },
  );
  expect([exitCode, written.messages]).toEqual([0, ""]);
  expect(written.output).toBe("The transcripts do not say.\n");
});

describe("words of transcripts", () => {
  it("reach the terminal without control characters", async () => {
    const folder = folderWith({
      "talks/a.txt": "Ada: The lamp\u001b[2J is gr\u202een today, I think.\nBen: Yes, the lamp.\n",
    });
    await colloquy(["ingest", "talks", "--quiet"], { cwd: folder });
    const plain = await colloquy(["ask", "What about the lamp?"], { cwd: folder });
    const json = await colloquy(["ask", "What about the lamp?", "--json"], { cwd: folder });
    for (const { stdout } of [plain, json]) {
      expect(stdout).toContain("lamp");
      expect(stdout).not.toMatch(/[\u001b\u202e]/);
    }
  });
});
