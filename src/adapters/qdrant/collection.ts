import { ColloquyError } from "../../model/index.ts";
import { type Description, dimensionsOf, foreignShape, PAYLOAD_INDEXES, type Vectors } from "./collection-shape.ts";
import { type QdrantConnection, unlessMissing, wasAnswered } from "./connection.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { StateRecords } from "./state.ts";

/** A collection of Qdrant: what it can hold, and whether it may hold what a workspace wants. */
export class QdrantCollection {
  readonly name: string;
  readonly states: StateRecords;
  readonly #connection: QdrantConnection;
  readonly #workspace: string;
  readonly #ownName: string;

  /** @param name null: the workspace's own one. */
  constructor(connection: QdrantConnection, workspace: string, name: string | null) {
    this.#ownName = `${workspace}_chunks`;
    this.name = name ?? this.#ownName;
    this.states = new StateRecords(connection, workspace, this.name);
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /** Of the vectors; null where there is no collection. @throws ColloquyError `store` where it is none of Colloquy's. */
  async dimensions(): Promise<number | null> {
    const found = await this.#describe();
    if (found === null) return null;
    this.#checkShape(found);
    return dimensionsOf(found);
  }

  /**
   * Makes the collection, or sees whether it can be used.
   * @returns whether it is new, so that nothing of the workspace is in it.
   * @throws ColloquyError `store` where it holds other vectors; it is left as it is.
   */
  async prepare(wanted: Vectors): Promise<boolean> {
    const found = await this.#describe();
    const isMadeAgain = found !== null && (await this.#canBeMadeAgain(found, wanted));
    if (isMadeAgain) await this.#connection.call(async (client) => client.deleteCollection(this.name));
    if (found === null || isMadeAgain) {
      await this.#make(wanted);
      return true;
    }
    await this.#check(found, wanted);
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
    if (!(await this.#canBeMadeAgain(found, wanted))) await this.#check(found, wanted);
    return true;
  }

  /**
   * Whether it could hold such vectors once the workspace's points are gone. Changes nothing.
   * @throws ColloquyError `store` where others' points, or the collection itself, are in the way.
   */
  async checkTurningTo(wanted: Vectors): Promise<void> {
    const found = await this.#describe();
    if (found === null) return;
    this.#checkShape(found);
    const others = { must_not: [{ key: "workspace", match: { value: this.#workspace } }] };
    const { count } = await this.#connection.call(async (client) =>
      client.count(this.name, { filter: others, exact: true }),
    );
    if (count === 0 && (await this.#isOwn())) return;
    await this.#check(found, wanted, this.#workspace);
  }

  /** Whose points were in an earlier collection of this name has lost them. */
  async #make(wanted: Vectors): Promise<void> {
    if (await this.#create(wanted)) {
      await this.states.forgetCollection();
      await this.states.recordMaking();
    } else {
      await this.states.forget();
    }
    const made = await this.#describe();
    if (made === null) throw new ColloquyError("store", `${this.#place()} was deleted while it was made; run again.`);
    await this.#check(made, wanted);
    await this.#createIndexes(made);
  }

  /** @returns false where another process, or an attempt whose answer was lost, has made it. */
  async #create(wanted: Vectors): Promise<boolean> {
    try {
      await this.#connection.call(async (client) =>
        client.createCollection(this.name, {
          vectors: { size: wanted.dimensions, distance: "Cosine" },
          sparse_vectors: { [KEYWORD_VECTOR]: { modifier: "idf" } },
        }),
      );
      return true;
    } catch (error) {
      if (wasAnswered(error, 409)) return false;
      throw error;
    }
  }

  async #createIndexes(found: Description): Promise<void> {
    for (const [field_name, field_schema] of Object.entries(PAYLOAD_INDEXES)) {
      if (field_name in found.payload_schema) continue;
      await this.#connection.call(async (client) =>
        client.createPayloadIndex(this.name, { field_name, field_schema, wait: true }),
      );
    }
  }

  /** @param leaving the workspace whose points do not count, because they are to go. */
  async #check(found: Description, wanted: Vectors, leaving: string | null = null): Promise<void> {
    this.#checkShape(found);
    const size = dimensionsOf(found);
    if (size !== wanted.dimensions) {
      const why = `holds vectors of ${size} dimensions and cannot take those of ${wanted.dimensions} dimensions (${wanted.profile})`;
      throw (await this.#isOwn()) ? this.#refusalOfOurs(why) : this.#refusal(why);
    }
    const other = await this.#profileBeside(wanted.profile, leaving);
    if (other === null) return;
    throw this.#refusalOfOurs(
      `holds vectors of ${other} and cannot take those of ${wanted.profile} (${wanted.dimensions} dimensions)`,
    );
  }

  #checkShape(found: Description): void {
    const why = foreignShape(found);
    if (why !== null) throw this.#refusal(why);
  }

  /** One collection holds vectors of one model: any client may search it without a filter. */
  async #profileBeside(profile: string, leaving: string | null): Promise<string | null> {
    const those = [{ key: "profile", match: { value: profile.toWellFormed() } }, { is_empty: { key: "profile" } }];
    const left = leaving === null ? [] : [{ key: "workspace", match: { value: leaving } }];
    const { points } = await this.#connection.call(async (client) =>
      client.scroll(this.name, {
        filter: { must_not: [...those, ...left] },
        with_payload: ["profile"],
        limit: 1,
      }),
    );
    const other = points[0]?.payload?.["profile"];
    return other === undefined ? null : String(other);
  }

  /** For other dimensions, where nobody can miss it. */
  async #canBeMadeAgain(found: Description, wanted: Vectors): Promise<boolean> {
    const hasOurShape =
      foreignShape(found) === null && Object.keys(PAYLOAD_INDEXES).every((name) => name in found.payload_schema);
    if (!hasOurShape || dimensionsOf(found) === wanted.dimensions || !(await this.#isOwn())) return false;
    const { count } = await this.#connection.call(async (client) => client.count(this.name, { exact: true }));
    return count === 0;
  }

  /** Whether it is the workspace's alone: in a shared one another workspace may be about to write. */
  async #isOwn(): Promise<boolean> {
    return this.name === this.#ownName && (await this.states.haveMaking());
  }

  async #describe(): Promise<Description | null> {
    return unlessMissing(null, async () => this.#connection.call(async (client) => client.getCollection(this.name)));
  }

  #place(): string {
    return `The collection ${this.name} of Qdrant at ${this.#connection.address}`;
  }

  #refusal(why: string): ColloquyError {
    return new ColloquyError(
      "store",
      `${this.#place()} ${why}. Name another one with --qdrant-collection, or delete this one if nobody needs it.`,
    );
  }

  /** Emptied of the workspace, it takes other vectors. */
  #refusalOfOurs(why: string): ColloquyError {
    return new ColloquyError(
      "store",
      `${this.#place()} ${why}. Name another one with --qdrant-collection, or, if it holds nothing but the workspace ${this.#workspace}, fill it anew with \`colloquy project --to qdrant\`.`,
    );
  }
}
