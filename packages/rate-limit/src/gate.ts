import { Admission } from "./admission.ts";
import type { Attempt } from "./attempt.ts";
import type { CallTokens } from "./call-tokens.ts";
import { ClimbingLimit, type ConcurrencyLimit, fixedLimit, FollowingLimit } from "./concurrency-limit.ts";
import type { Settings } from "./options.ts";
import { Outage } from "./outage.ts";
import { OverloadThrottle } from "./overload-throttle.ts";
import { Pause } from "./pause.ts";
import type { LimiterSnapshot } from "./rate-limiter.ts";
import { SlowStart } from "./slow-start.ts";

/** Why no call may be sent, and until when at least. */
export interface Block {
  readonly by: LimiterSnapshot["waitingFor"];
  readonly until: number;
}

/** Everything that a call has to pass before it is sent. */
export class Gate {
  readonly admission: Admission;
  readonly outage: Outage;
  readonly pause: Pause;
  readonly overloadThrottle = new OverloadThrottle();
  readonly slowStart = new SlowStart();
  readonly #maxConcurrent: number | "auto";
  readonly #mayPing: () => boolean;
  readonly #following: FollowingLimit;
  readonly #climbing: ClimbingLimit;
  #anyReplyBegan = false;
  /** The call that was sent alone, until its reply begins. */
  #probe: Attempt | null = null;

  constructor(settings: Settings) {
    const { clock, random, requestsPerMinute, tokensPerMinute, concurrencyCap, timeoutMs, onEvent } = settings;
    this.admission = new Admission({ requestsPerMinute, tokensPerMinute }, clock.now(), (resource, perMinute) =>
      onEvent({ event: "limit.changed", resource, perMinute }),
    );
    this.outage = new Outage(random, () => this.probesWithPing);
    this.pause = new Pause(random);
    this.#maxConcurrent = settings.maxConcurrent;
    this.#mayPing = () => settings.ping !== null && settings.mayPing();
    this.#following = new FollowingLimit(concurrencyCap, () => this.admission.pace);
    this.#climbing = new ClimbingLimit(concurrencyCap, timeoutMs / 2, clock.now());
  }

  /** Whether pings are the probes of an outage at present. A ping proves nothing before any reply began. */
  get probesWithPing(): boolean {
    return this.#anyReplyBegan && this.#mayPing();
  }

  get concurrencyLimit(): ConcurrencyLimit {
    if (this.#maxConcurrent !== "auto") return fixedLimit(this.#maxConcurrent);
    return this.admission.known ? this.#following : this.#climbing;
  }

  /**
   * Why a call may not be sent now; null if it may.
   * @param giveUpAt when an outage will have lasted too long.
   */
  blocked(tokens: CallTokens, inFlight: number, giveUpAt: number, now: number): Block | null {
    const { active, nextProbeAt } = this.outage;
    if (active && this.#probe !== null) return { by: "provider", until: giveUpAt };
    if (active && now < nextProbeAt) return { by: "provider", until: Math.min(giveUpAt, nextProbeAt) };
    if (now < this.pause.until) return { by: "pause", until: this.pause.until };
    if (inFlight >= this.concurrencyLimit.current) return { by: "concurrencyLimit", until: Infinity };
    if (this.#probe !== null && this.#oneAtATime) return { by: "provider", until: Infinity };
    const slow = Math.max(this.overloadThrottle.waitFor(now), this.admission.known ? this.slowStart.waitFor(now) : 0);
    if (slow > 0) return { by: "provider", until: now + slow };
    const { milliseconds, resource } = this.admission.waitFor(tokens, now);
    return milliseconds > 0 ? { by: resource, until: now + Math.ceil(milliseconds) } : null;
  }

  sent(attempt: Attempt, now: number): void {
    if (this.#oneAtATime) this.#probe = attempt;
    this.overloadThrottle.sent(now);
    this.slowStart.sent(now);
  }

  /** The first sign of a reply: the provider admitted the call. */
  begun(attempt: Attempt): void {
    this.#anyReplyBegan = true;
    this.#probe = null;
    this.pause.admitted();
    this.admission.admitted(attempt.send);
    this.slowStart.begun();
  }

  /** An attempt ended without a reply. */
  failed(attempt: Attempt): void {
    if (this.#probe === attempt) this.#probe = null;
    if (!attempt.begun) this.slowStart.failed();
  }

  /** Whether each call is a probe: the next waits until the reply of the one before begins. */
  get #oneAtATime(): boolean {
    return !this.#anyReplyBegan || this.outage.active;
  }
}
