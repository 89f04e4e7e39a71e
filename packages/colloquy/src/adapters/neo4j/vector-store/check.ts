import { ColloquyError } from "../../../model/index.ts";
import type { ChunkWithTerms } from "../../../ports/index.ts";
import { Connection } from "../connection.ts";
import type { Neo4jSettings } from "../settings.ts";
import { CHUNK_LABEL, MOST_DIMENSIONS } from "./schema.ts";

export interface Vectors {
  readonly dimensions: number;
  readonly profile: string;
}

/**
 * Connects once, without retries, and checks that the server can be used and written to. Nothing stays in the database.
 * @param vectors that will be written; null when they are not known.
 * @throws ColloquyError `store`: what is wrong, and what to do.
 */
export async function checkNeo4jVectors(
  settings: Neo4jSettings,
  vectors: Vectors | null,
): Promise<{ readonly version: string }> {
  const connection = new Connection(settings, { workspace: "", retryMs: 0 });
  try {
    const version = await connection.version();
    if (vectors !== null) checkDimensions(vectors, connection);
    await checkWritable(connection);
    return { version };
  } finally {
    await connection.close();
  }
}

/** Checks for a read-only database and a user without write access. Foreign constraints do not name our own labels. */
export async function checkWritable(connection: Connection): Promise<void> {
  await connection.rehearse(`CREATE (:${CHUNK_LABEL})`);
}

/** @throws ColloquyError `invalid-input` for no number of dimensions, `store` for more than an index accepts. */
export function checkDimensions({ dimensions, profile }: Vectors, connection: Connection): void {
  if (!Number.isSafeInteger(dimensions) || dimensions < 1)
    throw new ColloquyError(
      "invalid-input",
      `Expected \`dimensions\` to be a whole number above 0, got ${dimensions}.`,
    );
  if (dimensions <= MOST_DIMENSIONS) return;
  throw connection.failure(
    `has indexes for vectors of up to ${MOST_DIMENSIONS} dimensions, but those of ${profile} have ${dimensions}. Set fewer with --dimensions, use another embedding model, or keep the vectors in a file or a Qdrant (without --vectors).`,
  );
}

/** @throws ColloquyError `store` when the prepared index does not accept a vector. */
export function checkRows(
  chunks: readonly ChunkWithTerms[],
  prepared: Vectors,
  connection: Connection,
  workspace: string,
): void {
  for (const { row } of chunks) {
    const { id, vector, profile } = row;
    if (vector.length !== prepared.dimensions || profile !== prepared.profile)
      throw refusal(prepared, { dimensions: vector.length, profile }, connection, workspace);
    if (!vector.every(Number.isFinite))
      throw new ColloquyError("store", `The vector of chunk ${id} has values that are not finite; embed it again.`);
  }
}

export function refusal(held: Vectors, wanted: Vectors, connection: Connection, workspace: string): ColloquyError {
  return connection.failure(
    `holds vectors of ${held.dimensions} dimensions (${held.profile}) for workspace ${workspace} and cannot take those of ${wanted.dimensions} dimensions (${wanted.profile}). Use the embedding model that made them, or rebuild the index with \`colloquy project --to neo4j\`.`,
  );
}
