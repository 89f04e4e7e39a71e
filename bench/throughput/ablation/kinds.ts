import type { SimulationOptions } from "@colloquy/simulated-provider";

/** A kind of provider, and the number of calls. */
export interface Kind {
  readonly name: string;
  readonly calls: number;
  readonly simulation: SimulationOptions;
  /** The most calls that the server answers at once. Default: any number. */
  readonly slots?: number;
  /** Default `chat`. */
  readonly endpoint?: "chat" | "embeddings";
  /** The caller's estimate of a prompt as a multiple of the provider's count. Default 1. */
  readonly estimate?: number;
  /** The user's own limit of tokens a minute. */
  readonly tokensPerMinute?: number;
  /** Whether the limits are constant, and the buckets full at the start and as large as a minute: then a bound exists. */
  readonly bounded?: boolean;
}

const usual = { faults: "usual" } as const;
const small = { rpm: 500, tpm: 200_000, ...usual } as const;
const large = { rpm: 5_000, tpm: 2_000_000, ...usual } as const;
const unlimited = { rpm: null, tpm: null, headers: "absent", ...usual } as const;
const minute = { fromSeconds: 60, toSeconds: 120 };

/** Enough calls to use up the first burst. */
const FEW = 168;
const MANY = 800;

export const KINDS: readonly Kind[] = [
  { name: "500/200k, charge max", calls: FEW, simulation: small, bounded: true },
  { name: "500/200k, charge sum", calls: FEW, simulation: { ...small, charge: "sum" }, bounded: true },
  { name: "500/200k, charge input", calls: FEW, simulation: { ...small, charge: "input" }, bounded: true },
  { name: "prompts estimated 40 % too high", calls: FEW, estimate: 1.4, simulation: { ...small, charge: "sum" } },
  { name: "prompts estimated 30 % too low", calls: FEW, estimate: 0.7, simulation: { ...small, charge: "sum" } },
  { name: "embeddings, 350k", calls: 60, endpoint: "embeddings", simulation: { ...usual, embeddingTpm: 350_000 } },
  {
    name: "embeddings, estimated 40 % too high",
    calls: 60,
    endpoint: "embeddings",
    estimate: 1.4,
    simulation: { ...usual, embeddingTpm: 350_000 },
  },
  { name: "5k/2M, charge max", calls: MANY, simulation: large, bounded: true },
  { name: "30k/150M", calls: MANY, simulation: { ...large, rpm: 30_000, tpm: 150_000_000 }, bounded: true },
  { name: "no headers", calls: FEW, simulation: { ...small, headers: "absent" }, bounded: true },
  {
    name: "no headers, charge sum",
    calls: FEW,
    simulation: { ...small, headers: "absent", charge: "sum" },
    bounded: true,
  },
  { name: "headers -1", calls: FEW, simulation: { ...small, headers: "-1" }, bounded: true },
  {
    name: "no headers, the user's limit",
    calls: FEW,
    simulation: { ...small, headers: "absent" },
    tokensPerMinute: 200_000,
    bounded: true,
  },
  { name: "no limits", calls: 600, simulation: unlimited },
  {
    name: "no limits, 4 slots",
    calls: 60,
    slots: 4,
    simulation: { ...unlimited, faults: "none", latency: { tokensPerSecond: 30 } },
  },
  { name: "no limits, 32 slots", calls: 400, slots: 32, simulation: unlimited },
  { name: "limits halved", calls: FEW, simulation: { ...small, limitChanges: [{ atSeconds: 70, factor: 0.5 }] } },
  { name: "limits doubled", calls: FEW, simulation: { ...small, limitChanges: [{ atSeconds: 70, factor: 2 }] } },
  { name: "window of 10 s, 5k/2M", calls: MANY, simulation: { ...large, windowSeconds: 10 } },
  { name: "window of 1 s, 5k/2M", calls: MANY, simulation: { ...large, windowSeconds: 1 } },
  { name: "window of 10 s, 500/200k", calls: FEW, simulation: { ...small, windowSeconds: 10 } },
  { name: "empty at the start", calls: FEW, simulation: { ...small, initialFill: 0 } },
  { name: "others take 20 %", calls: MANY, simulation: { ...large, background: 0.2 } },
  { name: "5 % stragglers", calls: MANY, simulation: { ...large, latency: { stragglers: 0.05 } }, bounded: true },
  { name: "a storm of 429s", calls: MANY, simulation: { ...large, phases: [{ kind: "storm", ...minute }] } },
  { name: "50 % 503s for a minute", calls: MANY, simulation: { ...large, phases: [{ kind: "slow-down", ...minute }] } },
  { name: "429s take requests", calls: FEW, simulation: { ...small, headers: "absent", rejectedDebits: true } },
  { name: "refunds", calls: FEW, simulation: { ...small, refund: "on-complete" } },
];
