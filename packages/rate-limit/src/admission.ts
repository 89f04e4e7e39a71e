import type { CallTokens, Usage } from "./call-tokens.ts";
import type { CallError } from "./call-error.ts";
import { ChargeSamples } from "./charge-samples.ts";
import { CostModel } from "./cost-model.ts";
import type { LimitedResource, LimitReading } from "./limit-reading.ts";
import { ProviderLimit } from "./provider-limit.ts";
import { NOTHING_COUNTED, type Send, SendLog } from "./send-log.ts";

/** A limit of one resource. A resource may have one that the provider reports and one of the user; the lower counts. */
interface Entry {
  readonly resource: LimitedResource;
  /** Whether the provider reports it. */
  readonly reported: boolean;
  readonly limit: ProviderLimit;
}

/** If more calls than this were sent after the one that is read, one reading every few milliseconds is enough. */
const BUSY = 100;
const SPACING_MS = 10;
/** After this many refusals without a known reason, calls are taken to be charged more than usual; one may be chance. */
const DOUBTS = 2;

const RESOURCES: readonly LimitedResource[] = ["requests", "tokens", "inputTokens", "outputTokens"];

export interface UserLimits {
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** Admits a call by taking its price from all known limits at once, and follows the readings of these limits. */
export class Admission {
  readonly costs = new CostModel();
  readonly #log = new SendLog();
  readonly #samples = new Map<LimitedResource, ChargeSamples>();
  readonly #onChange: (resource: LimitedResource, perMinute: number) => void;
  #entries: readonly Entry[] = [];
  /** The average call, from which the number of calls at once is estimated. */
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

  /** What all calls took that were sent and not refused, by what is known of charges. */
  get taken(): Readonly<Record<LimitedResource, number>> {
    return { ...this.#taken };
  }

  /** How long until a call may be sent, and which resource it waits for. */
  waitFor(
    tokens: CallTokens,
    now: number,
  ): { readonly milliseconds: number; readonly resource: LimitedResource | null } {
    let milliseconds = 0;
    let binding: LimitedResource | null = null;
    for (const { resource, limit } of this.#entries) {
      const wait = limit.bucket.waitFor(this.costs.price(resource, tokens), now);
      if (wait <= milliseconds) continue;
      milliseconds = wait;
      binding = resource;
    }
    return { milliseconds, resource: binding };
  }

  /** What a call takes of each known limit. */
  priceOf(tokens: CallTokens): Readonly<Partial<Record<LimitedResource, number>>> {
    return Object.fromEntries(this.#entries.map(({ resource }) => [resource, this.costs.price(resource, tokens)]));
  }

  take(tokens: CallTokens, now: number): Send {
    for (const { resource, limit } of this.#entries) limit.bucket.take(this.costs.price(resource, tokens), now);
    this.#typical = this.#typical === null ? tokens : blend(this.#typical, tokens);
    const send = this.#log.add(tokens, now);
    this.#count(send, this.#pricesOf(tokens));
    return send;
  }

  /** Counts a send again, by what is known of charges now: the first calls are sent before anything is known. */
  recount(send: Send): void {
    if (!send.refused) this.#count(send, this.#pricesOf(send.tokens));
  }

  #count(send: Send, prices: Send["counted"]): void {
    for (const resource of RESOURCES) this.#taken[resource] += prices[resource] - send.counted[resource];
    send.counted = prices;
  }

  #pricesOf(tokens: CallTokens): Send["counted"] {
    const price = (resource: LimitedResource): number => this.costs.price(resource, tokens);
    return {
      requests: price("requests"),
      tokens: price("tokens"),
      inputTokens: price("inputTokens"),
      outputTokens: price("outputTokens"),
    };
  }

  /** How many typical calls the limits admit at once, and how many a millisecond; null while no limit is known. */
  get pace(): { readonly burst: number; readonly rate: number } | null {
    const typical = this.#typical;
    if (!this.known || typical === null) return null;
    let [burst, rate] = [Infinity, Infinity];
    for (const { resource, limit } of this.#entries) {
      const price = Math.max(this.costs.price(resource, typical), 1e-9);
      burst = Math.min(burst, limit.bucket.shape.capacity / price);
      rate = Math.min(rate, limit.refill / price);
    }
    return { burst, rate };
  }

  /** A call was admitted. */
  admitted(send: Send): void {
    this.#lastAdmittedAt = Math.max(this.#lastAdmittedAt, send.at);
    this.#refusedInARow = 0;
  }

  /**
   * A head or a reply with these readings arrived. If no reading is about tokens, charges will hardly be learnt: to keep
   * the most expensive formula would leave half of the user's own limit unused.
   */
  answered(readings: readonly LimitReading[]): void {
    const isAboutTokens = ({ resource }: { readonly resource: LimitedResource }) => resource !== "requests";
    const reported = readings.some(isAboutTokens) || this.#entries.some((one) => one.reported && isAboutTokens(one));
    if (!reported && this.#doubts < DOUBTS) this.costs.assume("usual");
  }

  /** Takes in what the reply of an admitted call reports of the limits. */
  read(send: Send, readings: readonly LimitReading[], now: number): void {
    for (const reading of readings) {
      if (reading.remaining !== null) send.remaining[reading.resource] = reading.remaining;
      this.#update(send, reading, now);
      if (reading.remaining !== null) this.#learnCharge(send, reading.resource, reading.remaining);
    }
  }

  learnUsage(tokens: CallTokens, usage: Usage): void {
    this.costs.learnUsage(tokens, usage);
  }

  /** A call was refused. Gives how long to wait, if the refusal or the limits show it. */
  refuse(send: Send, error: CallError, now: number): number | null {
    send.refused = true;
    for (const { resource, limit } of this.#entries)
      if (resource !== "requests") limit.bucket.give(this.costs.price(resource, send.tokens), now);
    this.#count(send, NOTHING_COUNTED);
    for (const reading of error.limits) this.#update(send, reading, now);
    const entry = this.#learnRefusal(send, error, now);
    if (entry === null) return error.retryAfterMs;
    return error.retryAfterMs ?? entry.limit.bucket.waitFor(this.costs.price(entry.resource, send.tokens), now);
  }

  /** Takes in what a refusal states, and gives the limit that it names; null if it names none. */
  #learnRefusal(send: Send, { requested, limits, retryAfterMs }: CallError, now: number): Entry | null {
    this.#refusedInARow += 1;
    if (requested === null) {
      this.#refuseUnexplained(send, limits, now);
      return null;
    }
    const { resource, amount, limit } = requested;
    if (resource !== "requests") this.costs.learnStated(resource, send.tokens, amount);
    const entry =
      this.#findReported(resource) ?? this.#open(resource, new ProviderLimit(limit, 60_000, 0, send.number, now));
    const reported = limits.find((one) => one.resource === resource)?.remaining ?? null;
    if (retryAfterMs === null) entry.limit.refuseUnexplained(amount, reported, send.at - this.#lastAdmittedAt, now);
    else entry.limit.refuse(amount - retryAfterMs * entry.limit.refill, reported, now);
    return entry;
  }

  #refuseUnexplained(send: Send, readings: readonly LimitReading[], now: number): void {
    // Calls of one burst are refused together: that counts once.
    if (this.#refusedInARow > 1) return;
    this.#doubts += 1;
    if (this.#doubts === DOUBTS) this.#assumeDearest(now);
    for (const { resource, limit } of this.#entries) {
      const reported = readings.find((one) => one.resource === resource)?.remaining ?? null;
      const amount = this.costs.price(resource, send.tokens);
      limit.refuseUnexplained(amount, reported, send.at - this.#lastAdmittedAt, now);
    }
  }

  /** The calls that were sent at a lower price have used more than was counted. */
  #assumeDearest(now: number): void {
    this.costs.assume("dearest");
    for (const { resource, reported, limit } of this.#entries)
      if (!reported && resource !== "requests") limit.bucket.correct(Math.min(0, limit.bucket.level(now)), now);
  }

  #update(send: Send, reading: LimitReading, now: number): void {
    const { resource } = reading;
    const busy = this.#log.count - send.number > BUSY;
    if (busy && !send.refused && now - (this.#readAt.get(resource) ?? -Infinity) < SPACING_MS) return;
    this.#readAt.set(resource, now);
    const takenAfter = this.#log.takenAfter(send, resource, (tokens) => this.costs.price(resource, tokens));
    const taken = send.refused ? 0 : this.costs.price(resource, send.tokens);
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
    if (resource !== "requests") this.costs.assume("dearest");
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
    const price = (tokens: CallTokens) => this.costs.price(resource, tokens);
    const sample = samples.observe(send, remaining, entry.limit, this.#log, price);
    if (sample !== null) this.costs.learn(resource, sample.calls, sample.charged);
  }
}

function blend(typical: CallTokens, { inputTokens, maxOutputTokens }: CallTokens): CallTokens {
  return {
    inputTokens: typical.inputTokens + 0.05 * (inputTokens - typical.inputTokens),
    maxOutputTokens: typical.maxOutputTokens + 0.05 * (maxOutputTokens - typical.maxOutputTokens),
  };
}
