import type { EntityRow, Evidence, PolarityCounts, QuoteRow } from "../../model/index.ts";

/**
 * The origin of an edge. `said`: somebody states, denies, asks or supposes the relation; `related`: both ends are often
 * mentioned together; `speaks`: a person speaks about an entity.
 */
export type EdgeKind = "said" | "related" | "speaks";

export interface PictureNode {
  readonly row: EntityRow;
  readonly files: readonly string[];
  readonly quotes: readonly QuoteRow[];
  /** Sentences that mention the entity, by file and offset. */
  readonly sentences: readonly Evidence[];
}

export interface PictureEdge {
  readonly kind: EdgeKind;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly count: number;
  /** The evidence count by polarity for `said` edges; null for other edges. */
  readonly polarity: PolarityCounts | null;
  readonly evidence: readonly Evidence[];
}

export interface Selection {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}
