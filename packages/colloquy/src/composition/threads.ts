import { availableParallelism } from "node:os";

/** For reading, and for the rules: the ledger and the stores have theirs. */
export const THREADS = Math.min(2, availableParallelism());
