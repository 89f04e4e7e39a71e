import type { EntityRow, RelationshipRow } from "../../model/index.ts";
import type { GraphCounts, GraphReader, ReadOptions } from "../../ports/index.ts";
import { type Claim, claimOf, labelsIn, withoutRows } from "../claim.ts";
import { speakersOfLabels } from "../speakers-of-labels.ts";
import { rankClaims } from "./rank-claims.ts";
import { type Theme, themesOf } from "./themes.ts";

const MOST = { entities: 1_000, relationships: 20_000, candidates: 500, claims: 12, evidence: 50 } as const;

/** What the graph as a whole says. */
export interface GraphOverview {
  readonly counts: GraphCounts;
  /** The most mentioned entities, at most 1,000. */
  readonly entities: readonly EntityRow[];
  readonly themes: readonly Theme[];
  /** The claims with most explicit evidence. */
  readonly claims: readonly Claim[];
  /** How many of the most mentioned 1,000 entities have a relationship (without CROSS_EPISODE), also with entities outside of them. */
  readonly connected: { readonly entities: number; readonly of: number };
}

/** Reads the overview of a graph, in a bounded number of store calls. */
export async function viewGraph(graph: GraphReader, options: ReadOptions): Promise<GraphOverview> {
  const [counts, entities] = await Promise.all([
    graph.counts(options),
    graph.entities({ ...options, limit: MOST.entities }),
  ]);
  const [relationships, degrees, claims] = await Promise.all([
    graph.relationships({ ...options, among: entities.map(({ id }) => id), limit: MOST.relationships }),
    graph.degrees(
      entities.map(({ id }) => id),
      { ...options, most: 1 },
    ),
    strongestClaims(graph, options),
  ]);
  return {
    counts,
    entities,
    themes: themesOf(entities, relationships),
    claims,
    connected: { entities: degrees.filter((degree) => degree > 0).length, of: entities.length },
  };
}

/** The claims with most explicit evidence, with the best of their words; of equal ones, those about the most salient entities. */
async function strongestClaims(graph: GraphReader, options: ReadOptions): Promise<readonly Claim[]> {
  const candidates = await graph.relationships({ ...options, explicit: true, limit: MOST.candidates });
  const ids = [...new Set(candidates.flatMap(({ source, target }) => [source, target]))];
  const ends = new Map((ids.length === 0 ? [] : await graph.findEntities(ids, options)).map((row) => [row.id, row]));
  const best = rankClaims(candidates, ends)
    .toSorted((one, other) => explicitEvidence(other) - explicitEvidence(one))
    .slice(0, MOST.claims);
  const inContext = await Promise.all(
    best.map(async (relationship) => ({
      of: relationship.source,
      relationship,
      source: ends.get(relationship.source) ?? null,
      target: ends.get(relationship.target) ?? null,
      evidence: await graph.evidence([relationship.id], { ...options, limit: MOST.evidence }),
    })),
  );
  const labels = inContext.flatMap(({ evidence }) => labelsIn(evidence));
  const speakerOf = await speakersOfLabels(graph, labels, options);
  return inContext.flatMap((each) => {
    const claim = claimOf(each, speakerOf, "relationship");
    return claim === null ? [] : [withoutRows(claim)];
  });
}

function explicitEvidence({ count, polarity }: RelationshipRow): number {
  return count - polarity.implied;
}
