import type { LedgerVerdicts, MentionedPlace, NameSense } from "../../../../ports/index.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { ASSERTED, FACT_KINDS } from "./fact-records.ts";
import { locatedChunk, withLastChunk } from "./stored-rows.ts";
import { quotationOf } from "./verdicts.ts";

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

const MOST_PLACES = 6;
/** Characters of a quotation: what a name means in a chunk takes more words than which name it is. */
const QUOTED = 100;

/** Only keys of speakers and of senses have an @. A name in several senses has a key without one in its main sense. */
const STEMS = `SELECT DISTINCT stem FROM keys WHERE stem > @after AND stem NOT LIKE '% @%' ORDER BY stem LIMIT @limit`;

/** Asserted mentions of things with the stem, in any sense by verdicts. */
const MENTIONS = `FROM keys k CROSS JOIN facts f ON f.a = k.no CROSS JOIN variants v ON v.no = f.variant
    CROSS JOIN chunks c ON c.no = f.chunk_no CROSS JOIN transcripts t ON t.no = c.transcript_no
  WHERE (k.stem = @stem OR k.stem > @stem || ' @@' AND k.stem < @stem || ' @A')
    AND f.kind = ${FACT_KINDS.mention} AND f.flags & ${ASSERTED} AND v.type <> 'Person'`;

/**
 * Chunks with the same text are one place, in the transcript with the smallest id. A name of several words seldom means several things
 * in one conversation: one chunk of each transcript is enough.
 */
const PLACES = `SELECT place, transcript, chunk FROM (
    SELECT place, transcript, chunk, row_number() OVER (PARTITION BY transcript ORDER BY place) AS at
    FROM (SELECT c.text_key AS place, min(t.id) AS transcript, c.no AS chunk ${MENTIONS} GROUP BY c.text_key))
  WHERE at = 1 OR @stem NOT LIKE '% %' ORDER BY at, place LIMIT ${MOST_PLACES}`;

const FIRST_IN_CHUNK = `SELECT v.name, v.type, f.start_offset AS startOffset, f.end_offset AS endOffset ${MENTIONS} AND c.no = @chunk
  ORDER BY f.start_offset, f.end_offset, v.name, v.type LIMIT 1`;

interface PlaceColumns extends Pick<MentionedPlace, "place" | "transcript"> {
  readonly chunk: number;
}

interface MentionColumns extends Pick<MentionedPlace, "name" | "type"> {
  readonly startOffset: number;
  readonly endOffset: number;
}

export function mentionedPlaces(
  context: LedgerContext,
  { after, limit, signal }: Parameters<LedgerVerdicts["mentionedPlaces"]>[0],
): Awaited<ReturnType<LedgerVerdicts["mentionedPlaces"]>> {
  const { sql } = context;
  const stems = sql(STEMS).all({ after: after ?? "", limit }) as { readonly stem: string }[];
  const chunkOf = withLastChunk((no) => locatedChunk(context, no));
  const places = stems.flatMap(({ stem }) => {
    signal?.throwIfAborted();
    const found = sql(PLACES).all({ stem }) as PlaceColumns[];
    if (found.length < 2) return [];
    return found.map(({ place, transcript, chunk }): MentionedPlace => {
      const { name, type, ...range } = sql(FIRST_IN_CHUNK).get({ stem, chunk }) as MentionColumns;
      const key = `${stem} @@${place}`;
      return { key, stem, place, transcript, name, type, ...quotationOf(chunkOf(chunk), range, name, QUOTED) };
    });
  });
  return { places, next: stems.length < limit ? null : (stems.at(-1)?.stem ?? null) };
}
