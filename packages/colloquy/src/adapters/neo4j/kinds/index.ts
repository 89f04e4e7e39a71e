import type { GraphRow, GraphRowKind } from "../../../model/index.ts";
import type { NodeKind } from "../cypher.ts";
import { CHUNK_PROPERTIES, chunkKind } from "./chunk.ts";
import { ENTITY_PROPERTIES, entityKind } from "./entity.ts";
import { EVIDENCE_NODE_PROPERTIES, evidenceKind } from "./evidence.ts";
import type { Kind } from "./kind.ts";
import { mentionKind } from "./mention.ts";
import { QUOTE_PROPERTIES, quoteKind } from "./quote.ts";
import { relationshipKind } from "./relationship.ts";
import { TRANSCRIPT_PROPERTIES, transcriptKind } from "./transcript.ts";

type RowOf<Name extends GraphRowKind> = Extract<GraphRow, { readonly kind: Name }>;

export const KINDS: { readonly [Name in GraphRowKind]: Kind<RowOf<Name>> } = {
  transcript: transcriptKind,
  chunk: chunkKind,
  entity: entityKind,
  mention: mentionKind,
  relationship: relationshipKind,
  quote: quoteKind,
  evidence: evidenceKind,
};

/** Our properties on the nodes of a kind, without the key. */
export const NODE_PROPERTIES: Readonly<Record<NodeKind, readonly string[]>> = {
  transcript: TRANSCRIPT_PROPERTIES,
  chunk: CHUNK_PROPERTIES,
  entity: ENTITY_PROPERTIES,
  quote: QUOTE_PROPERTIES,
  evidence: EVIDENCE_NODE_PROPERTIES,
};
