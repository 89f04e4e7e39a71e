import type { LaneProgress, RunEvent, RunListener } from "../../pipeline/index.ts";
import type { Lane, LimitedResource } from "../../ports/index.ts";
import type { LimiterSnapshot } from "../../rate-limit/rate-limiter.ts";
import { AdmittedLately } from "./admitted-lately.ts";

const INTERVAL_MS = 1000;
/** More than this share of what a limit grants was taken in a minute: it is approached ... */
const APPROACHED = 0.9;
/** ... until less than this is. */
const LEFT_ALONE = 0.7;

/** What the events of a lane add up to. */
interface Standing {
  readonly done: number;
  readonly total: number;
  readonly retried: number;
  readonly deadLetters: number;
  readonly costUsd: number | null;
}

/** Tells how the calls of a model's lane stand, once a second where anything changed, and at last when it is disposed of. */
export class LaneWatch implements Disposable {
  readonly #lane: Lane;
  readonly #snapshot: () => LimiterSnapshot;
  readonly #emit: RunListener;
  readonly #lately = new AdmittedLately();
  readonly #approached = new Set<LimitedResource>();
  readonly #timer: NodeJS.Timeout;
  #standing: Standing = { done: 0, total: 0, retried: 0, deadLetters: 0, costUsd: 0 };
  #overBudget = false;
  #last = "";

  constructor(lane: Lane, snapshot: () => LimiterSnapshot, emit: RunListener) {
    this.#lane = lane;
    this.#snapshot = snapshot;
    this.#emit = emit;
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
    this.#timer.unref();
  }

  /** Hears every event of the run. */
  hear(event: RunEvent): void {
    if (!("lane" in event) || event.lane !== this.#lane) {
      if (event.event === "stage.started" && event.stage === STAGES[this.#lane])
        this.#standing = { ...this.#standing, total: event.total ?? 0 };
      return;
    }
    this.#standing = after(this.#standing, event);
    if (event.event === "budget.reached") this.#overBudget = true;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#look();
  }

  #look(): void {
    const { inFlight, waiting, waitingFor, ceiling, attempts, rateLimited, admitted, perMinute } = this.#snapshot();
    if (attempts === 0) return;
    const admittedPerMinute = this.#lately.look(admitted, performance.now());
    const progress: LaneProgress = {
      event: "lane.progress",
      lane: this.#lane,
      ...this.#standing,
      inFlight,
      waiting,
      waitingFor: this.#overBudget ? "budget" : waitingFor,
      ceiling,
      attempts,
      rateLimited,
      admittedPerMinute,
      admitted,
      perMinute,
    };
    const now = JSON.stringify({ ...progress, admittedPerMinute: null });
    if (now !== this.#last) this.#emit(progress);
    this.#last = now;
    this.#compare(progress);
  }

  /** Says once that a limit is approached, and again only after it was left alone. */
  #compare({ lane, admittedPerMinute, perMinute }: LaneProgress): void {
    for (const [resource, limit] of Object.entries(perMinute) as [LimitedResource, number][]) {
      const share = admittedPerMinute[resource] / limit;
      if (share < LEFT_ALONE) this.#approached.delete(resource);
      if (share < APPROACHED || this.#approached.has(resource)) continue;
      this.#approached.add(resource);
      const admitted = Math.round(admittedPerMinute[resource]);
      this.#emit({ event: "limit.approached", lane, resource, admittedPerMinute: admitted, perMinute: limit });
    }
  }
}

const STAGES: Readonly<Record<Lane, string>> = { extraction: "extract", embedding: "embed" };

function after(standing: Standing, event: RunEvent): Standing {
  switch (event.event) {
    case "batch.completed":
      return { ...standing, done: event.done, total: event.total };
    case "chunk.deadLettered":
      return { ...standing, done: standing.done + 1, deadLetters: standing.deadLetters + 1 };
    case "call.retried":
      return { ...standing, retried: standing.retried + 1 };
    case "attempt.completed": {
      const { costUsd, unknownSpend } = event;
      if (unknownSpend !== null) return standing;
      return {
        ...standing,
        costUsd: standing.costUsd === null || costUsd === null ? null : standing.costUsd + costUsd,
      };
    }
    default:
      return standing;
  }
}
