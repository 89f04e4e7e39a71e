import type { Schemas } from "@qdrant/js-client-rest";
import { ColloquyError } from "../../model/index.ts";
import { type QdrantConnection, wasAnswered } from "./connection.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";

type Description = Schemas["CollectionInfo"];

/** What filters and ranges are made of; a server in strict mode refuses them for anything else. */
const PAYLOAD_INDEXES = {
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

/** A collection of Qdrant: what it can hold, and whether it may hold what is wanted. */
export class QdrantCollection {
  readonly name: string;
  readonly #connection: QdrantConnection;
  readonly #workspace: string;

  constructor(connection: QdrantConnection, name: string, workspace: string) {
    this.name = name;
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /** Of the vectors, where there is a collection of a shape that Colloquy reads. */
  async dimensions(): Promise<number | null> {
    const found = await this.#describe();
    return found === null ? null : denseOf(found).size;
  }

  /**
   * Makes the collection, or sees whether it can be used.
   * @returns whether it was made, that is, whether it is new and empty.
   * @throws ColloquyError `store` where it holds other vectors; it is left as it is.
   */
  async prepare(wanted: Vectors): Promise<boolean> {
    const found = await this.#describe();
    if (found === null) return this.#create(wanted);
    if (denseOf(found).size !== wanted.dimensions && (await this.#isEmptyAndOurs(found))) {
      await this.#connection.call(async (client) => client.deleteCollection(this.name));
      return this.#create(wanted);
    }
    this.#checkShape(found, wanted);
    await this.#checkProfile(wanted);
    await this.#createIndexes(found);
    return false;
  }

  /**
   * As `prepare`, but changes nothing.
   * @param wanted null: whatever it holds.
   * @returns whether there is a collection.
   */
  async examine(wanted: Vectors | null): Promise<boolean> {
    const found = await this.#describe();
    if (found === null || wanted === null) return found !== null;
    if (denseOf(found).size !== wanted.dimensions && (await this.#isEmptyAndOurs(found))) return true;
    this.#checkShape(found, wanted);
    await this.#checkProfile(wanted);
    return true;
  }

  async #create(wanted: Vectors): Promise<boolean> {
    try {
      await this.#connection.call(async (client) =>
        client.createCollection(this.name, {
          vectors: { size: wanted.dimensions, distance: "Cosine" },
          sparse_vectors: { [KEYWORD_VECTOR]: { modifier: "idf" } },
        }),
      );
    } catch (error) {
      // Another process, or an attempt whose answer was lost, has made it.
      if (!wasAnswered(error, 409)) throw error;
    }
    const made = await this.#describe();
    if (made === null) throw new ColloquyError("store", `${this.#place()} was deleted while it was made; run again.`);
    this.#checkShape(made, wanted);
    await this.#createIndexes(made);
    return true;
  }

  async #createIndexes(found: Description): Promise<void> {
    for (const [field_name, field_schema] of Object.entries(PAYLOAD_INDEXES)) {
      if (field_name in found.payload_schema) continue;
      await this.#connection.call(async (client) =>
        client.createPayloadIndex(this.name, { field_name, field_schema, wait: true }),
      );
    }
  }

  #checkShape(found: Description, wanted: Vectors): void {
    const { size, distance } = denseOf(found);
    const of = `of ${wanted.dimensions} dimensions (${wanted.profile})`;
    if (size === null) throw this.#refusal("was not made by Colloquy: its vectors have names or are missing");
    if (size !== wanted.dimensions)
      throw this.#refusal(`holds vectors of ${size} dimensions and cannot take those ${of}`);
    if (distance !== "Cosine") throw this.#refusal(`compares by ${distance}, and Colloquy by Cosine`);
    if (found.config.params.sparse_vectors?.[KEYWORD_VECTOR]?.modifier !== "idf") {
      throw this.#refusal(`has no sparse vector "${KEYWORD_VECTOR}" with the modifier idf`);
    }
  }

  /** One collection holds vectors of one model: any client may search it without a filter. */
  async #checkProfile({ profile, dimensions }: Vectors): Promise<void> {
    const { points } = await this.#connection.call(async (client) =>
      client.scroll(this.name, {
        filter: {
          must_not: [{ key: "profile", match: { value: profile.toWellFormed() } }, { is_empty: { key: "profile" } }],
        },
        with_payload: ["profile"],
        limit: 1,
      }),
    );
    const other = points[0]?.payload?.["profile"];
    if (other !== undefined) {
      throw this.#refusal(
        `holds vectors of ${String(other)} and cannot take those of ${profile} (${dimensions} dimensions)`,
      );
    }
  }

  /** Known by its shape and its indexes, which a collection of somebody else would hardly have. */
  async #isEmptyAndOurs(found: Description): Promise<boolean> {
    const { size, distance } = denseOf(found);
    const isOurs =
      size !== null &&
      distance === "Cosine" &&
      found.config.params.sparse_vectors?.[KEYWORD_VECTOR]?.modifier === "idf" &&
      Object.keys(PAYLOAD_INDEXES).every((name) => name in found.payload_schema);
    if (!isOurs) return false;
    const { count } = await this.#connection.call(async (client) => client.count(this.name, { exact: true }));
    return count === 0;
  }

  async #describe(): Promise<Description | null> {
    try {
      return await this.#connection.call(async (client) => client.getCollection(this.name));
    } catch (error) {
      if (wasAnswered(error, 404)) return null;
      throw error;
    }
  }

  #place(): string {
    return `The collection ${this.name} of Qdrant at ${this.#connection.address}`;
  }

  #refusal(why: string): ColloquyError {
    return new ColloquyError(
      "store",
      `${this.#place()} ${why}. Name another one with --qdrant-collection, or, if it holds nothing but the workspace ${this.#workspace}, fill it anew with \`colloquy project --to qdrant\`.`,
    );
  }
}

/** The vector without a name; null where there is none. */
function denseOf({ config }: Description): { readonly size: number | null; readonly distance: string | null } {
  const { vectors } = config.params;
  if (vectors === undefined || !("size" in vectors) || typeof vectors.size !== "number") {
    return { size: null, distance: null };
  }
  return { size: vectors.size, distance: String(vectors["distance"]) };
}
