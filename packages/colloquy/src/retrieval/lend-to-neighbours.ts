export interface Placed {
  readonly transcript: string;
  readonly ordinal: number;
}

/**
 * Talk stays with its subject: a chunk among others that match is likelier to be meant than one that
 * matches alone. Each gives a share of its score to those one, two, ... places away in its transcript.
 */
export function lendToNeighbours(
  items: readonly Placed[],
  scores: readonly number[],
  sharesByDistance: readonly number[],
): number[] {
  const byPlace = new Map(items.map((item, index) => [place(item.transcript, item.ordinal), scores[index] ?? 0]));
  const scoreAt = (transcript: string, ordinal: number): number => byPlace.get(place(transcript, ordinal)) ?? 0;
  return items.map(({ transcript, ordinal }, index) =>
    sharesByDistance.reduce((sum, share, near) => {
      const distance = near + 1;
      return sum + share * (scoreAt(transcript, ordinal - distance) + scoreAt(transcript, ordinal + distance));
    }, scores[index] ?? 0),
  );
}

function place(transcript: string, ordinal: number): string {
  return `${ordinal} ${transcript}`;
}
