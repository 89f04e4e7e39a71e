import type { EntityRow, Evidence, QuoteRow } from "../../model/index.ts";

/** How an edge of the picture came about. */
export type EdgeKind = "stated" | "related" | "speaks";

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
  readonly evidence: readonly Evidence[];
}

export interface Selection {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}
