const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `8,834`. */
export function amount(number: number): string {
  return WHOLE.format(number);
}

/** `1 file`, `8,834 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${amount(number)} ${Math.round(number) === 1 ? one : many}`;
}

/** To a hundredth of a cent, so that the line of a batch tells what it added. Something is never shown as nothing. */
export function dollars(usd: number): string {
  return usd > 0 && usd < 0.0001 ? "under $0.0001" : `$${usd.toFixed(4)}`;
}

/** `at least $0.0012 and at most $0.0300`; null where there is no upper bound, as without a price. */
export function boundsText({
  costAtLeastUsd,
  costAtMostUsd,
}: {
  readonly costAtLeastUsd: number;
  readonly costAtMostUsd: number | null;
}): string | null {
  if (costAtMostUsd === null) return null;
  return `at least ${dollars(costAtLeastUsd)} and at most ${dollars(costAtMostUsd)}`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A sentence as part of another one. */
export function sentencePart(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
