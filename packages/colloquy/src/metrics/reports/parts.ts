import { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import { MODEL_STAGES } from "../../ports/index.ts";

export const stage = z.enum(MODEL_STAGES);
/** US dollars; null: not known. */
export const dollars = z.number().nullable();

export const reportHead = z.object({
  runId: z.string(),
  workspace: z.string(),
  /** ISO 8601. `finishedAt`, `seconds` and `exitCode` are null for a crashed run. */
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  seconds: z.number().nullable(),
  /** `crashed`: the run was killed, and the next run made this report from the replies in the ledger. */
  outcome: z.enum(["completed", "budget-reached", "interrupted", "failed", "crashed"]),
  exitCode: z.number().nullable(),
  /** Why the run stopped; null when it completed. */
  failure: z.string().nullable(),
  /** Where the run's trace can be viewed; empty when no receiver got it, absent in older reports. */
  traces: z.array(z.object({ traceId: z.string(), receiver: z.string(), url: z.string().nullable() })).exactOptional(),
});

/** The common head of both reports of a run. */
export interface ReportHead extends Immutable<z.infer<typeof reportHead>> {}
