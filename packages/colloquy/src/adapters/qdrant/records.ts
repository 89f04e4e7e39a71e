import type { Schemas } from "@qdrant/js-client-rest";
import { z } from "zod";
import { contentId, type StoreState } from "../../model/index.ts";
import { type QdrantConnection, unlessMissing } from "./connection.ts";
import { takenId } from "./point.ts";

const EPOCH = z.object({ number: z.number(), identity: z.string() });
const STATE = z.object({
  marker: z.string(),
  epoch: EPOCH,
  writing: EPOCH.nullable(),
  points: z.number().nullable(),
  assumedLength: z.number().nullable(),
  token: z.string().optional(),
});
const CLAIM = z.object({ token: z.string(), marker: z.string() });

export interface RecordedState extends StoreState {
  /** Number of chunks when a projection was completed. It shows whether chunks are missing later. */
  readonly points: number | null;
  /** See `AssumedLength`; null until chunks are written. */
  readonly assumedLength: number | null;
  /** Token of the claim under which it was written; missing without a claim. */
  readonly token?: string | undefined;
}

/** The run that writes a workspace. */
export interface RecordedClaim {
  /** Random, of one store object. */
  readonly token: string;
  /** Marker of the ledger that it writes. */
  readonly marker: string;
}

/**
 * A collection's records of one workspace, each in a point without vectors: the state, the claim, and that it created
 * the collection. They are next to the chunks, so a snapshot holds both. They have no `workspace` and no `OWNER_FIELD`,
 * so no filter for chunks matches them; they are read by id, never by a filter.
 */
export class WorkspaceRecords {
  /** Ids of the points, for filters that exclude them. */
  readonly ids: readonly string[];
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;
  readonly #stateId: string;
  readonly #claimId: string;
  readonly #makingId: string;

  constructor(connection: QdrantConnection, collection: string, workspace: string) {
    const idOf = (kind: string): string => takenId(contentId(kind, workspace));
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#stateId = idOf("state");
    this.#claimId = idOf("claim");
    this.#makingId = idOf("making");
    this.ids = [this.#stateId, this.#claimId, this.#makingId];
  }

  async state(): Promise<RecordedState | null> {
    return STATE.safeParse(await this.#read(this.#stateId)).data ?? null;
  }

  async writeState(state: RecordedState): Promise<void> {
    await this.#write(this.#stateId, { stateOf: this.#workspace, ...state });
  }

  async forgetState(): Promise<void> {
    await this.#forget({ points: [this.#stateId] });
  }

  /** Keeps a state that was written under another claim. */
  async forgetStateOf(token: string): Promise<void> {
    await this.#forget(withToken(this.#stateId, token));
  }

  /** @param missing the result when there is no collection. */
  async claim<Missing>(missing: Missing): Promise<RecordedClaim | Missing | null> {
    return unlessMissing(missing, async () => CLAIM.safeParse(await this.#retrieve(this.#claimId)).data ?? null);
  }

  /** @returns false when there is no collection. */
  async writeClaim({ token, marker }: RecordedClaim): Promise<boolean> {
    const write = async () => {
      await this.#write(this.#claimId, { claimOf: this.#workspace, token, marker });
      return true;
    };
    return unlessMissing(false, write);
  }

  /** Keeps a claim that replaced this one. */
  async forgetClaim(token: string): Promise<void> {
    await this.#forget(withToken(this.#claimId, token));
  }

  /** Records that this workspace created the collection. */
  async writeMaking(): Promise<void> {
    await this.#write(this.#makingId, { madeBy: this.#workspace });
  }

  async haveMaking(): Promise<boolean> {
    return (await this.#read(this.#makingId)) !== null;
  }

  async #read(id: string): Promise<unknown> {
    return unlessMissing(null, async () => this.#retrieve(id));
  }

  async #retrieve(id: string): Promise<unknown> {
    const records = await this.#connection.call(async (client) =>
      client.retrieve(this.#collection, { ids: [id], with_payload: true }),
    );
    return records[0]?.payload ?? null;
  }

  async #write(id: string, payload: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#connection.call(async (client) =>
      client.upsert(this.#collection, { points: [{ id, vector: {}, payload }], wait: true }),
    );
  }

  async #forget(which: Schemas["PointsSelector"]): Promise<void> {
    await unlessMissing(undefined, async () =>
      this.#connection.call(async (client) => client.delete(this.#collection, { ...which, wait: true })),
    );
  }
}

/** Qdrant compares and deletes in one step. A separate read could delete another object's newer record. */
function withToken(id: string, token: string): Schemas["FilterSelector"] {
  return { filter: { must: [{ has_id: [id] }, { key: "token", match: { value: token } }] } };
}
