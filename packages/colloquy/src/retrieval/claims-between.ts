import { z } from "zod";
import {
  ColloquyError,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  POLARITIES,
  type Polarity,
  type PolarityCounts,
  polarityCounts,
} from "../model/index.ts";
import type { GraphReader, ReadOptions, RelationshipInContext } from "../ports/index.ts";
import {
  byPlace,
  type Claim,
  claimOf,
  type EntityReference,
  labelsIn,
  referenceTo,
  saidIn,
  withoutRows,
} from "./claim.ts";
import { findEntities, requireEntity } from "./find-entities.ts";
import { type Listing, type ListOptions, readListing } from "./listing.ts";
import { positionInContext } from "./positions.ts";
import { readAll } from "./read-all.ts";
import { speakersOfLabels, type SpeakerReference } from "./speakers-of-labels.ts";
import { restOfEvidence } from "./whole-evidence.ts";

export interface ClaimsBetweenOptions extends ListOptions {
  /** Lists only evidence of this polarity. The claims, their counts and the holders are always of all polarities. */
  readonly polarity?: Polarity;
}

/** One piece of evidence of a claim. */
export interface ClaimEvidence extends Pick<Claim, "source" | "type" | "target"> {
  /** Id of the evidence row. */
  readonly id: string;
  readonly evidence: Evidence;
}

/** Somebody who states, denies, asks about or supposes a claim. */
export interface ClaimHolder extends SpeakerReference {
  /** The number of pieces of evidence of each polarity. */
  readonly polarity: PolarityCounts;
}

/** What the transcripts say about two entities together. */
export interface ClaimsBetween {
  readonly ends: readonly [EntityReference, EntityReference];
  /** The relationships in both directions, those with most evidence first. */
  readonly claims: readonly Claim[];
  /** The number of pieces of evidence of all claims. */
  readonly polarity: PolarityCounts;
  /** The speakers of explicit evidence, the most frequent first. */
  readonly holders: readonly ClaimHolder[];
  /** The evidence in pages: claim by claim, in the order of polarity, file and offset. */
  readonly evidence: Listing<ClaimEvidence>;
}

const EVIDENCE_READ_AT_FIRST = 0;

/**
 * Reads the claims between two entities, each by its name, an alias or its id, with all evidence in pages. Withdrawn
 * statements are left out. It reads the relationships of the entity with fewer mentions.
 * @throws ColloquyError `not-found` for a name without an entity; `invalid-input` for two names of one entity, a limit out
 *   of range or a cursor of another list.
 */
export async function claimsBetween(
  graph: GraphReader,
  names: readonly [string, string],
  { limit, cursor, polarity, ...options }: ClaimsBetweenOptions,
): Promise<ClaimsBetween> {
  const [one, other] = await twoEntities(graph, names, options);
  const found = await relationshipsBetween(graph, [one, other], options);
  const speakerOf = await speakersOfLabels(graph, labelsIn(found.flatMap(({ evidence }) => evidence)), options);
  const claims = found.flatMap((each) => claimOf(each, speakerOf) ?? []);
  const rows = claims.flatMap((claim) => claim.rows);
  const evidence = claims.flatMap(({ source, type, target, rows: own }) =>
    own
      .filter((row) => polarity === undefined || row.evidence.polarity === polarity)
      .toSorted(byPolarityAndPlace)
      .map(({ id, evidence: words }): ClaimEvidence => ({ id, source, type, target, evidence: words })),
  );
  return {
    ends: [referenceTo(one), referenceTo(other)],
    claims: claims.map(withoutRows),
    polarity: countsOf(rows),
    holders: saidIn(rows, speakerOf).map(({ speaker, rows: own }) => ({ ...speaker, polarity: countsOf(own) })),
    evidence: await readListing(
      {
        name: ["between", one.id, other.id, polarity ?? ""].join(" "),
        position: z.string(),
        positionOf: ({ id }) => id,
        read: async ({ limit: most, after }) => {
          const start = after === undefined ? 0 : 1 + indexAfter(evidence, after);
          return evidence.slice(start, start + most);
        },
      },
      { ...options, ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) },
    ),
  };
}

/** @throws ColloquyError as `claimsBetween`. */
export async function twoEntities(
  graph: GraphReader,
  names: readonly [string, string],
  options: ReadOptions,
): Promise<readonly [EntityRow, EntityRow]> {
  const [named = [], others = []] = await findEntities(graph, names, options);
  const one = await requireEntity(graph, named, names[0], options);
  const other = others.find(({ id }) => id !== one.id);
  if (other !== undefined) return [one, other];
  await requireEntity(graph, others, names[1], options);
  throw new ColloquyError(
    "invalid-input",
    `"${names[0]}" and "${names[1]}" are one entity, ${one.name}: name two different entities.`,
  );
}

/** Without relationships to transcripts. Those with most evidence come first, as every store orders them. */
async function relationshipsBetween(
  graph: GraphReader,
  [one, other]: readonly [EntityRow, EntityRow],
  options: ReadOptions,
): Promise<readonly RelationshipInContext[]> {
  const [start, far] = one.mentions <= other.mentions ? [one, other] : [other, one];
  const all = await readAll(
    { read: (page) => graph.relationshipsInContext([start.id], page), positionOf: positionInContext },
    options,
  );
  const between = all.filter(({ relationship: { source, target } }) => source === far.id || target === far.id);
  const evidence = await restOfEvidence(graph, between, { ...options, read: EVIDENCE_READ_AT_FIRST });
  return between.map((each) => ({ ...each, evidence: evidence.get(each.relationship.id) ?? [] }));
}

/** @throws ColloquyError `invalid-input` if the evidence was removed since the cursor was made. */
function indexAfter(evidence: readonly ClaimEvidence[], id: string): number {
  const index = evidence.findIndex((each) => each.id === id);
  if (index >= 0) return index;
  throw new ColloquyError(
    "invalid-input",
    "The transcripts have changed since the cursor was made: omit the cursor to start again.",
  );
}

function countsOf(rows: readonly EvidenceRow[]): PolarityCounts {
  return polarityCounts((polarity) => rows.filter(({ evidence }) => evidence.polarity === polarity).length);
}

function byPolarityAndPlace(one: EvidenceRow, other: EvidenceRow): number {
  return (
    POLARITIES.indexOf(one.evidence.polarity) - POLARITIES.indexOf(other.evidence.polarity) ||
    byPlace(one.evidence, other.evidence)
  );
}
