import type { Schemas } from "@qdrant/js-client-rest";
import { z } from "zod";
import { contentId } from "../../model/index.ts";
import type { StoreState } from "../../ports/index.ts";
import { type QdrantConnection, unlessMissing, wasAnswered } from "./connection.ts";
import { takenId } from "./point.ts";

const COLLECTION = "colloquy_state";

const STATE = z.object({ marker: z.string(), epoch: z.number(), points: z.number().optional() });

/** What was completed. `points`: how many there were then, until one of them is written or removed. */
export type CompletedState = z.infer<typeof STATE>;

/** The states of workspaces, apart from their points, so that who searches a collection meets passages alone. */
export class StateRecords {
  readonly #connection: QdrantConnection;
  readonly #place: { readonly workspace: string; readonly collection: string };
  readonly #id: string;
  /** Of the record that the workspace made the collection, which outlasts its states. */
  readonly #makingId: string;

  constructor(connection: QdrantConnection, workspace: string, collection: string) {
    this.#connection = connection;
    this.#place = { workspace, collection };
    this.#id = takenId(contentId("state", workspace, collection));
    this.#makingId = takenId(contentId("making", workspace, collection));
  }

  async read(): Promise<CompletedState | null> {
    return STATE.safeParse((await this.#retrieve(this.#id))?.payload).data ?? null;
  }

  async write({ marker, epoch }: StoreState, points: number): Promise<void> {
    await this.#put(this.#id, { ...this.#place, marker, epoch, points });
  }

  /** The number of points cannot be trusted from here on. @returns the state that stands. */
  async touch(): Promise<CompletedState | null> {
    const state = await this.read();
    if (state?.points === undefined) return state;
    await unlessMissing(null, async () =>
      this.#connection.call(async (client) =>
        client.deletePayload(COLLECTION, { keys: ["points"], points: [this.#id], wait: true }),
      ),
    );
    return state;
  }

  async forget(): Promise<void> {
    await unlessMissing(null, async () =>
      this.#connection.call(async (client) => client.delete(COLLECTION, { points: [this.#id], wait: true })),
    );
  }

  /** Of every workspace, and who made it: their points went with the collection. */
  async forgetCollection(): Promise<void> {
    const filter = { must: [{ key: "collection", match: { value: this.#place.collection } }] };
    await unlessMissing(null, async () =>
      this.#connection.call(async (client) => client.delete(COLLECTION, { filter, wait: true })),
    );
  }

  /** That this workspace has made the collection. */
  async recordMaking(): Promise<void> {
    await this.#put(this.#makingId, { ...this.#place, made: true });
  }

  async haveMaking(): Promise<boolean> {
    return (await this.#retrieve(this.#makingId)) !== undefined;
  }

  async #retrieve(id: string): Promise<Schemas["Record"] | undefined> {
    const records = await unlessMissing([], async () =>
      this.#connection.call(async (client) => client.retrieve(COLLECTION, { ids: [id] })),
    );
    return records[0];
  }

  async #put(id: string, payload: Schemas["Payload"]): Promise<void> {
    const upsert = async () =>
      this.#connection.call(async (client) =>
        client.upsert(COLLECTION, { points: [{ id, vector: {}, payload }], wait: true }),
      );
    if ((await unlessMissing(null, upsert)) !== null) return;
    await this.#create();
    await upsert();
  }

  /** With a sparse vector that no point has: not every engine takes a collection without any. */
  async #create(): Promise<void> {
    try {
      await this.#connection.call(async (client) =>
        client.createCollection(COLLECTION, { sparse_vectors: { none: {} } }),
      );
    } catch (error) {
      if (!wasAnswered(error, 409)) throw error;
    }
    await this.#connection.call(async (client) =>
      client.createPayloadIndex(COLLECTION, { field_name: "collection", field_schema: "keyword", wait: true }),
    );
  }
}
