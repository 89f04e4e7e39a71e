import type { BatchSpan, RunSpan, StageSpan } from "../ports/index.ts";

const NOTHING = { end: () => undefined };
const BATCH: BatchSpan = { ...NOTHING, attempt: () => NOTHING };
const STAGE: StageSpan = { ...NOTHING, batch: () => BATCH };

/** A run that nobody traces. */
export const UNTRACED: RunSpan = { ...NOTHING, stage: () => STAGE, attempt: () => NOTHING };
