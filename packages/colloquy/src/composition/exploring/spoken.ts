import { byDateAndFile, dateOfPath, type ReadLedger } from "../../retrieval/index.ts";

/** How much a person says. */
export interface Spoken {
  readonly turns: number;
  /** In milliseconds; null if no turn has times. */
  readonly talkMs: number | null;
  /** Those in which the person speaks, in the order of date, then file. */
  readonly transcripts: readonly {
    readonly file: string;
    /** A day, a month or a year as in ISO 8601; null if the path has none. */
    readonly date: string | null;
    readonly turns: number;
  }[];
}

/** How much each person says, by id. It reads all transcripts of the ledger. */
export async function readSpoken(ledger: ReadLedger): Promise<ReadonlyMap<string, Spoken>> {
  const all = Map.groupBy(await ledger((opened) => opened.speakerTurns()), ({ speaker }) => speaker);
  return new Map(
    [...all].map(([speaker, said]) => {
      const talk = said.flatMap(({ talkMs }) => talkMs ?? []);
      const transcripts = said.map(({ file, turns }) => ({ file, date: dateOfPath(file), turns }));
      const spoken: Spoken = {
        turns: sumOf(said.map(({ turns }) => turns)),
        talkMs: talk.length === 0 ? null : sumOf(talk),
        transcripts: transcripts.toSorted(byDateAndFile),
      };
      return [speaker, spoken];
    }),
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
