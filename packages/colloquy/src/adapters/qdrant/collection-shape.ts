import type { Schemas } from "@qdrant/js-client-rest";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { OWNER_FIELD } from "./point.ts";

export type Description = Schemas["CollectionInfo"];

/**
 * What filters, ranges and counts are made of; a server in strict mode refuses them for anything else. HNSW links within the
 * points of a value are for the fields that searches by vector are limited to.
 */
export const PAYLOAD_INDEXES = {
  [OWNER_FIELD]: { type: "keyword", is_tenant: true },
  workspace: { type: "keyword", enable_hnsw: false },
  file: { type: "keyword" },
  speakerKeys: { type: "keyword" },
  transcript: { type: "keyword", enable_hnsw: false },
  profile: { type: "keyword", enable_hnsw: false },
  ordinal: { type: "integer", enable_hnsw: false },
  startMs: { type: "float", enable_hnsw: false },
  terms: { type: "integer", lookup: true, range: false, enable_hnsw: false, on_disk: true },
  termTotal: { type: "integer", lookup: true, range: false, enable_hnsw: false },
  token: { type: "keyword", enable_hnsw: false },
} as const satisfies Record<string, Schemas["PayloadSchemaParams"]>;

/** The fields of a collection that have no index yet. */
export function missingIndexes(found: Description): readonly (keyof typeof PAYLOAD_INDEXES)[] {
  const fields = Object.keys(PAYLOAD_INDEXES) as (keyof typeof PAYLOAD_INDEXES)[];
  return fields.filter((field) => !(field in found.payload_schema));
}

/** The vectors that a workspace wants to keep in a collection. */
export interface Vectors {
  readonly dimensions: number;
  readonly profile: string;
}

/** Of the vector without a name; null where there is none. */
export function dimensionsOf(found: Description): number | null {
  return denseOf(found).size;
}

/**
 * Whether it is of the form of earlier versions of Colloquy: a server that adds the rarity of terms counts the points of
 * others for it.
 */
export function isOfEarlierForm(found: Description): boolean {
  return found.config.params.sparse_vectors?.[KEYWORD_VECTOR]?.modifier === "idf";
}

/** Why a collection cannot be used, as the part of a sentence that follows its name; null where it can. */
export function foreignShape(found: Description): string | null {
  const { size, distance, datatype, isMulti } = denseOf(found);
  if (size === null) return "was not made by Colloquy: its vectors have names or are missing";
  if (isMulti) return "was not made by Colloquy: a point has several vectors";
  if (distance !== "Cosine") return `compares by ${distance}, and Colloquy by Cosine`;
  if (datatype !== "float32")
    return `keeps vectors as ${datatype}, so that it cannot give back what is written; Colloquy needs float32`;
  const sparse = found.config.params.sparse_vectors?.[KEYWORD_VECTOR];
  if (sparse === undefined) return `has no sparse vector "${KEYWORD_VECTOR}"`;
  const kept = sparse.index?.datatype ?? "float32";
  return kept === "float32"
    ? null
    : `keeps the sparse vector "${KEYWORD_VECTOR}" as ${String(kept)}; Colloquy needs float32`;
}

interface DenseVectors {
  readonly size: number | null;
  readonly distance: string;
  readonly datatype: string;
  /** Whether a point has several. */
  readonly isMulti: boolean;
}

function denseOf({ config }: Description): DenseVectors {
  const { vectors } = config.params;
  const isOne = vectors !== undefined && "size" in vectors && typeof vectors.size === "number";
  const params: Readonly<Record<string, unknown>> = isOne ? vectors : {};
  return {
    size: isOne ? Number(params["size"]) : null,
    distance: String(params["distance"]),
    datatype: String(params["datatype"] ?? "float32"),
    isMulti: (params["multivector_config"] ?? null) !== null,
  };
}
