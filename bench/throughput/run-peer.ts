import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { REPOSITORY } from "../report.ts";
import type { Tier } from "./tiers.ts";

/** One way to send the calls, as a program of `bench/peers` with its settings. */
export interface Peer {
  readonly name: string;
  readonly program: string;
  readonly settings: readonly string[];
  /** The most calls in flight; Infinity if this is not fixed. */
  readonly concurrent: number;
}

export interface PeerFigures {
  readonly calls: number;
  readonly seconds: number;
  /** Lost calls by reason. */
  readonly lost: Readonly<Record<string, number>>;
}

const SWEEP = [12, 20, 50, 100, 200, 500];

export const ONE_AT_A_TIME: Peer = { name: "one at a time", program: "one-at-a-time.ts", settings: [], concurrent: 1 };

export const PEERS: readonly Peer[] = [
  ...[2, 8].map((retries) => ({
    name: `p-queue 20 + OpenAI's client, ${retries} retries`,
    program: "p-queue.ts",
    settings: ["--concurrent", "20", "--retries", String(retries)],
    concurrent: 20,
  })),
  {
    name: "LangChain batch 20",
    program: "langchain.ts",
    settings: ["--concurrent", "20", "--retries", "6"],
    concurrent: 20,
  },
  {
    name: "LangChain batch 20, returnExceptions",
    program: "langchain.ts",
    settings: ["--concurrent", "20", "--retries", "6", "--keep-errors"],
    concurrent: 20,
  },
  ...SWEEP.map((concurrent) => ({
    name: `AI SDK + p-limit ${concurrent}`,
    program: "ai-sdk.ts",
    settings: ["--concurrent", String(concurrent), "--retries", "2"],
    concurrent,
  })),
  { name: "OpenAI cookbook's policy", program: "cookbook.ts", settings: [], concurrent: Number.POSITIVE_INFINITY },
];

/** @throws Error with the program's output when it fails. */
export async function runPeer(
  { program, settings }: Peer,
  baseUrl: string,
  { rpm, tpm }: Pick<Tier, "rpm" | "tpm">,
  { calls, seed }: { readonly calls: number; readonly seed: number },
): Promise<PeerFigures> {
  const file = path.join(REPOSITORY, "bench", "peers", program);
  const task = ["--base-url", baseUrl, "--calls", String(calls), "--seed", String(seed), "--rpm", String(rpm)];
  const child = spawn(process.execPath, [file, ...task, "--tpm", String(tpm), ...settings], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  const [said, complaints, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const last = said.trimEnd().split("\n").at(-1) ?? "";
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${complaints.slice(-2000)}`);
  return JSON.parse(last) as PeerFigures;
}
