import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

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
  /** Of the user that the process runs as; default: this one. */
  readonly uid?: number;
  /** Called with all of stdout and stderr whenever more came. */
  readonly onOutput?: (text: { stdout: string; stderr: string }, child: ChildProcess) => void;
}

/** Runs the command line as a process of its own, from its sources. */
export function colloquy(args: readonly string[], call: Call): Promise<Ended> {
  return run(process.execPath, ["--disable-warning=ExperimentalWarning", MAIN, ...args], call);
}

export function run(
  command: string,
  args: readonly string[],
  { cwd, environment = {}, uid, onOutput }: Call,
): Promise<Ended> {
  // A clean environment: what the developer's own holds must not change a test.
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, HOME: cwd, ...environment };
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

/** A folder of its own with these files in it. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "colloquy-cli-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A transcript of about `turns` sentences that differ from file to file. */
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
