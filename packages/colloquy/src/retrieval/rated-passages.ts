import { type Comparison, passageEvidence, type RatedChunk } from "./relevance.ts";
import { spokenTurns } from "./spoken-turns.ts";

/** Some sentences of a transcript, and how near they are to a query by meaning. */
export interface RatedPassage {
  readonly file: string;
  /** Canonical; the end is exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** How far the similarity to the query is above that of any passage, in standard deviations; at least 0. */
  readonly above: number;
}

/** The passages of the found chunks, and of the chunks beside them among the candidates. None without a model. */
export function ratedPassages(
  found: readonly RatedChunk[],
  candidates: readonly RatedChunk[],
  comparison: Comparison,
): readonly RatedPassage[] {
  const isNear = ({ row }: RatedChunk): boolean =>
    found.some((hit) => hit.row.transcript === row.transcript && Math.abs(hit.row.ordinal - row.ordinal) <= 1);
  return candidates.filter(isNear).flatMap((chunk) => {
    const { row } = chunk;
    const turns = spokenTurns(row);
    return passageEvidence(turns, chunk, comparison).flatMap(({ passage, above }) => {
      const first = passage === null ? undefined : turns[passage.start.turn];
      const last = passage === null ? undefined : turns[passage.end.turn];
      if (passage === null || first === undefined || last === undefined) return [];
      const startOffset = first.startOffset + passage.start.character;
      return [{ file: row.file, startOffset, endOffset: last.startOffset + passage.end.character, above }];
    });
  });
}
