import type { LockHolder } from "../adapters/sqlite/lock.ts";
import { type CrashedCalls, crashReports, hasReport, renderReportPage, writeReports } from "../metrics/index.ts";
import type { RunListener } from "../pipeline/index.ts";
import {
  type BookedReplies,
  type CallsInFlight,
  type CrashedRun,
  type Ledger,
  NO_USAGE,
  type Pricing,
} from "../ports/index.ts";

export interface CrashBooking {
  /** The folder of the workspace's reports. */
  readonly reportsIn: string;
  readonly workspace: string;
  /** Returns the prices of a profile's replies. */
  readonly pricingOf: (profile: string) => Promise<Pricing>;
  readonly emit: RunListener;
}

/**
 * Books the costs of crashed runs: writes the missing reports from the replies in the ledger and adds their costs to
 * the cumulative costs. If a report cannot be written, the next run tries again.
 */
export async function bookCrashedRuns(
  ledger: Pick<Ledger, "crashedRuns" | "closeRun">,
  booking: CrashBooking,
): Promise<void> {
  for (const crashed of await ledger.crashedRuns())
    if (await isBooked(crashed, booking)) await ledger.closeRun(crashed.run);
}

/** Whether the run's costs are booked. A second Ctrl-C also ends a run at once, but after its reports are written. */
async function isBooked(crashed: CrashedRun, booking: CrashBooking): Promise<boolean> {
  const { reportsIn, workspace, pricingOf, emit } = booking;
  if (crashed.replies.length + crashed.inFlight.length === 0 || hasReport(reportsIn, crashed.run)) return true;
  const calls = callsOf(crashed).map(async (each) => ({ ...each, pricing: await pricingOf(each.booked.profile) }));
  const reports = crashReports(crashed, workspace, await Promise.all(calls));
  const { files, warnings } = writeReports(reportsIn, reports, [], () => renderReportPage(reports));
  for (const message of warnings) emit({ event: "warning", message });
  const count = crashed.replies.reduce((sum, each) => sum + each.replies, 0);
  const [report = null] = files;
  if (report !== null)
    emit({
      event: "notice",
      message: `Run ${crashed.run} wrote no reports. Its costs are booked as a lower bound, from ${count} ${count === 1 ? "reply" : "replies"} in the ledger (${report}).`,
    });
  return hasReport(reportsIn, crashed.run);
}

/** The replies and calls in flight of a crashed run, by stage and profile. */
function callsOf({ replies, inFlight }: CrashedRun): readonly Omit<CrashedCalls, "pricing">[] {
  const withReplies = replies.map((booked) => ({
    booked,
    inFlight: inFlight.find((each) => isOfSame(each, booked)) ?? null,
  }));
  const others = inFlight.filter((each) => !replies.some((booked) => isOfSame(each, booked)));
  const none = others.map((each) => {
    const { stage, profile } = each;
    return { booked: { stage, profile, replies: 0, unreported: 0, ...NO_USAGE }, inFlight: each };
  });
  return [...withReplies, ...none];
}

function isOfSame(one: CallsInFlight, other: BookedReplies): boolean {
  return one.stage === other.stage && one.profile === other.profile;
}

/** Reports that the previous run was killed and has no report; null when it has one. */
export function crashedRunNotice(before: LockHolder | null, reportsIn: string): string | null {
  if (before === null || hasReport(reportsIn, before.run)) return null;
  return `The previous run (${before.run}, started ${before.since}) crashed, as after kill -9 or a power cut, and wrote no report to ${reportsIn}. Its replies are kept; its log shows its last steps.`;
}
