/** Something to embed, with its estimated tokens. */
export interface Packable {
  readonly tokens: number;
}

export interface PackLimits {
  /** The most items of a batch. */
  readonly maximumCount: number;
  /** The most tokens of a batch. A larger item is a batch of its own. */
  readonly maximumTokens: number;
}

/**
 * Groups items into batches of one call each, in their order. Lazy: it holds one batch at a time.
 * @throws RangeError for limits below 1.
 */
export function* packTexts<Item extends Packable>(items: Iterable<Item>, limits: PackLimits): Generator<Item[]> {
  for (const [name, value] of Object.entries(limits)) {
    if (!(value >= 1)) throw new RangeError(`Expected \`${name}\` of a batch to be at least 1, got ${value}.`);
  }
  let batch: Item[] = [];
  let tokens = 0;
  for (const item of items) {
    if (batch.length > 0 && (batch.length >= limits.maximumCount || tokens + item.tokens > limits.maximumTokens)) {
      yield batch;
      batch = [];
      tokens = 0;
    }
    batch.push(item);
    tokens += item.tokens;
  }
  if (batch.length > 0) yield batch;
}
