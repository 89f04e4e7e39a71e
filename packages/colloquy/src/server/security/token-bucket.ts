export interface BucketOptions {
  /** The most that can be taken at once. */
  readonly size: number;
  readonly perSecond: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** The most clients that are remembered; the one that was seen longest ago is forgotten first. */
const MOST_CLIENTS = 1_000;

/** A token bucket for each client. */
export class TokenBuckets {
  readonly #options: BucketOptions;
  readonly #buckets = new Map<string, { readonly left: number; readonly at: number }>();

  constructor(options: BucketOptions) {
    this.#options = options;
  }

  /** Takes a token. Returns 0, or the whole seconds after which there is one again. */
  take(client: string): number {
    const { size, perSecond, now } = this.#options;
    const at = now();
    const before = this.#buckets.get(client);
    const left = before === undefined ? size : Math.min(size, before.left + ((at - before.at) / 1000) * perSecond);
    const isGranted = left >= 1;
    this.#buckets.delete(client);
    this.#buckets.set(client, { left: isGranted ? left - 1 : left, at });
    if (this.#buckets.size > MOST_CLIENTS) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return isGranted ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
  }
}
