import { openPool, type PoolRules, type PoolState } from "./admission.ts";
import type { Accounts, LogEntry } from "./accounts.ts";
import type { Endpoint } from "./calls.ts";
import type { Simulation } from "./options.ts";
import { emptyTally, type EndpointTally } from "./tally.ts";

export interface EndpointState {
  readonly rules: PoolRules;
  pool: PoolState;
  readonly tally: EndpointTally;
}

/** What the provider has recorded since the first call. */
export interface ProviderState {
  readonly endpoints: Readonly<Record<Endpoint, EndpointState>>;
  /** How often each content arrived. */
  readonly arrivals: Map<string, number>;
  /** How often each content was admitted. */
  readonly attempts: Map<string, number>;
  /** First messages of chats. */
  readonly promptCache: Set<string>;
  readonly log: LogEntry[];
  /** Of the caller's clock; null before the first call. */
  startedAt: number | null;
}

export function openState(simulation: Simulation): ProviderState {
  const { rpm, tpm, embeddingRpm, embeddingTpm } = simulation;
  const endpoint = (requestsPerMinute: number | null, tokensPerMinute: number | null): EndpointState => {
    const rules = { ...simulation, requestsPerMinute, tokensPerMinute };
    return { rules, pool: openPool(rules), tally: emptyTally() };
  };
  return {
    endpoints: { chat: endpoint(rpm, tpm), embeddings: endpoint(embeddingRpm, embeddingTpm) },
    arrivals: new Map(),
    attempts: new Map(),
    promptCache: new Set(),
    log: [],
    startedAt: null,
  };
}

/** Increments a count and gives its value before. */
export function countUp(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

export function accountsOf({ endpoints, attempts }: ProviderState): Accounts {
  const prompts = Object.fromEntries([...attempts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { chat: { ...endpoints.chat.tally }, embeddings: { ...endpoints.embeddings.tally }, prompts };
}
