import type { CallCost } from "./call-cost.ts";
import { Admission } from "./admission.ts";
import type { Attempt } from "./attempt.ts";
import { type Ceiling, fixedCeiling } from "./ceiling.ts";
import { ClimbingCeiling } from "./climbing-ceiling.ts";
import { FollowingCeiling } from "./following-ceiling.ts";
import type { Settings } from "./options.ts";
import { Outage } from "./outage.ts";
import { Pause } from "./pause.ts";
import { RampUp } from "./ramp-up.ts";
import type { LimiterSnapshot } from "./rate-limiter.ts";
import { SlowDown } from "./slow-down.ts";

/** Why a call may not be sent, and until when at least. */
export interface Block {
  readonly by: LimiterSnapshot["waitingFor"];
  readonly until: number;
}

/** Everything that a call has to pass before it is sent. */
export class Gate {
  readonly admission: Admission;
  readonly outage: Outage;
  readonly pause: Pause;
  readonly slowDown = new SlowDown();
  readonly rampUp = new RampUp();
  readonly #maxConcurrent: number | "auto";
  readonly #hasPing: boolean;
  readonly #following: FollowingCeiling;
  readonly #climbing: ClimbingCeiling;
  /** Until the first call was answered, the next is sent alone. */
  #untried = true;
  /** The call that was sent alone and has no answer yet. */
  #scout: Attempt | null = null;

  constructor(settings: Settings) {
    const { clock, random, requestsPerMinute, tokensPerMinute, concurrencyCap, timeoutMs, onEvent } = settings;
    this.admission = new Admission({ requestsPerMinute, tokensPerMinute }, clock.now(), (resource, perMinute) =>
      onEvent({ event: "limit.changed", resource, perMinute }),
    );
    this.outage = new Outage(random, () => this.pings);
    this.pause = new Pause(random);
    this.#maxConcurrent = settings.maxConcurrent;
    this.#hasPing = settings.ping !== null;
    this.#following = new FollowingCeiling(concurrencyCap, () => this.admission.pace);
    this.#climbing = new ClimbingCeiling(concurrencyCap, timeoutMs / 2, clock.now());
  }

  /** Whether pings try when nobody is answered; before anybody was, nothing is known that they could show. */
  get pings(): boolean {
    return this.#hasPing && !this.#untried;
  }

  get ceiling(): Ceiling {
    if (this.#maxConcurrent !== "auto") return fixedCeiling(this.#maxConcurrent);
    return this.admission.known ? this.#following : this.#climbing;
  }

  /**
   * Why a call may not be sent now; null where it may.
   * @param giveUpAt when an outage will have lasted too long.
   */
  blocked(cost: CallCost, inFlight: number, giveUpAt: number, now: number): Block | null {
    const { active, nextProbeAt } = this.outage;
    if (active && this.#scout !== null) return { by: "provider", until: giveUpAt };
    if (active && now < nextProbeAt) return { by: "provider", until: Math.min(giveUpAt, nextProbeAt) };
    if (now < this.pause.until) return { by: "pause", until: this.pause.until };
    if (inFlight >= this.ceiling.current) return { by: "ceiling", until: Infinity };
    if (this.#scout !== null && this.#alone) return { by: "provider", until: Infinity };
    const slow = Math.max(this.slowDown.waitFor(now), this.admission.known ? this.rampUp.waitFor(now) : 0);
    if (slow > 0) return { by: "provider", until: now + slow };
    const { milliseconds, resource } = this.admission.waitFor(cost, now);
    return milliseconds > 0 ? { by: resource, until: now + Math.ceil(milliseconds) } : null;
  }

  sent(attempt: Attempt, now: number): void {
    if (this.#alone) this.#scout = attempt;
    this.slowDown.sent(now);
    this.rampUp.sent(now);
  }

  /** The first sign that a call was let in. */
  begun(attempt: Attempt): void {
    this.#untried = false;
    this.#scout = null;
    this.pause.admitted();
    this.admission.admitted(attempt.send);
    this.rampUp.begun();
  }

  /** A call ended without a reply. */
  failed(attempt: Attempt): void {
    if (this.#scout === attempt) this.#scout = null;
    if (!attempt.begun) this.rampUp.failed();
  }

  get #alone(): boolean {
    return this.#untried || this.pause.careful || this.outage.active;
  }
}
