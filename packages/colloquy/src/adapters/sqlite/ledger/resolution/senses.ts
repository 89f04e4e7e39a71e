import type { NameSense } from "../../../../ports/index.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

type Sql = Pick<LedgerContext, "sql">;

/** Who says that a name has several senses. */
type SenseSource = "user" | "verdict";

/** The senses of names in one transcript. */
interface TranscriptSenses {
  /** The stems that have a sense anywhere in it. */
  readonly stems: ReadonlySet<string>;
  /** Maps stems to their senses in the chunk with this key of its text. The user's senses go first, then those of the chunk. */
  at(place: string): ReadonlyMap<string, string>;
}

export function sensesIn({ sql }: Sql, transcriptNo: number): TranscriptSenses {
  const { id, file } = sql("SELECT id, file FROM transcripts WHERE no = ?").get(transcriptNo) as {
    readonly id: string;
    readonly file: string;
  };
  const found = sql(SENSES_IN).all({ no: transcriptNo, id, file }) as (NameSense & {
    readonly source: SenseSource;
  })[];
  const byUser = found.filter(({ source }) => source === "user");
  const inTranscript = found.filter(({ source, place }) => source === "verdict" && place === id);
  const inChunks = Map.groupBy(
    found.filter(({ source, place }) => source === "verdict" && place !== id),
    ({ place }) => place,
  );
  return {
    stems: new Set(found.map(({ stem }) => stem)),
    at: (place) =>
      new Map(
        [...inTranscript, ...(inChunks.get(place) ?? []), ...byUser].map(({ stem, sense }) => [stem, sense] as const),
      ),
  };
}

const SENSES_IN = `SELECT stem, place, sense, source FROM name_senses
  WHERE source = 'verdict' AND (place = @id OR place IN (SELECT text_key FROM chunks WHERE transcript_no = @no))
    OR source = 'user' AND place = @file ORDER BY stem, place`;

/** The user's senses by file. */
export function userSenses({ sql }: Sql): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = sql("SELECT stem, place, sense FROM name_senses WHERE source = 'user'").all() as NameSense[];
  const byFile = Map.groupBy(found, ({ place }) => place);
  return new Map([...byFile].map(([file, senses]) => [file, new Map(senses.map(({ stem, sense }) => [stem, sense]))]));
}

const INSERT = insertChecked("name_senses");

/** Replaces the senses of a source. The transcripts whose senses change are derived again. @returns whether any changes. */
export function changeSenses({ sql }: Sql, source: SenseSource, senses: readonly NameSense[]): boolean {
  const stored = sql("SELECT stem, place, sense FROM name_senses WHERE source = ?").all(source) as NameSense[];
  const [before, after] = [new Map(stored.map(named)), new Map(senses.map(named))];
  const changed = [...stored, ...senses].filter(
    (sense) => !(before.has(named(sense)[0]) && after.has(named(sense)[0])),
  );
  if (changed.length === 0) return false;
  sql("DELETE FROM name_senses WHERE source = ?").run(source);
  for (const { stem, place, sense } of after.values()) sql(INSERT).run({ stem, place, source, sense });
  for (const place of new Set(changed.map((sense) => sense.place)))
    for (const { no } of sql(TRANSCRIPTS_WITH[source]).all({ place }) as { no: number }[]) {
      sql("UPDATE transcripts SET dirty = 1 WHERE no = ?").run(no);
      sql("UPDATE chunks SET search_pending = 1 WHERE transcript_no = ?").run(no);
    }
  return true;
}

const TRANSCRIPTS_WITH = {
  user: "SELECT no FROM transcripts WHERE file = @place",
  verdict:
    "SELECT no FROM transcripts WHERE id = @place UNION SELECT transcript_no AS no FROM chunks WHERE text_key = @place",
} as const;

function named(sense: NameSense): readonly [string, NameSense] {
  return [JSON.stringify([sense.stem, sense.place, sense.sense]), sense];
}
