export interface Positioned {
  readonly transcript: string;
  readonly ordinal: number;
}

/**
 * Adds a share of each chunk's score to its neighbours in the transcript, by distance. A match near other matches is
 * more likely relevant, because talk stays with its subject.
 */
export function lendToNeighbours(
  items: readonly Positioned[],
  scores: readonly number[],
  sharesByDistance: readonly number[],
): number[] {
  const byPosition = new Map(
    items.map((item, index) => [positionKey(item.transcript, item.ordinal), scores[index] ?? 0]),
  );
  const scoreAt = (transcript: string, ordinal: number): number =>
    byPosition.get(positionKey(transcript, ordinal)) ?? 0;
  return items.map(({ transcript, ordinal }, index) =>
    sharesByDistance.reduce((sum, share, near) => {
      const distance = near + 1;
      return sum + share * (scoreAt(transcript, ordinal - distance) + scoreAt(transcript, ordinal + distance));
    }, scores[index] ?? 0),
  );
}

function positionKey(transcript: string, ordinal: number): string {
  return `${ordinal} ${transcript}`;
}
