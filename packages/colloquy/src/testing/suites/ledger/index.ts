import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { cancellation } from "./cancellation.ts";
import { changes } from "./changes.ts";
import { deadLetters } from "./dead-letters.ts";
import { lifetime } from "./lifetime.ts";
import { pending } from "./pending.ts";
import { replies } from "./replies.ts";
import { resolution } from "./resolution.ts";
import { runs } from "./runs.ts";
import { sources } from "./sources.ts";
import { vectors } from "./vectors.ts";

/** The requirements on every Ledger, with any Resolver that makes an entity of an asserted mention. */
export const ledgerConformance: readonly ConformanceCase<Ledger>[] = [
  ...sources,
  ...pending,
  ...replies,
  ...deadLetters,
  ...vectors,
  ...resolution,
  ...changes,
  ...runs,
  ...cancellation,
  ...lifetime,
];
