import { parseArgs } from "node:util";
import { workload, type WorkloadCall } from "../throughput/workload.ts";

/** The input of a peer: the calls, the endpoint, and its settings from the command line. */
export interface PeerTask {
  readonly calls: readonly WorkloadCall[];
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** `--concurrent`, if the peer has such a setting. */
  readonly concurrent: number;
  /** `--retries`, if the peer has such a setting. */
  readonly retries: number;
  /** The account's limits, for a peer that takes them as settings. */
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
  /** `--keep-errors`: an error does not affect the other calls, if the peer has such a setting. */
  readonly keepErrors: boolean;
}

/** The text of a reply, or the reason of its absence. */
export type Outcome = string | Error;

const USAGE = "--base-url URL --calls N [--seed N] [--concurrent N] [--retries N] [--rpm N] [--tpm N] [--keep-errors]";

/**
 * A peer's program: sends all calls of the workload in its own way and prints one line of JSON.
 * A call is lost when it ended with an error or its text is not JSON: it is not sent again.
 */
export async function measurePeer(answer: (task: PeerTask) => Promise<readonly Outcome[]>): Promise<void> {
  const { values } = parseArgs({
    options: {
      "base-url": { type: "string" },
      calls: { type: "string" },
      seed: { type: "string", default: "1" },
      concurrent: { type: "string", default: "20" },
      retries: { type: "string", default: "2" },
      rpm: { type: "string", default: "500" },
      tpm: { type: "string", default: "200000" },
      "keep-errors": { type: "boolean", default: false },
    },
  });
  if (values["base-url"] === undefined || values.calls === undefined) throw new Error(`Expected ${USAGE}`);
  const task: PeerTask = {
    calls: workload(Number(values.seed), Number(values.calls)),
    baseUrl: values["base-url"],
    apiKey: "not-needed",
    model: "simulated",
    concurrent: Number(values.concurrent),
    retries: Number(values.retries),
    requestsPerMinute: Number(values.rpm),
    tokensPerMinute: Number(values.tpm),
    keepErrors: values["keep-errors"],
  };
  const begun = performance.now();
  const outcomes = await answer(task);
  const seconds = (performance.now() - begun) / 1000;
  console.log(JSON.stringify({ calls: task.calls.length, seconds, lost: countLost(outcomes, task.calls.length) }));
  // Sockets of requests that hang would keep the process alive for minutes.
  process.exit(0);
}

/** How many calls were lost, by reason. */
function countLost(outcomes: readonly Outcome[], calls: number): Readonly<Record<string, number>> {
  const lost: Record<string, number> = {};
  for (let index = 0; index < calls; index += 1) {
    const reason = reasonOfLoss(outcomes[index] ?? new Error("never answered"));
    if (reason !== null) lost[reason] = (lost[reason] ?? 0) + 1;
  }
  return lost;
}

function reasonOfLoss(outcome: Outcome): string | null {
  if (typeof outcome !== "string") return statusOf(outcome) ?? outcome.name;
  try {
    JSON.parse(outcome);
    return null;
  } catch {
    return "unparsable";
  }
}

/** The HTTP status of an error or of its cause, by the property names of the peers. */
function statusOf(error: Error): string | null {
  for (const name of ["status", "statusCode"]) {
    const status: unknown = Reflect.get(error, name);
    if (typeof status === "number") return String(status);
  }
  const lastError: unknown = Reflect.get(error, "lastError") ?? error.cause;
  return lastError instanceof Error ? statusOf(lastError) : null;
}

export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Sends one call; a failure is an outcome, too. */
export async function outcomeOf(answer: () => Promise<string>): Promise<Outcome> {
  try {
    return await answer();
  } catch (thrown) {
    return asError(thrown);
  }
}
