import { spawn, type ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { listenForInterruption } from "../../src/cli/interruption.ts";
import { createOutput } from "../../src/cli/output.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
export const BIN = fileURLToPath(new URL("../../bin/colloquy.js", import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ProcessCall extends Call {
  /** The user of the process (default: the current user). */
  readonly uid?: number;
  /** Called with the complete stdout and stderr after each new text. */
  readonly onOutput?: (text: { stdout: string; stderr: string }, child: ChildProcess) => void;
}

/** The previous call. Calls run one after another, because the current folder belongs to the whole process. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line in this process, as src/cli/main.ts does, because a new process takes half a second of two cores to
 * start. Tests of signals, users and exits need `colloquyProcess`.
 */
export function colloquy(args: readonly string[], call: Call): Promise<Ended> {
  const ended = previous.then(() => runHere(args, call));
  previous = ended.catch(() => {});
  return ended;
}

async function runHere(args: readonly string[], { cwd, environment: own = {} }: Call): Promise<Ended> {
  const environment = environmentIn(cwd, own);
  const [stdout, stderr] = [new Collected(), new Collected()];
  const [output, messages] = [createOutput(stdout, environment), createOutput(stderr, environment)];
  const interruption = listenForInterruption(new EventEmitter() as NodeJS.Process, () => {});
  const [folder, variables] = [process.cwd(), { ...process.env }];
  process.chdir(cwd);
  replaceEnvironment(environment);
  try {
    const exitCode = await runCommandLine(args, { output, messages, environment, cwd, interruption });
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.chdir(folder);
    replaceEnvironment(variables);
  }
}

/** Changes the object in place, because threads share it. */
function replaceEnvironment(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, variables);
}

class Collected extends Writable {
  text = "";

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}

/** Runs the command line from its sources in a new process. */
export function colloquyProcess(args: readonly string[], call: ProcessCall): Promise<Ended> {
  return run(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args], call);
}

export function run(
  command: string,
  args: readonly string[],
  { cwd, environment = {}, uid, onOutput }: ProcessCall,
): Promise<Ended> {
  const env = environmentIn(cwd, environment);
  const user = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], ...user });
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (part: string) => {
      text[stream] += part;
      onOutput?.(text, child);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...text }));
  });
}

/** A clean environment, so that the developer's variables do not change a test. */
function environmentIn(cwd: string, own: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  return { PATH, NODE_COMPILE_CACHE, HOME: cwd, ...own };
}

/** Creates a temporary folder with these files. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "colloquy-cli-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A transcript of `turns` sentences. Each seed has other sentences. */
export function longTalk(seed: number, turns: number): string {
  const nouns = [
    "sleep",
    "stress",
    "focus",
    "exercise",
    "recovery",
    "attention",
    "habit",
    "memory",
    "practice",
    "feedback",
  ];
  const verbs = ["reduces", "improves", "leads to", "requires", "affects"];
  const pick = <T>(items: readonly T[], at: number): T => items[at % items.length] as T;
  return Array.from({ length: turns }, (_, turn) => {
    const at = seed * 31 + turn * 7;
    const sentence = `Deep ${pick(nouns, at)} ${pick(verbs, at + turn)} good ${pick(nouns, at + 3 + turn)} in week ${seed}.${turn}, as we have seen before.`;
    return `${turn % 2 === 0 ? "Ada Novak" : "Ben Okafor"}: ${sentence}`;
  }).join("\n");
}
