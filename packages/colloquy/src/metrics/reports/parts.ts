import { z } from "zod";
import type { ModelStage } from "../../ports/index.ts";

export const stage = z.enum(["extract", "embed"] satisfies readonly ModelStage[]);
/** US dollars; null where they are not known. */
export const dollars = z.number().nullable();

/** What both reports of a run begin with. */
export const reportHead = z.object({
  run: z.string(),
  workspace: z.string(),
  /** ISO 8601. When it finished is not known of a run that crashed, and with it neither its seconds nor its exit code. */
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  seconds: z.number().nullable(),
  /** `crashed`: it was killed, and the next run made this report of what the ledger has of its replies. */
  outcome: z.enum(["completed", "budget-reached", "interrupted", "failed", "crashed"]),
  exitCode: z.number().nullable(),
  /** Why it stopped; null where it is done. */
  failure: z.string().nullable(),
  /** Where its trace can be looked at; empty where no receiver got it, absent in older reports. */
  traces: z.array(z.object({ traceId: z.string(), receiver: z.string(), url: z.string().nullable() })).exactOptional(),
});
