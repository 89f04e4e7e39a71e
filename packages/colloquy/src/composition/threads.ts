import { availableParallelism } from "node:os";

/** The number of threads for reading, and for the rules. Ledger and stores have their own threads. */
export const THREADS = Math.min(2, availableParallelism());
