import { z } from "zod";
import type { Neo4jSettings } from "../adapters/neo4j/index.ts";
import { ColloquyError } from "../model/index.ts";
import { type Option, WITH_VECTORS } from "../options/index.ts";
import type { VectorStore } from "../ports/index.ts";
import { asWhom, isSentReadable, neo4j, type Neo4jOptions } from "./neo4j.ts";
import type { Server, WithEnvironment } from "./server.ts";

/** The choice of a store for the vectors, for writing and for reading. */
export interface VectorsOptions {
  /** `neo4j`: the vectors are in the Neo4j of the graph. Default: in the Qdrant with an address, else in a file. */
  readonly vectors?: "neo4j";
}

const OPTIONS = {
  vectors: {
    schema: z.literal("neo4j"),
    expected: "`neo4j`",
    value: "store",
    help: "neo4j: keep the vectors in the Neo4j of the graph (default: Qdrant or a file)",
    commands: WITH_VECTORS,
    comment: "Keeps the vectors in the Neo4j of the graph, too, instead of in a Qdrant or a file.",
    example: "neo4j",
  },
} as const satisfies Record<keyof VectorsOptions, Option>;

/** It is used only if it is chosen: the address alone is that of the graph. */
export const neo4jVectors = {
  name: "neo4j",
  title: "Neo4j",
  holds: "vectors",
  options: { ...OPTIONS, ...neo4j.options },
  address: "neo4jUri",
  secrets: neo4j.secrets,
  encryptedAddress: neo4j.encryptedAddress,

  settings(given: VectorsOptions & Neo4jOptions & WithEnvironment) {
    if (given.vectors === undefined) return null;
    const settings = neo4j.settings(given);
    if (settings !== null) return settings;
    throw new ColloquyError(
      "configuration",
      "The vectors are to be in Neo4j (vectors: neo4j), but no Neo4j is configured: set NEO4J_URI or give --neo4j-uri.",
    );
  },

  describe: (settings) => `${neo4j.describe(settings)}, search index`,

  async open(settings, { workspace, onRetry, retryMs }) {
    const { openNeo4jVectorStore } = await import("../adapters/neo4j/index.ts");
    const { analyse } = await import("../analysis/index.ts");
    const limit = retryMs === undefined ? {} : { retryMs };
    return openNeo4jVectorStore(settings, { workspace, analyse, onRetry, ...limit });
  },

  async check(settings, { vectors }) {
    const { checkNeo4jVectors } = await import("../adapters/neo4j/index.ts");
    const { version } = await checkNeo4jVectors(settings, await vectors());
    return { version, asWhom: asWhom(settings.auth), isNew: false, isReadable: isSentReadable(settings) };
  },
} as const satisfies Server<Neo4jSettings, VectorStore>;
