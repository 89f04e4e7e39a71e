import type { Schemas } from "@qdrant/js-client-rest";
import { KEYWORD_VECTOR } from "./keywords.ts";

export type Description = Schemas["CollectionInfo"];

/** What filters and ranges are made of; a server in strict mode refuses them for anything else. */
export const PAYLOAD_INDEXES = {
  workspace: { type: "keyword", is_tenant: true },
  transcript: { type: "keyword" },
  file: { type: "keyword" },
  speakerKeys: { type: "keyword" },
  profile: { type: "keyword" },
  ordinal: { type: "integer" },
  startMs: { type: "float" },
} as const satisfies Record<string, Schemas["PayloadSchemaParams"]>;

/** The vectors that a workspace wants to keep in a collection. */
export interface Vectors {
  readonly dimensions: number;
  readonly profile: string;
}

/** Of the vector without a name; null where there is none. */
export function dimensionsOf(found: Description): number | null {
  return denseOf(found).size;
}

/** Why a collection is none of Colloquy's, as the part of a sentence that follows its name; null where it may be one. */
export function foreignShape(found: Description): string | null {
  const { size, distance } = denseOf(found);
  if (size === null) return "was not made by Colloquy: its vectors have names or are missing";
  if (distance !== "Cosine") return `compares by ${distance}, and Colloquy by Cosine`;
  if (found.config.params.sparse_vectors?.[KEYWORD_VECTOR]?.modifier !== "idf") {
    return `has no sparse vector "${KEYWORD_VECTOR}" with the modifier idf`;
  }
  return null;
}

function denseOf({ config }: Description): { readonly size: number | null; readonly distance: string | null } {
  const { vectors } = config.params;
  if (vectors === undefined || !("size" in vectors) || typeof vectors.size !== "number") {
    return { size: null, distance: null };
  }
  return { size: vectors.size, distance: String(vectors["distance"]) };
}
