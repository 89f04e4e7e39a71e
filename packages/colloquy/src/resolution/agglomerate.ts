/** What is known about two names. A verdict is an opinion of a model; a rule is safe; the user has the last word. */
export type PairSource = "user" | "rule" | "verdict";

/** Two names that are, or are not, one entity. */
export interface PairDecision {
  readonly one: number;
  readonly other: number;
  readonly isSame: boolean;
  readonly source: PairSource;
}

/** Names of one cluster, with the number of "same" and "different" verdicts to each other cluster. */
interface Group {
  readonly names: number[];
  readonly votes: Map<Group, { same: number; different: number }>;
}

/**
 * Divides names into entities. Pure: the result depends on the decisions alone, not on their order.
 *
 * 1. "Same" of the user and of rules joins names, unless the user or a rule says that names of the two groups differ.
 * 2. Verdicts join groups by agglomeration: the two groups with the clearest majority of "same" over "different" verdicts
 *    between their names are joined, and the votes are added up, until no pair of groups has a majority. So one wrong verdict
 *    neither joins two large groups nor tears one apart.
 *
 * @param names Numbers of the names.
 * @returns Disjoint groups of names, each in ascending order, in the order of their smallest names.
 */
export function agglomerate(
  names: readonly number[],
  decisions: readonly PairDecision[],
): readonly (readonly number[])[] {
  const groups = new Map<number, Group>(names.map((name) => [name, { names: [name], votes: new Map() }]));
  const known = decisions.filter(({ one, other }) => one !== other && groups.has(one) && groups.has(other));
  const apart = known.filter(({ isSame, source }) => !isSame && source !== "verdict");
  for (const source of ["user", "rule"] as const) {
    const same = known
      .filter((decision) => decision.isSame && decision.source === source)
      .map(ordered)
      .sort(byNames);
    for (const [one, other] of same) joinUnless(groups, one, other, apart);
  }
  for (const { one, other, isSame, source } of known)
    if (source === "verdict") vote(groups.get(one) as Group, groups.get(other) as Group, isSame);
  for (let next = clearest(groups, apart); next !== null; next = clearest(groups, apart)) join(groups, ...next);
  return [...new Set(groups.values())]
    .map((group) => group.names.toSorted((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function ordered({ one, other }: PairDecision): readonly [number, number] {
  return one < other ? [one, other] : [other, one];
}

function byNames(first: readonly [number, number], second: readonly [number, number]): number {
  return first[0] - second[0] || first[1] - second[1];
}

function joinUnless(groups: Map<number, Group>, one: number, other: number, apart: readonly PairDecision[]): void {
  const [a, b] = [groups.get(one) as Group, groups.get(other) as Group];
  if (a !== b && !areApart(groups, a, b, apart)) join(groups, a, b);
}

function areApart(groups: ReadonlyMap<number, Group>, a: Group, b: Group, apart: readonly PairDecision[]): boolean {
  return apart.some(({ one, other }) => {
    const [x, y] = [groups.get(one), groups.get(other)];
    return (x === a && y === b) || (x === b && y === a);
  });
}

function vote(a: Group, b: Group, isSame: boolean): void {
  if (a === b) return;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const votes = from.votes.get(to) ?? { same: 0, different: 0 };
    votes[isSame ? "same" : "different"] += 1;
    from.votes.set(to, votes);
  }
}

/** The pair of groups with the largest majority of "same"; of equal ones the pair with the smallest names. */
function clearest(groups: ReadonlyMap<number, Group>, apart: readonly PairDecision[]): [Group, Group] | null {
  let best: { readonly pair: [Group, Group]; readonly order: readonly number[] } | null = null;
  for (const a of new Set(groups.values())) {
    for (const [b, { same, different }] of a.votes) {
      const order = [different - same, Math.min(...a.names), Math.min(...b.names)];
      if (same <= different || (best !== null && !isBefore(order, best.order))) continue;
      if (!areApart(groups, a, b, apart)) best = { pair: [a, b], order };
    }
  }
  return best?.pair ?? null;
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}

function join(groups: Map<number, Group>, a: Group, b: Group): void {
  for (const name of b.names) groups.set(name, a);
  a.names.push(...b.names);
  for (const [other, votes] of b.votes) {
    other.votes.delete(b);
    if (other === a) continue;
    const sum = a.votes.get(other) ?? { same: 0, different: 0 };
    sum.same += votes.same;
    sum.different += votes.different;
    a.votes.set(other, sum);
    other.votes.set(a, sum);
  }
  a.votes.delete(b);
}
