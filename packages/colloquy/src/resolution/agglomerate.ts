/**
 * What is known about two names. A verdict is an opinion of a model; rules, and near vectors with rules for the words
 * that differ, are safe; the user has the last word.
 */
export type PairSource = "user" | "rule" | "vector" | "verdict";

/** Two names that are, or are not, one entity. */
export interface PairDecision {
  readonly one: number;
  readonly other: number;
  readonly isSame: boolean;
  readonly source: PairSource;
}

/** Names of one cluster, by their positions, with the number of "same" and "different" verdicts to each other cluster. */
interface Group {
  readonly positions: number[];
  readonly votes: Map<Group, { same: number; different: number }>;
}

/**
 * Divides names into entities. Pure: the result depends on the decisions alone, not on their order.
 *
 * 1. "Same" of the user, of rules and of vectors joins names, unless the user or a rule says that names of the two groups differ.
 * 2. Verdicts join groups by agglomeration: the two groups with the clearest majority of "same" over "different" verdicts
 *    between their names are joined, and the votes are added up, until no pair of groups has a majority. So one wrong verdict
 *    neither joins two large groups nor tears one apart.
 *
 * @param names The names, in an order that does not depend on their history. It decides between equal majorities.
 * @returns Disjoint groups of names, each in that order, in the order of their first names.
 */
export function agglomerate(
  names: readonly number[],
  decisions: readonly PairDecision[],
): readonly (readonly number[])[] {
  const positions = new Map(names.map((name, position) => [name, position]));
  const groups = names.map((_, position): Group => ({ positions: [position], votes: new Map() }));
  const known = decisions
    .map(({ one, other, isSame, source }): Placed | null => {
      const [first, second] = [positions.get(one), positions.get(other)];
      if (first === undefined || second === undefined || first === second) return null;
      return { first: Math.min(first, second), second: Math.max(first, second), isSame, source };
    })
    .filter((decision) => decision !== null);
  const apart = known.filter(({ isSame, source }) => !isSame && source !== "verdict");
  for (const source of ["user", "rule", "vector"] as const) {
    const same = known.filter((decision) => decision.isSame && decision.source === source);
    for (const { first, second } of same.sort((a, b) => a.first - b.first || a.second - b.second))
      joinUnless(groups, first, second, apart);
  }
  for (const { first, second, isSame, source } of known)
    if (source === "verdict") vote(groups[first] as Group, groups[second] as Group, isSame);
  for (let next = clearest(groups, apart); next !== null; next = clearest(groups, apart)) join(groups, ...next);
  return [...new Set(groups)].map((group) => group.positions.sort((a, b) => a - b).map((at) => names[at] as number));
}

/** A decision by the positions of its names; `first` is smaller. */
interface Placed extends Pick<PairDecision, "isSame" | "source"> {
  readonly first: number;
  readonly second: number;
}

function joinUnless(groups: Group[], first: number, second: number, apart: readonly Placed[]): void {
  const [a, b] = [groups[first] as Group, groups[second] as Group];
  if (a !== b && !areApart(groups, a, b, apart)) join(groups, a, b);
}

function areApart(groups: readonly Group[], a: Group, b: Group, apart: readonly Placed[]): boolean {
  return apart.some(({ first, second }) => {
    const [x, y] = [groups[first], groups[second]];
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
function clearest(groups: readonly Group[], apart: readonly Placed[]): [Group, Group] | null {
  let best: { readonly pair: [Group, Group]; readonly order: readonly number[] } | null = null;
  for (const a of new Set(groups)) {
    for (const [b, { same, different }] of a.votes) {
      const order = [different - same, Math.min(...a.positions), Math.min(...b.positions)];
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

function join(groups: Group[], a: Group, b: Group): void {
  for (const position of b.positions) groups[position] = a;
  a.positions.push(...b.positions);
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
