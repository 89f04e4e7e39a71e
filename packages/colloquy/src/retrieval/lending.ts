/** A chunk in its transcript, with the natural logarithm of the odds that it is relevant. */
export interface PlacedOdds {
  readonly transcript: string;
  readonly ordinal: number;
  readonly logOdds: number;
}

/** Adds to the odds of a chunk shares of the odds of the chunks before and after it, as a logarithm. */
export function lending(chunks: readonly PlacedOdds[], shares: readonly number[]): (chunk: PlacedOdds) => number {
  if (shares.length === 0) return ({ logOdds }) => logOdds;
  const transcripts = new Map<string, Map<number, number>>();
  for (const { transcript, ordinal, logOdds } of chunks) {
    const odds = transcripts.get(transcript) ?? new Map<number, number>();
    transcripts.set(transcript, odds.set(ordinal, Math.exp(logOdds)));
  }
  return ({ transcript, ordinal, logOdds }) => {
    const odds = transcripts.get(transcript);
    const lent = shares.reduce((sum, share, near) => {
      const distance = near + 1;
      return sum + share * ((odds?.get(ordinal - distance) ?? 0) + (odds?.get(ordinal + distance) ?? 0));
    }, 0);
    return Math.log(Math.exp(logOdds) + lent);
  };
}
