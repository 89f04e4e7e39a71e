import { relationshipId } from "../model/index.ts";
import type { EntityEnd, ResolutionStore, StoredDerivation } from "../ports/index.ts";

/** A relation between two entities that follows from verdicts about names of them. */
interface Edge extends Pick<StoredDerivation, "no" | "type"> {
  readonly source: EntityEnd;
  readonly target: EntityEnd;
}

/** Assigns the relations that follow from verdicts to relationships of their entities. */
export function tieDerivations(store: Pick<ResolutionStore, "derivations" | "keptApart" | "tieDerivations">): number {
  const all = store.derivations();
  if (all.length === 0) return 0;
  const edges = new Map(edgesOf(all, store.keptApart()).map((edge) => [edge.no, edge]));
  store.tieDerivations(new Map(all.map(({ no }) => [no, relationshipOf(edges.get(no))])));
  return 0;
}

function relationshipOf(edge: Edge | undefined) {
  if (edge === undefined) return null;
  const { source, type, target } = edge;
  return { id: relationshipId(source.id, type, target.id), source, type, target, withdrawn: null };
}

/**
 * The relations that connect two entities. Pure: their order does not matter. A relation is left out if
 *
 * - a name of it makes no entity, or both are names of one entity;
 * - the user says that names of its entities are different;
 * - names of its entities have different relations: the verdicts contradict;
 * - it is in a cycle: nothing is a kind or a part of itself.
 */
function edgesOf(
  derivations: readonly StoredDerivation[],
  keptApart: readonly (readonly [number, number])[],
): readonly Edge[] {
  const apart = new Set(keptApart.map(([one, other]) => pairOf(one, other)));
  const connecting = derivations.filter(
    (each): each is Edge => each.source !== null && each.target !== null && each.source.no !== each.target.no,
  );
  const byPair = Map.groupBy(connecting, ({ source, target }) => pairOf(source.no, target.no));
  const agreed = [...byPair].flatMap(([pair, edges]) => (apart.has(pair) || !agree(edges) ? [] : edges));
  const circular = new Set(inCycles(agreed));
  return agreed.filter((edge) => !circular.has(edge));
}

function pairOf(one: number, other: number): string {
  return `${Math.min(one, other)} ${Math.max(one, other)}`;
}

function agree([first, ...others]: readonly Edge[]): boolean {
  return others.every(({ source, type }) => source.no === first?.source.no && type === first.type);
}

function inCycles(edges: readonly Edge[]): readonly Edge[] {
  const core = withoutEnds(edges);
  const targets = Map.groupBy(core, ({ source }) => source.no);
  const isReached = (from: number, to: number): boolean => {
    const reached = new Set([from]);
    for (const entity of reached) for (const edge of targets.get(entity) ?? []) reached.add(edge.target.no);
    return reached.has(to);
  };
  return core.filter(({ source, target }) => isReached(target.no, source.no));
}

/** Without edges that begin or end a path: they are in no cycle. What remains is usually empty. */
function withoutEnds(edges: readonly Edge[]): readonly Edge[] {
  for (let core = edges; ;) {
    const sources = new Set(core.map(({ source }) => source.no));
    const targets = new Set(core.map(({ target }) => target.no));
    const kept = core.filter(({ source, target }) => sources.has(target.no) && targets.has(source.no));
    if (kept.length === core.length) return core;
    core = kept;
  }
}
