import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { cancellationCases } from "./cancellation.ts";
import { changeCases } from "./changes.ts";
import { checkCases } from "./checks.ts";
import { deadLetterCases } from "./dead-letters.ts";
import { lifetimeCases } from "./lifetime.ts";
import { overviewCases } from "./overview.ts";
import { pendingCases } from "./pending.ts";
import { replyCases } from "./replies.ts";
import { resolutionCases } from "./resolution.ts";
import { runCases } from "./runs.ts";
import { sourceCases } from "./sources.ts";
import { summaryCases } from "./summaries.ts";
import { vectorCases } from "./vectors.ts";
import { verdictCases } from "./verdicts.ts";

/** The requirements on every Ledger, with any Resolver that makes an entity of an asserted mention. */
export const ledgerConformance: readonly ConformanceCase<Ledger>[] = [
  ...sourceCases,
  ...pendingCases,
  ...replyCases,
  ...deadLetterCases,
  ...vectorCases,
  ...verdictCases,
  ...checkCases,
  ...summaryCases,
  ...resolutionCases,
  ...changeCases,
  ...overviewCases,
  ...runCases,
  ...cancellationCases,
  ...lifetimeCases,
];
