import type { ProjectedRow } from "../model/index.ts";
import type { LedgerDamage } from "../ports/index.ts";
import type { SyncStatus } from "./sync-status.ts";
import type { Fault } from "./verify-damage.ts";

/** A row that differs, in a form for readers. */
export interface FaultyRow {
  readonly kind: ProjectedRow["kind"];
  readonly id: string;
  readonly fault: Fault;
  /** Name of an entity, type of a relationship, words of a quote or of evidence; null if a row has none. */
  readonly name: string | null;
  /** Null if a row has none. */
  readonly file: string | null;
}

/** The comparison of one kind of rows. */
export interface KindVerification {
  readonly ok: boolean;
  /** The number of rows on each side. */
  readonly rows: { readonly ledger: number; readonly store: number };
  /** Rows that the store lacks. */
  readonly missing: number;
  /** Rows with another value in the store. */
  readonly changed: number;
  /** Rows that the ledger does not have. */
  readonly extra: number;
  /** Rows that the store has more than once. */
  readonly doubled: number;
}

/** The comparison of one store with the ledger. It describes the rows before a repair. */
export interface StoreVerification {
  /** `embedded`, `neo4j`, `qdrant`, or the name of the caller's own store. */
  readonly store: string;
  readonly holds: "graph" | "vectors";
  /** Whether the store's rows and state agree with the ledger, after a repair. */
  readonly ok: boolean;
  /** How the state of the store compares with the ledger. */
  readonly state: SyncStatus;
  /**
   * Digest of the store's rows, 64 hexadecimal digits; the digests of all stores add up to the ledger's (modulo 2^256).
   */
  readonly digest: string;
  readonly rows: { readonly ledger: number; readonly store: number };
  readonly kinds: Readonly<Partial<Record<ProjectedRow["kind"], KindVerification>>>;
  readonly missing: number;
  readonly changed: number;
  readonly extra: number;
  readonly doubled: number;
  /** At most three rows per kind and fault. */
  readonly examples: readonly FaultyRow[];
  /** The number of rows that were written or removed to repair it. */
  readonly repaired: number;
}

/** The result of comparing stores with a sound ledger. */
export interface ProjectionVerification {
  /** Whether the ledger agrees with its digest, and every store with the ledger. */
  readonly ok: boolean;
  /** The ledger's digest, as maintained while rows are written. */
  readonly digest: string;
  readonly ledger: {
    /** Whether the maintained digest equals the digest of the rows. */
    readonly ok: boolean;
    /** Digest of the ledger's rows, computed again. */
    readonly digest: string;
    /** Chunks with results that no store has yet, because a run was stopped. */
    readonly unwritten: number;
  };
  readonly stores: readonly StoreVerification[];
}

/** The result of `verify`. */
export interface Verification extends Omit<ProjectionVerification, "digest" | "ledger"> {
  readonly workspace: string;
  /** As in `ProjectionVerification`; null if the ledger stays damaged: then no store is compared with it. */
  readonly digest: string | null;
  readonly ledger: Omit<ProjectionVerification["ledger"], "digest"> & {
    readonly digest: string | null;
    /** The damage before a repair; null if the ledger is sound. */
    readonly damage: LedgerDamage | null;
    /** Whether all damage is repaired. */
    readonly repaired: boolean;
  };
}
