import type { CallTokens, Usage } from "./call-tokens.ts";
import type { CallError } from "./call-error.ts";
import { ChargeSamples } from "./charge-samples.ts";
import { ChargeModel } from "./charge-model.ts";
import type { LimitedResource, LimitReading } from "./limit-reading.ts";
import { ProviderLimit } from "./provider-limit.ts";
import { NOTHING_COUNTED, type Send, SendLog } from "./send-log.ts";

/** A limit of one resource. A resource may have a limit that the provider reports and a limit of the user. The lower counts. */
interface Entry {
  readonly resource: LimitedResource;
  /** Whether the provider reports this limit. */
  readonly reported: boolean;
  readonly limit: ProviderLimit;
}

/** If more calls than this were sent after the call of a reading, one reading in `SPACING_MS` is enough. */
const BUSY = 100;
const SPACING_MS = 10;
/** After this number of refusals without a known reason, the most expensive formula counts. One refusal may be chance. */
const DOUBTS = 2;

const RESOURCES: readonly LimitedResource[] = ["requests", "tokens", "inputTokens", "outputTokens"];

export interface UserLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** Admits a call by taking its charge from all known limits at once. Corrects these limits by their readings. */
export class Admission {
  readonly charges = new ChargeModel();
  readonly #log = new SendLog();
  readonly #samples = new Map<LimitedResource, ChargeSamples>();
  readonly #onChange: (resource: LimitedResource, perMinute: number) => void;
  #entries: readonly Entry[] = [];
  /** The moving average of the calls. It estimates the number of calls that the limits admit. */
  #typical: CallTokens | null = null;
  #lastAdmittedAt = -Infinity;
  readonly #readAt = new Map<LimitedResource, number>();
  readonly #taken: Record<LimitedResource, number> = { ...NOTHING_COUNTED };
  #refusedInARow = 0;
  #doubts = 0;

  constructor(user: UserLimits, now: number, onChange: (resource: LimitedResource, perMinute: number) => void) {
    this.#onChange = onChange;
    const own = (resource: LimitedResource, perMinute: number | null): readonly Entry[] =>
      perMinute === null
        ? []
        : [{ resource, reported: false, limit: new ProviderLimit(perMinute, 60_000, perMinute, -1, now) }];
    this.#entries = [...own("requests", user.requestsPerMinute), ...own("tokens", user.tokensPerMinute)];
  }

  /** Whether any limit is known. */
  get known(): boolean {
    return this.#entries.length > 0;
  }

  get perMinute(): Readonly<Partial<Record<LimitedResource, number>>> {
    const rates: Partial<Record<LimitedResource, number>> = {};
    for (const { resource, limit } of this.#entries)
      rates[resource] = Math.min(rates[resource] ?? Infinity, limit.perMinute);
    return rates;
  }

  /** The total charge of all calls that were sent and not refused, as learnt until now. */
  get taken(): Readonly<Record<LimitedResource, number>> {
    return { ...this.#taken };
  }

  /** The time until a call may be sent, and the resource that it waits for. */
  waitFor(
    tokens: CallTokens,
    now: number,
  ): { readonly milliseconds: number; readonly resource: LimitedResource | null } {
    let milliseconds = 0;
    let binding: LimitedResource | null = null;
    for (const { resource, limit } of this.#entries) {
      const wait = limit.bucket.waitFor(this.charges.chargeOf(resource, tokens), now);
      if (wait <= milliseconds) continue;
      milliseconds = wait;
      binding = resource;
    }
    return { milliseconds, resource: binding };
  }

  /** The charge of a call on each known limit. */
  chargeOf(tokens: CallTokens): Readonly<Partial<Record<LimitedResource, number>>> {
    return Object.fromEntries(this.#entries.map(({ resource }) => [resource, this.charges.chargeOf(resource, tokens)]));
  }

  take(tokens: CallTokens, now: number): Send {
    for (const { resource, limit } of this.#entries) limit.bucket.take(this.charges.chargeOf(resource, tokens), now);
    this.#typical = this.#typical === null ? tokens : blend(this.#typical, tokens);
    const send = this.#log.add(tokens, now);
    this.#count(send, this.#chargesOf(tokens));
    return send;
  }

  /** Counts a send again with the charges that are known now. The first calls are sent before any charge is known. */
  recount(send: Send): void {
    if (!send.refused) this.#count(send, this.#chargesOf(send.tokens));
  }

  #count(send: Send, charges: Send["counted"]): void {
    for (const resource of RESOURCES) this.#taken[resource] += charges[resource] - send.counted[resource];
    send.counted = charges;
  }

  #chargesOf(tokens: CallTokens): Send["counted"] {
    const charge = (resource: LimitedResource): number => this.charges.chargeOf(resource, tokens);
    return {
      requests: charge("requests"),
      tokens: charge("tokens"),
      inputTokens: charge("inputTokens"),
      outputTokens: charge("outputTokens"),
    };
  }

  /** The number of typical calls that the limits admit at once, and per millisecond. Null while no limit is known. */
  get pace(): { readonly burst: number; readonly rate: number } | null {
    const typical = this.#typical;
    if (!this.known || typical === null) return null;
    let [burst, rate] = [Infinity, Infinity];
    for (const { resource, limit } of this.#entries) {
      const charge = Math.max(this.charges.chargeOf(resource, typical), 1e-9);
      burst = Math.min(burst, limit.bucket.shape.capacity / charge);
      rate = Math.min(rate, limit.refill / charge);
    }
    return { burst, rate };
  }

  /** Records that the provider admitted a call. */
  admitted(send: Send): void {
    this.#lastAdmittedAt = Math.max(this.#lastAdmittedAt, send.at);
    this.#refusedInARow = 0;
  }

  /**
   * Records that a head or a reply with these readings arrived. Without readings of tokens, charges are hardly learnt, so
   * the usual formula counts: the most expensive one would leave half of the user's own limit unused.
   */
  replied(readings: readonly LimitReading[]): void {
    const isAboutTokens = ({ resource }: { readonly resource: LimitedResource }) => resource !== "requests";
    const reported = readings.some(isAboutTokens) || this.#entries.some((one) => one.reported && isAboutTokens(one));
    if (!reported && this.#doubts < DOUBTS) this.charges.assume("usual");
  }

  /** Reads the limits that the reply to an admitted call reports. */
  read(send: Send, readings: readonly LimitReading[], now: number): void {
    for (const reading of readings) {
      if (reading.remaining !== null) send.remaining[reading.resource] = reading.remaining;
      this.#update(send, reading, now);
      if (reading.remaining !== null) this.#learnCharge(send, reading.resource, reading.remaining);
    }
  }

  learnUsage(tokens: CallTokens, usage: Usage): void {
    this.charges.learnUsage(tokens, usage);
  }

  /** Records that a call was refused. Returns the time to wait; null if neither the refusal nor the limits show it. */
  refuse(send: Send, error: CallError, now: number): number | null {
    send.refused = true;
    for (const { resource, limit } of this.#entries)
      if (resource !== "requests") limit.bucket.give(this.charges.chargeOf(resource, send.tokens), now);
    this.#count(send, NOTHING_COUNTED);
    for (const reading of error.limits) this.#update(send, reading, now);
    const entry = this.#learnRefusal(send, error, now);
    if (entry === null) return error.retryAfterMs;
    return error.retryAfterMs ?? entry.limit.bucket.waitFor(this.charges.chargeOf(entry.resource, send.tokens), now);
  }

  /** Learns from a refusal, and returns the limit that it names; null if it names none. */
  #learnRefusal(send: Send, { requested, limits, retryAfterMs }: CallError, now: number): Entry | null {
    this.#refusedInARow += 1;
    if (requested === null) {
      this.#refuseUnexplained(send, limits, now);
      return null;
    }
    const { resource, amount, limit } = requested;
    if (resource !== "requests") this.charges.learnStated(resource, send.tokens, amount);
    const entry =
      this.#findReported(resource) ?? this.#open(resource, new ProviderLimit(limit, 60_000, 0, send.number, now));
    const reported = limits.find((one) => one.resource === resource)?.remaining ?? null;
    if (retryAfterMs === null) entry.limit.refuseUnexplained(amount, reported, send.at - this.#lastAdmittedAt, now);
    else entry.limit.refuse(amount - retryAfterMs * entry.limit.refill, reported, now);
    return entry;
  }

  #refuseUnexplained(send: Send, readings: readonly LimitReading[], now: number): void {
    // The refused calls of one burst count once.
    if (this.#refusedInARow > 1) return;
    this.#doubts += 1;
    if (this.#doubts === DOUBTS) this.#assumeDearest(now);
    for (const { resource, limit } of this.#entries) {
      const reported = readings.find((one) => one.resource === resource)?.remaining ?? null;
      const amount = this.charges.chargeOf(resource, send.tokens);
      limit.refuseUnexplained(amount, reported, send.at - this.#lastAdmittedAt, now);
    }
  }

  /** The calls that were sent before used more of the limit than was counted, so its level is lowered. */
  #assumeDearest(now: number): void {
    this.charges.assume("dearest");
    for (const { resource, reported, limit } of this.#entries)
      if (!reported && resource !== "requests") limit.bucket.correct(Math.min(0, limit.bucket.level(now)), now);
  }

  #update(send: Send, reading: LimitReading, now: number): void {
    const { resource } = reading;
    const busy = this.#log.count - send.number > BUSY;
    if (busy && !send.refused && now - (this.#readAt.get(resource) ?? -Infinity) < SPACING_MS) return;
    this.#readAt.set(resource, now);
    const takenAfter = this.#log.takenAfter(send, resource, (tokens) => this.charges.chargeOf(resource, tokens));
    const taken = send.refused ? 0 : this.charges.chargeOf(resource, send.tokens);
    const placed = { number: send.number, sentAt: send.at, reading, takenAfter, taken };
    const entry = this.#findReported(resource);
    if (entry === undefined) {
      const limit = ProviderLimit.from(placed, now);
      if (limit !== null) this.#open(resource, limit);
    } else if (entry.limit.read(placed, now)) {
      this.#samples.get(resource)?.forget();
      this.#onChange(resource, entry.limit.perMinute);
    }
  }

  #open(resource: LimitedResource, limit: ProviderLimit): Entry {
    const entry: Entry = { resource, reported: true, limit };
    this.#entries = [...this.#entries, entry];
    if (resource !== "requests") this.charges.assume("dearest");
    this.#onChange(resource, limit.perMinute);
    return entry;
  }

  #findReported(resource: LimitedResource): Entry | undefined {
    return this.#entries.find((entry) => entry.resource === resource && entry.reported);
  }

  #learnCharge(send: Send, resource: LimitedResource, remaining: number): void {
    const entry = this.#findReported(resource);
    if (entry === undefined || (resource !== "tokens" && resource !== "inputTokens")) return;
    const samples = this.#samples.get(resource) ?? new ChargeSamples(resource);
    this.#samples.set(resource, samples);
    const chargeOf = (tokens: CallTokens) => this.charges.chargeOf(resource, tokens);
    const sample = samples.observe(send, remaining, entry.limit, this.#log, chargeOf);
    if (sample !== null) this.charges.learn(resource, sample.calls, sample.charged);
  }
}

function blend(typical: CallTokens, { inputTokens, maxOutputTokens }: CallTokens): CallTokens {
  return {
    inputTokens: typical.inputTokens + 0.05 * (inputTokens - typical.inputTokens),
    maxOutputTokens: typical.maxOutputTokens + 0.05 * (maxOutputTokens - typical.maxOutputTokens),
  };
}
