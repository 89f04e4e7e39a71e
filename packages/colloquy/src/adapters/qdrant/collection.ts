import { randomUUID } from "node:crypto";
import type { Schemas } from "@qdrant/js-client-rest";
import { ColloquyError } from "../../model/index.ts";
import {
  type Description,
  dimensionsOf,
  earlierForm,
  foreignShape,
  missingIndexes,
  PAYLOAD_INDEXES,
  type Vectors,
} from "./collection-shape.ts";
import { type QdrantConnection, unlessMissing, wasAnswered } from "./connection.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { OWNER_FIELD } from "./point.ts";
import { WorkspaceRecords } from "./records.ts";

/** A collection of Qdrant, and its checks. */
export class QdrantCollection {
  readonly name: string;
  readonly records: WorkspaceRecords;
  readonly #connection: QdrantConnection;
  readonly #workspace: string;
  readonly #ownName: string;

  /** @param name null: the workspace's own collection. */
  constructor(connection: QdrantConnection, workspace: string, name: string | null) {
    this.#ownName = `${workspace}_chunks`;
    this.name = name ?? this.#ownName;
    this.records = new WorkspaceRecords(connection, this.name, workspace);
    this.#connection = connection;
    this.#workspace = workspace;
  }

  /**
   * Dimensions of the vectors; null without a collection.
   * @throws ColloquyError `store` for a foreign collection.
   */
  async dimensions(): Promise<number | null> {
    const found = await this.#describe();
    if (found === null) return null;
    this.#checkShape(found);
    return dimensionsOf(found);
  }

  /**
   * Creates the collection, or checks that it can be used and written to.
   * @returns whether it was created now, and is empty.
   * @throws ColloquyError `store` when it holds other vectors (it is not changed), or cannot be written to.
   */
  async prepare(wanted: Vectors): Promise<boolean> {
    const found = await this.#describe();
    const isMadeAgain = found !== null && (await this.#canBeMadeAgain(found, wanted));
    if (isMadeAgain) await this.#connection.call(async (client) => client.deleteCollection(this.name));
    if (found === null || isMadeAgain) {
      await this.#make(wanted);
      return true;
    }
    await this.#checkDimensions(found, wanted);
    await this.checkAccess(true);
    await this.#createIndexes(found);
    await this.#checkProfile(wanted);
    return false;
  }

  /**
   * As `prepare`, but changes nothing.
   * @param wanted null: vectors of any model; the shape of the collection is checked too.
   * @returns whether there is a collection.
   */
  async examine(wanted: Vectors | null): Promise<boolean> {
    const found = await this.#describe();
    if (found !== null) this.#checkShape(found);
    if (found !== null && wanted !== null && !(await this.#canBeMadeAgain(found, wanted)))
      await this.#check(found, wanted);
    await this.checkAccess(found !== null);
    return found !== null;
  }

  /**
   * Checks that it can hold such vectors after the workspace's points are removed. Changes nothing.
   * @throws ColloquyError `store` when foreign points or the collection prevent that.
   */
  async checkTurningTo(wanted: Vectors): Promise<void> {
    const found = await this.#describe();
    if (found === null) return;
    this.#checkShape(found);
    if ((await this.#isOwn()) && !(await this.#holdsOthers(found))) return;
    await this.#check(found, wanted, this.#workspace);
  }

  /** Whether it may hold chunks of Colloquy. A filter by a field without an index may be refused. */
  async hasIndexes(): Promise<boolean> {
    const found = await this.#describe();
    return found !== null && OWNER_FIELD in found.payload_schema;
  }

  /**
   * Sends a request that changes nothing and needs a key with write access. It deletes a missing point, or a missing
   * collection when the collection is still to be created.
   */
  async checkAccess(isMade: boolean): Promise<void> {
    const nothing = randomUUID();
    await this.#connection.call(async (client) =>
      isMade
        ? client.delete(this.name, { points: [nothing], wait: true })
        : client.deleteCollection(`colloquy-access-${nothing}`),
    );
  }

  /** Workspaces with points in an earlier collection of this name have lost them. */
  async #make(wanted: Vectors): Promise<void> {
    const isOurs = await this.#create(wanted);
    const made = await this.#describe();
    if (made === null)
      throw new ColloquyError("store", `${this.#place()} was deleted while it was created; run the command again.`);
    if (!isOurs) await this.#checkDimensions(made, wanted);
    try {
      await this.#createIndexes(made);
      if (isOurs) await this.records.writeMaking();
    } catch (error) {
      // The server will refuse this later too: no unusable collection stays.
      if (isOurs && wasAnswered(error))
        await this.#connection.call(async (client) => client.deleteCollection(this.name));
      throw error;
    }
    if (!isOurs) await this.#checkProfile(wanted);
  }

  /** @returns false when another process, or an attempt whose reply was lost, has created it. */
  async #create(wanted: Vectors): Promise<boolean> {
    try {
      await this.#connection.call(async (client) =>
        client.createCollection(this.name, {
          vectors: { size: wanted.dimensions, distance: "Cosine" },
          sparse_vectors: { [KEYWORD_VECTOR]: {} },
        }),
      );
      return true;
    } catch (error) {
      if (wasAnswered(error, 409)) return false;
      throw error;
    }
  }

  async #createIndexes(found: Description): Promise<void> {
    for (const field_name of missingIndexes(found)) {
      const field_schema = PAYLOAD_INDEXES[field_name];
      await this.#connection.call(async (client) =>
        client.createPayloadIndex(this.name, { field_name, field_schema, wait: true }),
      );
    }
  }

  /** @param leaving a workspace whose points do not count, because they will be removed. */
  async #check(found: Description, wanted: Vectors, leaving: string | null = null): Promise<void> {
    await this.#checkDimensions(found, wanted);
    await this.#checkProfile(wanted, leaving);
  }

  async #checkDimensions(found: Description, wanted: Vectors): Promise<void> {
    this.#checkShape(found);
    const size = dimensionsOf(found);
    if (size === wanted.dimensions) return;
    const why = `holds vectors of ${size} dimensions and cannot take those of ${wanted.dimensions} dimensions (${wanted.profile})`;
    throw (await this.#isOwn()) ? this.#refusalOfOurs(why) : this.#refusal(why);
  }

  async #checkProfile(wanted: Vectors, leaving: string | null = null): Promise<void> {
    const other = await this.#profileBeside(wanted.profile, leaving);
    if (other === null) return;
    throw this.#refusalOfOurs(
      `holds vectors of ${other} and cannot take those of ${wanted.profile} (${wanted.dimensions} dimensions)`,
    );
  }

  #checkShape(found: Description): void {
    const why = foreignShape(found);
    if (why !== null) throw this.#refusal(why);
    const earlier = earlierForm(found);
    if (earlier === null) return;
    throw new ColloquyError(
      "store",
      `${this.#place()} was created by an earlier version of Colloquy: ${earlier}. Name another collection with --qdrant-collection, or delete this collection and run \`colloquy project --to qdrant\`, which fills a new one from the ledger.`,
    );
  }

  /**
   * One collection holds vectors of one model, because any client may search it without a filter. Without indexes on
   * the fields, it holds no points of Colloquy.
   */
  async #profileBeside(profile: string, leaving: string | null): Promise<string | null> {
    if (!(await this.hasIndexes())) return null;
    const those = [{ key: "profile", match: { value: profile.toWellFormed() } }, { is_empty: { key: OWNER_FIELD } }];
    const left = leaving === null ? [] : [{ key: OWNER_FIELD, match: { value: leaving } }];
    const { points } = await this.#connection.call(async (client) =>
      client.scroll(this.name, {
        filter: { must_not: [...those, ...left] },
        with_payload: ["profile"],
        limit: 1,
      }),
    );
    return points[0] === undefined ? null : String(points[0].payload?.["profile"]);
  }

  /** For other dimensions, if no other workspace loses points. */
  async #canBeMadeAgain(found: Description, wanted: Vectors): Promise<boolean> {
    const hasOurShape = foreignShape(found) === null && earlierForm(found) === null;
    if (!hasOurShape || dimensionsOf(found) === wanted.dimensions || !(await this.#isOwn())) return false;
    return !(await this.#anyBut({ must_not: [{ has_id: [...this.records.ids] }] }));
  }

  async #holdsOthers(found: Description): Promise<boolean> {
    const records = { has_id: [...this.records.ids] };
    if (missingIndexes(found).includes(OWNER_FIELD)) return this.#anyBut({ must_not: [records] });
    return this.#anyBut({ must_not: [records, { key: OWNER_FIELD, match: { value: this.#workspace } }] });
  }

  /** Requests a point instead of an exact count, which a server in strict mode refuses. */
  async #anyBut(filter: { readonly must_not: Schemas["Condition"][] }): Promise<boolean> {
    const { points } = await this.#connection.call(async (client) =>
      client.scroll(this.name, { filter, with_payload: false, limit: 1 }),
    );
    return points.length > 0;
  }

  /** Whether it belongs to the workspace alone: in a shared collection another workspace may be about to write. */
  async #isOwn(): Promise<boolean> {
    return this.name === this.#ownName && (await this.records.haveMaking());
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
      `${this.#place()} ${why}. Name another collection with --qdrant-collection, or delete this collection if it is not needed.`,
    );
  }

  /** After the workspace is cleared, it takes other vectors. */
  #refusalOfOurs(why: string): ColloquyError {
    return new ColloquyError(
      "store",
      `${this.#place()} ${why}. Name another collection with --qdrant-collection, or, if it holds only the workspace ${this.#workspace}, rebuild it with \`colloquy project --to qdrant\`.`,
    );
  }
}
