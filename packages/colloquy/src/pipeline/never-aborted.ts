/** For calls that are never cut short: what is paid for is waited for and committed. */
export const NEVER_ABORTED: AbortSignal = new AbortController().signal;
