import type { EntityRow, EvidenceRow, MentionRow, QuoteRow, RelationshipRow } from "../model/index.ts";
import type {
  EntityPosition,
  EvidencePosition,
  RelationshipInContext,
  PositionOf,
  QuoteWithSubjects,
  RelationshipPosition,
} from "../ports/index.ts";

/** The position of a row in a list of the graph. The next page starts after it. */

export function entityPosition({ mentions, name, id }: EntityRow): EntityPosition {
  return { mentions, name, id };
}

export function relationshipPosition({ count, confidence, id }: RelationshipRow): RelationshipPosition {
  return { count, confidence, id };
}

export function positionInContext({ of, relationship }: RelationshipInContext): PositionOf<RelationshipPosition> {
  return { of, ...relationshipPosition(relationship) };
}

export function evidencePosition(row: EvidenceRow): PositionOf<EvidencePosition> {
  return { of: row.of, ...positionInFile(row) };
}

export function mentionPosition(row: MentionRow): PositionOf<EvidencePosition> {
  return { of: row.entity, ...positionInFile(row) };
}

export function quotePosition({ quote }: QuoteWithSubjects): EvidencePosition {
  return positionInFile(quote);
}

function positionInFile({ id, evidence }: EvidenceRow | MentionRow | QuoteRow): EvidencePosition {
  const { file, startOffset, endOffset } = evidence;
  return { file, startOffset, endOffset, id };
}
