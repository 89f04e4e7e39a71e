import type { RunListener } from "../../src/pipeline/index.ts";
import { UNTRACED } from "../../src/calls/index.ts";
import type { BatchSpan, RunSpan, TraceSpan, StageSpan, Telemetry } from "../../src/ports/index.ts";

/** The dollars of a run when its last attempt was sent. */
export interface LastSending {
  /** US dollars of the ended attempts; attempts without reported usage count with their upper bound. */
  readonly spentUsd: number;
  /** The attempts in flight, including the last one, and the dollars that they cost in the end. */
  readonly inFlight: number;
  readonly inFlightUsd: number;
}

interface Attempt {
  costUsd: number;
}

/** Records the attempts of a run: the most that each may have cost, and which were in flight when the last one was sent. */
export class SpendingTimeline {
  readonly span: RunSpan;
  readonly #inFlight = new Set<Attempt>();
  #spentUsd = 0;
  #ended: Attempt | null = null;
  #last: { readonly spentUsd: number; readonly inFlight: readonly Attempt[] } = { spentUsd: 0, inFlight: [] };

  constructor() {
    const attempt = (): TraceSpan<unknown> => this.#begin();
    const batch: BatchSpan = { end: () => {}, attempt };
    const stage: StageSpan = { end: () => {}, batch: () => batch };
    this.span = { ...UNTRACED, stage: () => stage, attempt };
  }

  /** Pass it to the run as its telemetry. */
  get telemetry(): Telemetry {
    return { wantsContent: false, run: () => this.span, links: async () => [], [Symbol.asyncDispose]: async () => {} };
  }

  /** Pass it to the run as its listener. The event of an attempt follows the end of its span directly. */
  readonly record: RunListener = (event) => {
    if (event.event !== "attempt.completed" || this.#ended === null) return;
    const { costUsd, unknownSpend } = event;
    this.#ended.costUsd = costUsd ?? unknownSpend?.upToUsd ?? 0;
    this.#spentUsd += this.#ended.costUsd;
    this.#ended = null;
  };

  /** US dollars of all ended attempts. */
  get spentUsd(): number {
    return this.#spentUsd;
  }

  get lastSending(): LastSending {
    const { spentUsd, inFlight } = this.#last;
    const inFlightUsd = inFlight.reduce((sum, { costUsd }) => sum + costUsd, 0);
    return { spentUsd, inFlight: inFlight.length, inFlightUsd };
  }

  #begin(): TraceSpan<unknown> {
    const attempt: Attempt = { costUsd: 0 };
    this.#inFlight.add(attempt);
    this.#last = { spentUsd: this.#spentUsd, inFlight: [...this.#inFlight] };
    return {
      end: () => {
        this.#inFlight.delete(attempt);
        this.#ended = attempt;
      },
    };
  }
}
