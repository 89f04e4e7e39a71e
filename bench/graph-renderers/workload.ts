/** A graph in communities, like ideas of transcripts: each node has most of its relations in its own community. */
export interface Workload {
  readonly nodes: readonly { readonly name: string; readonly x: number; readonly y: number; readonly size: number }[];
  readonly edges: readonly (readonly [source: number, target: number])[];
}

const SYLLABLES = ["ka", "lo", "mi", "ter", "van", "sol", "ri", "den", "pa", "nu", "gel", "fro"];

/** `count` nodes and three times as many edges; always the same for a count. */
export function makeWorkload(count: number): Workload {
  const random = randomNumbers(count);
  const pick = (below: number): number => Math.floor(random() * below);
  const word = (): string => Array.from({ length: 2 + pick(2) }, () => SYLLABLES[pick(SYLLABLES.length)]).join("");
  const communities = Math.max(3, Math.round(Math.sqrt(count) / 2));
  const columns = Math.ceil(Math.sqrt(communities * 1.6));
  const nodes = Array.from({ length: count }, (_, index) => {
    const community = index % communities;
    return {
      name: `${word()} ${word()}`,
      x: (community % columns) * 100 + random() * 80,
      y: Math.floor(community / columns) * 100 + random() * 80,
      size: 3 + 9 * random() ** 4,
    };
  });
  const edges = Array.from({ length: count * 3 }, () => {
    const source = pick(count);
    const near = (source + communities * (1 + pick(Math.max(1, count / communities - 1)))) % count;
    return [source, random() < 0.9 ? near : (source + 1 + pick(count - 1)) % count] as const;
  });
  return { nodes, edges };
}

/** mulberry32 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
