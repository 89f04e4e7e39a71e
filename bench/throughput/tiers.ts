/** An account's limits, and the number of calls of ten chunks of a measurement. */
export interface Tier {
  readonly name: string;
  readonly rpm: number;
  readonly tpm: number;
  readonly calls: number;
  /** Whether it is too slow for real time. */
  readonly virtualOnly?: boolean;
  readonly quickCalls: number;
  /** Limits of the embedding model for a minute. */
  readonly embeddingRpm: number;
  readonly embeddingTpm: number;
}

/** Snapshots of OpenAI's tiers for small models, with enough calls to use up the burst. */
const TIERS: readonly Tier[] = [
  {
    name: "500/30k",
    rpm: 500,
    tpm: 30_000,
    calls: 60,
    virtualOnly: true,
    quickCalls: 20,
    embeddingRpm: 3_000,
    embeddingTpm: 150_000,
  },
  {
    name: "500/200k",
    rpm: 500,
    tpm: 200_000,
    calls: 168,
    quickCalls: 48,
    embeddingRpm: 3_000,
    embeddingTpm: 1_000_000,
  },
  {
    name: "5k/2M",
    rpm: 5_000,
    tpm: 2_000_000,
    calls: 1_500,
    quickCalls: 400,
    embeddingRpm: 5_000,
    embeddingTpm: 1_000_000,
  },
  {
    name: "30k/150M",
    rpm: 30_000,
    tpm: 150_000_000,
    calls: 884,
    quickCalls: 100,
    embeddingRpm: 10_000,
    embeddingTpm: 10_000_000,
  },
];

/**
 * The tiers that `--tiers` names (`500/200k,5k/2M`), or all tiers that are fast enough.
 * @throws Error for an unknown name.
 */
export function tiersNamed(
  names: string | undefined,
  { virtual = false }: { readonly virtual?: boolean } = {},
): readonly Tier[] {
  if (names === undefined) return TIERS.filter(({ virtualOnly = false }) => virtual || !virtualOnly);
  return names.split(",").map((name) => {
    const tier = TIERS.find((one) => one.name === name);
    if (tier === undefined) throw new Error(`Expected tiers among ${TIERS.map((one) => one.name).join(", ")}: ${name}`);
    return tier;
  });
}
