import type { Schemas } from "@qdrant/js-client-rest";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { OWNER_FIELD } from "./point.ts";

export type Description = Schemas["CollectionInfo"];

/**
 * Indexes for filters, ranges and counts; a server in strict mode refuses these on fields without an index. HNSW links
 * within the points of a value are for the fields that limit vector searches.
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

/** Fields of a collection without an index. */
export function missingIndexes(found: Description): readonly (keyof typeof PAYLOAD_INDEXES)[] {
  const fields = Object.keys(PAYLOAD_INDEXES) as (keyof typeof PAYLOAD_INDEXES)[];
  return fields.filter((field) => !(field in found.payload_schema));
}

/** The vectors that a workspace stores. */
export interface Vectors {
  readonly dimensions: number;
  readonly profile: string;
}

/** Dimensions of the unnamed vector; null when there is none. */
export function dimensionsOf(found: Description): number | null {
  return denseOf(found).size;
}

/** The index of the payload key that named the workspace of a chunk in earlier versions. */
const EARLIER_OWNER_FIELD = "passageOf";

/**
 * How a collection shows that an earlier version of Colloquy created it; null when it does not. With the modifier idf, the
 * server also counts points of other workspaces. No filter finds chunks with the earlier payload key.
 */
export function earlierForm(found: Description): string | null {
  if (found.config.params.sparse_vectors?.[KEYWORD_VECTOR]?.modifier === "idf")
    return "its sparse vector has the modifier idf";
  return EARLIER_OWNER_FIELD in found.payload_schema ? `its chunks have the payload key ${EARLIER_OWNER_FIELD}` : null;
}

/** Why a collection cannot be used, as the part of a sentence after its name; null when it can. */
export function foreignShape(found: Description): string | null {
  const { size, distance, datatype, isMulti } = denseOf(found);
  if (size === null) return "was not created by Colloquy: its vectors are named or missing";
  if (isMulti) return "was not created by Colloquy: a point has several vectors";
  if (distance !== "Cosine") return `uses the distance ${distance}; Colloquy needs Cosine`;
  if (datatype !== "float32") return `stores vectors as ${datatype}, which loses precision; Colloquy needs float32`;
  const sparse = found.config.params.sparse_vectors?.[KEYWORD_VECTOR];
  if (sparse === undefined) return `has no sparse vector "${KEYWORD_VECTOR}"`;
  const kept = sparse.index?.datatype ?? "float32";
  return kept === "float32"
    ? null
    : `stores the sparse vector "${KEYWORD_VECTOR}" as ${String(kept)}; Colloquy needs float32`;
}

interface DenseVectors {
  readonly size: number | null;
  readonly distance: string;
  readonly datatype: string;
  /** Whether a point has several vectors. */
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
