import { z } from "zod";
import { contentId } from "../../model/index.ts";
import type { StoreState } from "../../ports/index.ts";
import { type QdrantConnection, wasAnswered } from "./connection.ts";
import { takenId } from "./point.ts";

const COLLECTION = "colloquy_state";

const STATE = z.object({ marker: z.string(), epoch: z.number(), points: z.number().optional() });

/** What was completed. `points`: how many there were then, until one of them is written or removed. */
export type CompletedState = z.infer<typeof STATE>;

/** The states of workspaces, apart from their points, so that who searches a collection meets passages alone. */
export class StateRecords {
  readonly #connection: QdrantConnection;
  readonly #workspace: string;
  readonly #collection: string;
  readonly #id: string;

  constructor(connection: QdrantConnection, workspace: string, collection: string) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#collection = collection;
    this.#id = takenId(contentId("state", workspace, collection));
  }

  async read(): Promise<CompletedState | null> {
    const records = await this.#unlessMissing([], async () =>
      this.#connection.call(async (client) => client.retrieve(COLLECTION, { ids: [this.#id] })),
    );
    return STATE.safeParse(records[0]?.payload).data ?? null;
  }

  async write({ marker, epoch }: StoreState, points: number): Promise<void> {
    const payload = { workspace: this.#workspace, collection: this.#collection, marker, epoch, points };
    const upsert = async () =>
      this.#connection.call(async (client) =>
        client.upsert(COLLECTION, { points: [{ id: this.#id, vector: {}, payload }], wait: true }),
      );
    if ((await this.#unlessMissing(null, upsert)) !== null) return;
    await this.#create();
    await upsert();
  }

  /** The number of points cannot be trusted from here on. */
  async touch(): Promise<void> {
    const state = await this.read();
    if (state?.points === undefined) return;
    await this.#unlessMissing(null, async () =>
      this.#connection.call(async (client) =>
        client.deletePayload(COLLECTION, { keys: ["points"], points: [this.#id], wait: true }),
      ),
    );
  }

  async forget(): Promise<void> {
    await this.#unlessMissing(null, async () =>
      this.#connection.call(async (client) => client.delete(COLLECTION, { points: [this.#id], wait: true })),
    );
  }

  /** Of every workspace: their points went with the collection. */
  async forgetCollection(): Promise<void> {
    const filter = { must: [{ key: "collection", match: { value: this.#collection } }] };
    await this.#unlessMissing(null, async () =>
      this.#connection.call(async (client) => client.delete(COLLECTION, { filter, wait: true })),
    );
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

  async #unlessMissing<Answer, Fallback>(
    fallback: Fallback,
    request: () => Promise<Answer>,
  ): Promise<Answer | Fallback> {
    try {
      return await request();
    } catch (error) {
      if (wasAnswered(error, 404)) return fallback;
      throw error;
    }
  }
}
