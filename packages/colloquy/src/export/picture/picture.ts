import type { Derivation, EntityRow, Evidence, PolarityCounts, QuoteRow } from "../../model/index.ts";

/**
 * The origin of an edge. `said`: somebody states, denies, asks or supposes the relation; `broader`: the source is a kind or a
 * part of the target, by words or by a judge; `related`: both ends are often mentioned together; `speaks`: a person speaks
 * about an entity.
 */
export type EdgeKind = "said" | "broader" | "related" | "speaks";

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
  /** The evidence count by polarity for `said` edges, and for `broader` edges that words state; null for other edges. */
  readonly polarity: PolarityCounts | null;
  /** Why a `broader` edge exists that no words state. */
  readonly derived?: Derivation;
  readonly evidence: readonly Evidence[];
}

export interface Selection {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}
