import type { RunListener } from "../../src/pipeline/index.ts";
import { UNTRACED } from "../../src/calls/index.ts";
import type { BatchSpan, RunSpan, Span, StageSpan, Telemetry } from "../../src/ports/index.ts";

/** How the dollars of a run stood when its last attempt was sent. */
export interface LastSending {
  /** US dollars of the attempts that had ended, those that nobody told at their bound. */
  readonly spentUsd: number;
  /** The attempts then in flight, with the one that was sent, and what they came to. */
  readonly inFlight: number;
  readonly inFlightUsd: number;
}

interface Attempt {
  costUsd: number;
}

/** Follows the attempts of a run: what each cost at most, and which were in flight when the last one was sent. */
export class SpendingCourse {
  readonly span: RunSpan;
  readonly #underWay = new Set<Attempt>();
  #spentUsd = 0;
  #ended: Attempt | null = null;
  #last: { readonly spentUsd: number; readonly inFlight: readonly Attempt[] } = { spentUsd: 0, inFlight: [] };

  constructor() {
    const attempt = (): Span<unknown> => this.#begin();
    const batch: BatchSpan = { end: () => {}, attempt };
    const stage: StageSpan = { end: () => {}, batch: () => batch };
    this.span = { ...UNTRACED, stage: () => stage, attempt };
  }

  /** For a run that takes a telemetry of its caller's own. */
  get telemetry(): Telemetry {
    return { wantsContent: false, run: () => this.span, links: async () => [], [Symbol.asyncDispose]: async () => {} };
  }

  /** An attempt is told as an event as soon as its span has ended. */
  readonly hear: RunListener = (event) => {
    if (event.event !== "attempt.completed" || this.#ended === null) return;
    const { costUsd, unknownSpend } = event;
    this.#ended.costUsd = costUsd ?? unknownSpend?.upToUsd ?? 0;
    this.#spentUsd += this.#ended.costUsd;
    this.#ended = null;
  };

  /** Of all attempts, once they have ended. */
  get spentUsd(): number {
    return this.#spentUsd;
  }

  get lastSending(): LastSending {
    const { spentUsd, inFlight } = this.#last;
    const inFlightUsd = inFlight.reduce((sum, { costUsd }) => sum + costUsd, 0);
    return { spentUsd, inFlight: inFlight.length, inFlightUsd };
  }

  #begin(): Span<unknown> {
    const attempt: Attempt = { costUsd: 0 };
    this.#underWay.add(attempt);
    this.#last = { spentUsd: this.#spentUsd, inFlight: [...this.#underWay] };
    return {
      end: () => {
        this.#underWay.delete(attempt);
        this.#ended = attempt;
      },
    };
  }
}
