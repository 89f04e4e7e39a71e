import { compareText } from "../../model/index.ts";
import type { SpeakerTurns } from "../../ports/index.ts";
import { byDateAndFile, dateOfPath, type ReadLedger } from "../../retrieval/index.ts";

/** How much a person says. */
export interface Spoken {
  readonly turns: number;
  /** In milliseconds; null if no turn has times. */
  readonly talkMs: number | null;
  /** The number of transcripts in which the person speaks. */
  readonly transcripts: number;
  /** The 300 files with most turns, in the order of date, then file. */
  readonly byFile: readonly {
    readonly file: string;
    /** A day, a month or a year as in ISO 8601; null if the path has none. */
    readonly date: string | null;
    readonly turns: number;
  }[];
}

const MOST_FILES = 300;

/** How much each person says, by id. It reads all transcripts of the ledger. */
export async function readSpoken(ledger: ReadLedger): Promise<ReadonlyMap<string, Spoken>> {
  const all = Map.groupBy(await ledger((opened) => opened.speakerTurns()), ({ speaker }) => speaker);
  return new Map(
    [...all].map(([speaker, said]) => {
      const talk = said.flatMap(({ talkMs }) => talkMs ?? []);
      const spoken: Spoken = {
        turns: sumOf(said.map(({ turns }) => turns)),
        talkMs: talk.length === 0 ? null : sumOf(talk),
        transcripts: said.length,
        byFile: byFileOf(said),
      };
      return [speaker, spoken];
    }),
  );
}

/** Several sources may have a file of one name. */
function byFileOf(said: readonly SpeakerTurns[]): Spoken["byFile"] {
  const files = [...Map.groupBy(said, ({ file }) => file)].map(([file, of]) => ({
    file,
    date: dateOfPath(file),
    turns: sumOf(of.map(({ turns }) => turns)),
  }));
  return files
    .sort((one, other) => other.turns - one.turns || compareText(one.file, other.file))
    .slice(0, MOST_FILES)
    .sort(byDateAndFile);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
