import type { Simulation } from "./options.ts";

/** A leaky bucket: what is used drains at the rate of the limit. */
interface Bucket {
  readonly used: number;
  /** Milliseconds since the first call, to which `used` belongs. */
  readonly at: number;
}

/** The limits of one pool, and how they are enforced. */
export type PoolRules = Pick<
  Simulation,
  "charge" | "windowSeconds" | "initialFill" | "rejectedDebits" | "background" | "limitChanges"
> & { readonly requestsPerMinute: number | null; readonly tokensPerMinute: number | null };

export interface PoolState {
  readonly requests: Bucket;
  readonly tokens: Bucket;
}

export interface AdmissionRequest {
  readonly inputTokens: number;
  /** 0 if the call sets none. */
  readonly maxOutputTokens: number;
}

/** The state of a limit, not yet rounded for a header. */
export interface LimitStatus {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** The state of both limits; null: not limited. */
export interface LimitStatuses {
  readonly requests: LimitStatus | null;
  readonly tokens: LimitStatus | null;
}

export type Verdict =
  | { readonly outcome: "admitted"; readonly tokens: number }
  | {
      readonly outcome: "rate-limited";
      readonly resource: "requests" | "tokens";
      readonly limit: number;
      readonly used: number;
      readonly requested: number;
      readonly retryAfterMs: number;
    }
  | { readonly outcome: "too-large"; readonly limit: number; readonly requested: number };

export interface Admission {
  readonly verdict: Verdict;
  readonly limits: LimitStatuses;
  readonly state: PoolState;
}

/** The pool at its first call. */
export function openPool(rules: PoolRules): PoolState {
  const bucket = (perMinute: number | null): Bucket => ({
    used: (1 - rules.initialFill) * capacityOf(limitAt(perMinute ?? 0, rules, 0), rules),
    at: 0,
  });
  return { requests: bucket(rules.requestsPerMinute), tokens: bucket(rules.tokensPerMinute) };
}

/** What a call is charged. */
function chargeOf({ inputTokens, maxOutputTokens }: AdmissionRequest, charge: PoolRules["charge"]): number {
  if (charge === "input") return inputTokens;
  return charge === "sum" ? inputTokens + maxOutputTokens : Math.max(inputTokens, maxOutputTokens);
}

/**
 * Decides on a call at a time (milliseconds since the first call, not before an earlier call), and gives the state of the
 * pool afterwards. A call is admitted if both buckets have room for it, and takes from both at once.
 */
export function admit(rules: PoolRules, before: PoolState, time: number, request: AdmissionRequest): Admission {
  const state = flowOff(rules, before, time);
  const tokens = chargeOf(request, rules.charge);
  const [requestLimit, tokenLimit] = limitsAt(rules, time);
  if (tokenLimit !== null && tokens > tokenLimit)
    return decide(rules, time, state, { outcome: "too-large", limit: tokenLimit, requested: tokens });
  const refused =
    refusal("requests", requestLimit, state.requests, 1, rules) ??
    refusal("tokens", tokenLimit, state.tokens, tokens, rules);
  if (refused !== null) return decide(rules, time, debit(state, rules, requestLimit), refused);
  const after = { requests: add(state.requests, 1), tokens: add(state.tokens, tokens) };
  return decide(rules, time, after, { outcome: "admitted", tokens });
}

/** Returns tokens that a call was charged and did not use. */
export function refund(rules: PoolRules, before: PoolState, time: number, tokens: number): PoolState {
  const state = flowOff(rules, before, time);
  return { ...state, tokens: { ...state.tokens, used: Math.max(0, state.tokens.used - tokens) } };
}

/** The state of both limits at a time. */
export function limitStatuses(rules: PoolRules, before: PoolState, time: number): LimitStatuses {
  const state = flowOff(rules, before, time);
  const [requestLimit, tokenLimit] = limitsAt(rules, time);
  return { requests: status(requestLimit, state.requests), tokens: status(tokenLimit, state.tokens) };
}

function decide(rules: PoolRules, time: number, state: PoolState, verdict: Verdict): Admission {
  return { verdict, state, limits: limitStatuses(rules, state, time) };
}

function refusal(
  resource: "requests" | "tokens",
  limit: number | null,
  { used }: Bucket,
  requested: number,
  rules: PoolRules,
): Verdict | null {
  if (limit === null) return null;
  // A call that is larger than a short window is admitted alone: with a low limit no call would be otherwise.
  const capacity = Math.max(capacityOf(limit, rules), requested);
  const excess = used + requested - capacity;
  // A rounding error is no reason to refuse.
  if (excess <= 1e-6) return null;
  return { outcome: "rate-limited", resource, limit, used, requested, retryAfterMs: (excess * 60_000) / limit };
}

/** If the rules say so, a refused call takes a request, but never more than the bucket holds. */
function debit(state: PoolState, rules: PoolRules, limit: number | null): PoolState {
  if (!rules.rejectedDebits || limit === null) return state;
  const { used } = state.requests;
  const brim = Math.max(used, capacityOf(limit, rules));
  return { ...state, requests: { ...state.requests, used: Math.min(used + 1, brim) } };
}

function status(limit: number | null, { used }: Bucket): LimitStatus | null {
  if (limit === null) return null;
  return { limit, remaining: Math.max(0, limit - used), resetMs: (used * 60_000) / limit };
}

function limitsAt(rules: PoolRules, time: number): readonly [requests: number | null, tokens: number | null] {
  const at = (perMinute: number | null) => (perMinute === null ? null : limitAt(perMinute, rules, time));
  return [at(rules.requestsPerMinute), at(rules.tokensPerMinute)];
}

function limitAt(perMinute: number, { limitChanges }: PoolRules, time: number): number {
  const latest = limitChanges
    .filter(({ atSeconds }) => atSeconds * 1000 <= time)
    .toSorted((a, b) => a.atSeconds - b.atSeconds)
    .at(-1);
  return perMinute * (latest?.factor ?? 1);
}

function capacityOf(limit: number, { windowSeconds }: PoolRules): number {
  return (limit * windowSeconds) / 60;
}

function add(bucket: Bucket, amount: number): Bucket {
  return { ...bucket, used: bucket.used + amount };
}

function flowOff(rules: PoolRules, { requests, tokens }: PoolState, time: number): PoolState {
  return {
    requests: leak(requests, rules.requestsPerMinute, 1, rules, time),
    tokens: leak(tokens, rules.tokensPerMinute, 1 - rules.background, rules, time),
  };
}

/** Drains a bucket until a time, at the rates that the limit had in between. */
function leak(bucket: Bucket, perMinute: number | null, ours: number, rules: PoolRules, time: number): Bucket {
  if (perMinute === null || time <= bucket.at) return perMinute === null ? { used: 0, at: time } : bucket;
  const changes = rules.limitChanges.map(({ atSeconds }) => atSeconds * 1000);
  const stops = changes.filter((stop) => stop > bucket.at && stop < time).toSorted((a, b) => a - b);
  let { used, at } = bucket;
  for (const stop of [...stops, time]) {
    used = Math.max(0, used - ((limitAt(perMinute, rules, at) * ours) / 60_000) * (stop - at));
    at = stop;
  }
  return { used, at };
}
