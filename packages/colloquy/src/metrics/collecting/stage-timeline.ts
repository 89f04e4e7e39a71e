import type { CallsProgress } from "../../pipeline/index.ts";
import type { LimitedResource } from "../../ports/index.ts";
import { RESOURCES } from "../../text/index.ts";
import type { Bottleneck, StageMoment } from "../reports/index.ts";
import { EvenSample } from "./even-sample.ts";
import { type Amounts, LimitTimeline } from "./limit-timeline.ts";
import { RecentRate } from "./recent-rate.ts";
import { PeakAtOnce, TimeShares } from "./intervals.ts";

/** One more moment is kept at the end: the last one. */
const MOST_MOMENTS = 298;

/** The progress of one stage over time. */
export class StageTimeline {
  readonly #startedAt: number;
  readonly #rate = new RecentRate();
  readonly #limits = new LimitTimeline();
  readonly #reported: Partial<Record<LimitedResource, number>> = {};
  readonly #waitingFor = new TimeShares<Bottleneck["by"]>();
  readonly #inFlight = new PeakAtOnce();
  /** Of each `calls.progress`. A stage without such events has a moment for each completed batch. */
  #moments = new EvenSample<StageMoment>(MOST_MOMENTS);
  #lastMoment: (() => StageMoment) | null = null;
  #progress: CallsProgress | null = null;

  /** @param startedAt when the run began, in milliseconds since 1970. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Adds an attempt. Rates are measured from the first send time. */
  attempted(sentAt: number, endedAt: number): void {
    this.#rate.begin(sentAt);
    this.#inFlight.add(sentAt, endedAt);
  }

  /** A limit that the provider reported. */
  limitReported(resource: LimitedResource, perMinute: number, at: number): void {
    this.#reported[resource] = perMinute;
    // `calls.progress` has the limit in force, which may be the user's own.
    if (this.#progress === null) this.#limits.record(resource, perMinute, at);
  }

  progressed(progress: CallsProgress, at: number): void {
    for (const resource of RESOURCES) {
      const perMinute = progress.perMinute[resource];
      if (perMinute !== undefined) this.#limits.record(resource, perMinute, at);
    }
    this.#waitingFor.record(progress.waitingFor ?? "none", at);
    if (this.#progress === null) this.#moments = new EvenSample(MOST_MOMENTS);
    this.#progress = progress;
    const moment = this.#momentOf(progress, at);
    this.#offer(() => moment);
  }

  /** @param costUsd cost of the stage so far. */
  batchCompleted(done: number, at: number, costUsd: () => number | null): void {
    if (this.#progress !== null) return;
    const chunksPerSecond = this.#rate.perSecond(at, done);
    this.#offer(() => ({
      atSeconds: this.#secondsAt(at),
      inFlight: 0,
      concurrencyLimit: 0,
      done,
      chunksPerSecond,
      admittedPerMinute: {},
      perMinute: {},
      rateLimited: 0,
      costUsd: costUsd(),
    }));
  }

  /** @param sent send times of the first and the last attempt. */
  figures(sent: { readonly first: number; readonly last: number } | null) {
    const admitted = this.#admitted;
    return {
      perMinute: this.#limits.perMinute,
      reportedLimits: { ...this.#reported },
      admitted,
      utilisation:
        sent === null || this.#progress === null ? {} : this.#limits.utilisation(admitted, sent.first, sent.last),
      bottlenecks: this.#waitingFor.shares.map(({ state, share }) => ({ by: state, share })),
      peakInFlight: this.#inFlight.peak,
      timeline: this.#timeline,
    };
  }

  /** A limit without any admission has the amount 0. Without `calls.progress` events all amounts are unknown. */
  get #admitted(): Amounts {
    if (this.#progress === null) return {};
    const untouched = Object.keys(this.#limits.perMinute).map((resource) => [resource, 0] as const);
    return { ...Object.fromEntries(untouched), ...amountsOf(this.#progress.admitted) };
  }

  get #timeline(): readonly StageMoment[] {
    const moments = this.#moments.items;
    const [kept, last] = [moments.at(-1), this.#lastMoment?.()];
    const isKept = last === undefined || (kept?.atSeconds === last.atSeconds && kept.done === last.done);
    return isKept ? moments : [...moments, last];
  }

  #offer(moment: () => StageMoment): void {
    this.#lastMoment = moment;
    this.#moments.offer(moment);
  }

  #momentOf({ inFlight, concurrencyLimit, done, perMinute, rateLimited, costUsd, ...rest }: CallsProgress, at: number) {
    return {
      atSeconds: this.#secondsAt(at),
      inFlight,
      concurrencyLimit,
      done,
      chunksPerSecond: this.#rate.perSecond(at, done),
      admittedPerMinute: amountsOf(rest.admittedPerMinute),
      perMinute,
      rateLimited,
      costUsd,
    };
  }

  #secondsAt(at: number): number {
    return Math.max(0, at - this.#startedAt) / 1000;
  }
}

/** Without zero amounts. */
function amountsOf(amounts: Amounts): Amounts {
  const some = RESOURCES.filter((resource) => (amounts[resource] ?? 0) > 0);
  return Object.fromEntries(some.map((resource) => [resource, amounts[resource]]));
}
