import type { CallsProgress } from "../../pipeline/index.ts";
import type { LimitedResource } from "../../ports/index.ts";
import type { Bottleneck, StageMoment, StagePerformance } from "../reports/index.ts";
import { EvenSample } from "./even-sample.ts";
import { type Amounts, LimitCourse } from "./limit-course.ts";
import { PeakAtOnce } from "./peak-at-once.ts";
import { RecentRate } from "./recent-rate.ts";
import { TimeShares } from "./time-shares.ts";

/** One more stands at the end: how the stage stood at last. */
const MOST_MOMENTS = 298;
const RESOURCES: readonly LimitedResource[] = ["requests", "tokens", "inputTokens", "outputTokens"];

type CourseFigures = Pick<
  StagePerformance,
  "perMinute" | "reportedLimits" | "admitted" | "utilisation" | "bottlenecks" | "peakInFlight" | "timeline"
>;

/** How one stage stood over time. */
export class StageCourse {
  readonly #startedAt: number;
  readonly #rate = new RecentRate();
  readonly #limits = new LimitCourse();
  readonly #told: Partial<Record<LimitedResource, number>> = {};
  readonly #waitingFor = new TimeShares<Bottleneck["by"]>();
  readonly #inFlight = new PeakAtOnce();
  readonly #moments = new EvenSample<StageMoment>(MOST_MOMENTS);
  /** Of a stage that does not tell how it stands: after a batch. */
  readonly #batches = new EvenSample<StageMoment>(MOST_MOMENTS);
  #last: { readonly progress: CallsProgress; readonly moment: StageMoment } | null = null;
  #lastBatch: (() => StageMoment) | null = null;

  /** @param startedAt when the run began, in milliseconds since 1970. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** When an attempt was sent, and when it ended: the first is where rates begin. */
  attempted(sentAt: number, endedAt: number): void {
    this.#rate.begin(sentAt);
    this.#inFlight.add(sentAt, endedAt);
  }

  /** A limit as the provider told it. */
  limitTold(resource: LimitedResource, perMinute: number, at: number): void {
    this.#told[resource] = perMinute;
    // How the stage stands tells which limit holds, be it the user's own.
    if (this.#last === null) this.#limits.tell(resource, perMinute, at);
  }

  progressed(progress: CallsProgress, at: number): void {
    for (const resource of RESOURCES) {
      const perMinute = progress.perMinute[resource];
      if (perMinute !== undefined) this.#limits.tell(resource, perMinute, at);
    }
    this.#waitingFor.tell(progress.waitingFor ?? "none", at);
    const moment = this.#momentOf(progress, at);
    this.#last = { progress, moment };
    this.#moments.offer(() => moment);
  }

  /** @param costUsd of the stage so far. */
  batchCompleted(done: number, at: number, costUsd: () => number | null): void {
    if (this.#last !== null) return;
    const chunksPerSecond = this.#rate.perSecond(at, done);
    const make = (): StageMoment => ({
      atSeconds: this.#secondsAt(at),
      inFlight: 0,
      ceiling: 0,
      done,
      chunksPerSecond,
      admittedPerMinute: {},
      perMinute: {},
      rateLimited: 0,
      costUsd: costUsd(),
    });
    this.#lastBatch = make;
    this.#batches.offer(make);
  }

  /** @param sent when the first and the last attempt were sent. */
  figures(sent: { readonly first: number; readonly last: number } | null): CourseFigures {
    const admitted = this.#admitted;
    return {
      perMinute: this.#limits.perMinute,
      reportedLimits: { ...this.#told },
      admitted,
      utilisation: sent === null || this.#last === null ? {} : this.#limits.utilisation(admitted, sent.first, sent.last),
      bottlenecks: this.#waitingFor.shares.map(({ state, share }) => ({ by: state, share })),
      peakInFlight: this.#inFlight.peak,
      timeline: this.#timeline,
    };
  }

  /** Of a limit of which nothing was taken that it is nothing; of a stage that does not tell how it stands nobody knows. */
  get #admitted(): Amounts {
    if (this.#last === null) return {};
    const untouched = Object.keys(this.#limits.perMinute).map((resource) => [resource, 0] as const);
    return { ...Object.fromEntries(untouched), ...amountsOf(this.#last.progress.admitted) };
  }

  get #timeline(): readonly StageMoment[] {
    const [moments, last] =
      this.#last === null
        ? [this.#batches.items, this.#lastBatch?.() ?? null]
        : [this.#moments.items, this.#last.moment];
    const kept = moments.at(-1);
    const isKept = last === null || (kept?.atSeconds === last.atSeconds && kept.done === last.done);
    return isKept ? moments : [...moments, last];
  }

  #momentOf({ inFlight, ceiling, done, perMinute, rateLimited, costUsd, ...rest }: CallsProgress, at: number): StageMoment {
    return {
      atSeconds: this.#secondsAt(at),
      inFlight,
      ceiling,
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

/** Without those of which there is nothing. */
function amountsOf(amounts: Amounts): Amounts {
  const some = RESOURCES.filter((resource) => (amounts[resource] ?? 0) > 0);
  return Object.fromEntries(some.map((resource) => [resource, amounts[resource]]));
}
