import type { GraphReader, ReadOptions, RelationshipInContext } from "../../ports/index.ts";

const MOST = { relationships: 200, evidence: 10, impliedEvidence: 3 } as const;
/** Of claims that are stated and negated, more evidence is read until both are found. */
const OPPOSED = { claims: 10, evidence: 200 } as const;

/** The relationships of an entity that a view shows. */
export interface BestRelationships {
  /** Explicit ones first, then the others; within these, the best supported first. Each has a part of its evidence. */
  readonly relationships: readonly RelationshipInContext[];
  /** Whether there are more. */
  readonly isCut: boolean;
}

/** Reads the relationships of an entity with most evidence, also withdrawn ones: at most 200, those that somebody states first. */
export async function bestRelationships(
  graph: GraphReader,
  entity: string,
  options: ReadOptions,
): Promise<BestRelationships> {
  const limit = MOST.relationships + 1;
  const [explicit, all] = await Promise.all([
    graph.relationshipsInContext([entity], {
      ...options,
      limit,
      explicit: true,
      withdrawn: true,
      evidence: { limit: MOST.evidence },
    }),
    graph.relationshipsInContext([entity], { ...options, limit, evidence: { limit: MOST.impliedEvidence } }),
  ]);
  const known = new Set(explicit.map(({ relationship }) => relationship.id));
  const found = [...explicit, ...all.filter(({ relationship }) => !known.has(relationship.id))];
  return {
    relationships: await withBothSides(graph, found.slice(0, MOST.relationships), options),
    isCut: explicit.length >= limit || all.length >= limit || found.length >= limit,
  };
}

/** Reads more evidence of the claims that are stated and negated, if a part of the evidence has only one side. */
async function withBothSides(
  graph: GraphReader,
  relationships: readonly RelationshipInContext[],
  options: ReadOptions,
): Promise<readonly RelationshipInContext[]> {
  const oneSided = relationships.filter(isOneSided).slice(0, OPPOSED.claims);
  const evidence = new Map(
    await Promise.all(
      oneSided.map(async ({ relationship: { id } }) => {
        const rows = await graph.evidence([id], { ...options, limit: OPPOSED.evidence });
        return [id, rows] as const;
      }),
    ),
  );
  return relationships.map((each) => ({ ...each, evidence: evidence.get(each.relationship.id) ?? each.evidence }));
}

function isOneSided({ relationship: { polarity }, evidence }: RelationshipInContext): boolean {
  const has = (side: "stated" | "negated"): boolean => evidence.some((row) => row.evidence.polarity === side);
  return polarity.stated > 0 && polarity.negated > 0 && !(has("stated") && has("negated"));
}
