import type { EntityRow, EvidenceRow, MentionRow, QuoteRow, RelationshipRow } from "../model/index.ts";
import type {
  EntityPosition,
  EvidencePosition,
  GraphEdge,
  PositionOf,
  QuoteWithSubjects,
  RelationshipPosition,
} from "../ports/index.ts";

/** The positions of rows in the lists of the graph, after which a list goes on. */

export function entityPosition({ mentions, name, id }: EntityRow): EntityPosition {
  return { mentions, name, id };
}

export function relationshipPosition({ count, confidence, id }: RelationshipRow): RelationshipPosition {
  return { count, confidence, id };
}

export function edgePosition({ of, relationship }: GraphEdge): PositionOf<RelationshipPosition> {
  return { of, ...relationshipPosition(relationship) };
}

export function evidencePosition(row: EvidenceRow): PositionOf<EvidencePosition> {
  return { of: row.of, ...placeOf(row) };
}

export function mentionPosition(row: MentionRow): PositionOf<EvidencePosition> {
  return { of: row.entity, ...placeOf(row) };
}

export function quotePosition({ quote }: QuoteWithSubjects): EvidencePosition {
  return placeOf(quote);
}

function placeOf({ id, evidence }: EvidenceRow | MentionRow | QuoteRow): EvidencePosition {
  const { file, startOffset, endOffset } = evidence;
  return { file, startOffset, endOffset, id };
}
