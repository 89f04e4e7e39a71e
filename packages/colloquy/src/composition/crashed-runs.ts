import { crashReports, hasReport, renderReportPage, writeReports } from "../metrics/index.ts";
import type { RunListener } from "../pipeline/index.ts";
import type { CrashedRun, Ledger, Pricing } from "../ports/index.ts";

export interface CrashBooking {
  /** The folder of the workspace's reports. */
  readonly reportsIn: string;
  readonly workspace: string;
  /** What replies of a profile cost. */
  readonly pricingOf: (profile: string) => Promise<Pricing>;
  readonly emit: RunListener;
}

/**
 * Books what runs paid that were killed: makes the reports that they could not make, of what the ledger has of their
 * replies, and adds them to the cumulated costs. What cannot be written is left to the next run.
 */
export async function bookCrashedRuns(
  ledger: Pick<Ledger, "crashedRuns" | "closeRun">,
  booking: CrashBooking,
): Promise<void> {
  for (const crashed of await ledger.crashedRuns())
    if (await isBooked(crashed, booking)) await ledger.closeRun(crashed.run);
}

/** Whether nothing is left to be booked: a second Ctrl-C ends a run at once too, but leaves its reports. */
async function isBooked(crashed: CrashedRun, booking: CrashBooking): Promise<boolean> {
  const { reportsIn, workspace, pricingOf, emit } = booking;
  if (crashed.replies.length === 0 || hasReport(reportsIn, crashed.run)) return true;
  const replies = crashed.replies.map(async (booked) => ({ booked, pricing: await pricingOf(booked.profile) }));
  const reports = crashReports(crashed, workspace, await Promise.all(replies));
  const { files, warnings } = writeReports(reportsIn, reports, [], () => renderReportPage(reports));
  for (const message of warnings) emit({ event: "warning", message });
  const count = crashed.replies.reduce((sum, each) => sum + each.replies, 0);
  const [report = null] = files;
  if (report !== null)
    emit({
      event: "notice",
      message: `Run ${crashed.run} left no reports: what the ${count === 1 ? "reply" : `${count} replies`} cost that the ledger has of it is booked, as what it cost at least (${report}).`,
    });
  return hasReport(reportsIn, crashed.run);
}
