import type { ProjectedRow } from "../model/index.ts";
import type { LedgerDamage } from "../ports/index.ts";
import type { SyncStatus } from "./sync-status.ts";
import type { Fault } from "./verify-damage.ts";

/** A row that differs, as people may recognise it. */
export interface FaultyRow {
  readonly kind: ProjectedRow["kind"];
  readonly id: string;
  readonly fault: Fault;
  /** Name of an entity, type of a relationship, words of a quote or of evidence; null where a row has none. */
  readonly name: string | null;
  /** Null where a row has none. */
  readonly file: string | null;
}

/** One kind of rows, compared. */
export interface KindVerification {
  readonly ok: boolean;
  /** How many rows each side has. */
  readonly rows: { readonly ledger: number; readonly store: number };
  /** Rows that the store lacks. */
  readonly missing: number;
  /** Rows that the store has with another value. */
  readonly changed: number;
  /** Rows that the ledger does not have. */
  readonly extra: number;
  /** Rows that the store has more than once. */
  readonly doubled: number;
}

/** One store, compared with the ledger. What is told of its rows was found before anything was repaired. */
export interface StoreVerification {
  /** `embedded`, `neo4j`, `qdrant`, or the name of a port of the caller's own. */
  readonly store: string;
  readonly holds: "graph" | "vectors";
  /** The store holds what the ledger holds, and knows it: in the end, after what was repaired. */
  readonly ok: boolean;
  /** How the state of the store compares with the ledger. */
  readonly state: SyncStatus;
  /** Of the store's rows, 64 hexadecimal digits; the digests of all stores add up to the ledger's (modulo 2^256). */
  readonly digest: string;
  readonly rows: { readonly ledger: number; readonly store: number };
  readonly kinds: Readonly<Partial<Record<ProjectedRow["kind"], KindVerification>>>;
  readonly missing: number;
  readonly changed: number;
  readonly extra: number;
  readonly doubled: number;
  /** At most three rows a kind and fault. */
  readonly examples: readonly FaultyRow[];
  /** How many rows were written or removed to mend it. */
  readonly repaired: number;
}

/** What was found when stores were compared with a sound ledger. */
export interface ProjectionVerification {
  /** The ledger agrees with its digest, and every store with the ledger. */
  readonly ok: boolean;
  /** The ledger's, as it is kept while rows are written. */
  readonly digest: string;
  readonly ledger: {
    /** The digest that is kept is that of the rows. */
    readonly ok: boolean;
    /** Of the ledger's rows, counted anew. */
    readonly digest: string;
    /** Chunks of which something is settled that no store has yet, because a run was stopped. */
    readonly unwritten: number;
  };
  readonly stores: readonly StoreVerification[];
}

/** What `verify` found. */
export interface Verification extends Omit<ProjectionVerification, "digest" | "ledger"> {
  readonly workspace: string;
  /** As in `ProjectionVerification`; null where the ledger stays damaged: no store is compared with it then. */
  readonly digest: string | null;
  readonly ledger: Omit<ProjectionVerification["ledger"], "digest"> & {
    readonly digest: string | null;
    /** What was found before anything was mended; null where the ledger is sound. */
    readonly damage: LedgerDamage | null;
    /** All of the damage is mended. */
    readonly mended: boolean;
  };
}
