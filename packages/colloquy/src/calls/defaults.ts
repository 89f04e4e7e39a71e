import type { BatchSpan, RunSpan, StageSpan } from "../ports/index.ts";

/** The signal of calls that are never aborted, because their replies are paid for. */
export const NEVER_ABORTED: AbortSignal = new AbortController().signal;

const NOTHING = { end: () => undefined };
const BATCH: BatchSpan = { ...NOTHING, attempt: () => NOTHING };
const STAGE: StageSpan = { ...NOTHING, batch: () => BATCH };

/** The span of a run without traces. */
export const UNTRACED: RunSpan = { ...NOTHING, stage: () => STAGE, attempt: () => NOTHING };
