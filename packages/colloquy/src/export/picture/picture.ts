import type { EntityRow, Evidence, PolarityCounts, QuoteRow } from "../../model/index.ts";

/**
 * How an edge of the picture came about. `said`: somebody states, denies, asks or supposes the relation; `related`: both
 * ends are heard together; `speaks`: a person speaks of something.
 */
export type EdgeKind = "said" | "related" | "speaks";

export interface PictureNode {
  readonly row: EntityRow;
  readonly files: readonly string[];
  readonly quotes: readonly QuoteRow[];
  /** Sentences in which it is heard, in the order of file and offset. */
  readonly heard: readonly Evidence[];
}

export interface PictureEdge {
  readonly kind: EdgeKind;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly count: number;
  /** The count by polarity; of an edge that is `said`, every other is null. */
  readonly polarity: PolarityCounts | null;
  readonly evidence: readonly Evidence[];
}

export interface Selection {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}
