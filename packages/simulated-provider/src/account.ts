import { openPool, type PoolRules, type PoolState } from "./admission.ts";
import type { Books, LogEntry } from "./books.ts";
import type { Lane } from "./calls.ts";
import type { Simulation } from "./options.ts";
import { emptyTally, type LaneTally } from "./tally.ts";

export interface LaneState {
  readonly rules: PoolRules;
  pool: PoolState;
  readonly tally: LaneTally;
}

/** What the provider knows of its caller since the first call. */
export interface Account {
  readonly lanes: Readonly<Record<Lane, LaneState>>;
  /** How often each content came. */
  readonly arrivals: Map<string, number>;
  /** How often each content was admitted. */
  readonly attempts: Map<string, number>;
  /** First messages of chats. */
  readonly promptCache: Set<string>;
  readonly log: LogEntry[];
  /** Of the caller's clock; null before the first call. */
  startedAt: number | null;
}

export function openAccount(simulation: Simulation): Account {
  const { rpm, tpm, embeddingRpm, embeddingTpm } = simulation;
  const lane = (requestsPerMinute: number | null, tokensPerMinute: number | null): LaneState => {
    const rules = { ...simulation, requestsPerMinute, tokensPerMinute };
    return { rules, pool: openPool(rules), tally: emptyTally() };
  };
  return {
    lanes: { chat: lane(rpm, tpm), embeddings: lane(embeddingRpm, embeddingTpm) },
    arrivals: new Map(),
    attempts: new Map(),
    promptCache: new Set(),
    log: [],
    startedAt: null,
  };
}

/** Counts up and gives the number before. */
export function countUp(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

export function booksOf({ lanes, attempts }: Account): Books {
  const prompts = Object.fromEntries([...attempts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { chat: { ...lanes.chat.tally }, embeddings: { ...lanes.embeddings.tally }, prompts };
}
