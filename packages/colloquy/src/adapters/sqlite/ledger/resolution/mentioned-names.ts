import type { LocatedChunk } from "../../../../model/index.ts";
import type { LedgerVerdicts, MentionedName, MentionedPlace } from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { ASSERTED, FACT_KINDS } from "./fact-records.ts";
import { locatedChunk, withLastChunk } from "./stored-rows.ts";

interface MentionColumns {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly chunk: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Only keys of speakers without a name have an @. */
const NAMED_KEYS = `SELECT no, key FROM keys k WHERE key > @after AND key NOT LIKE '% @%'
  AND EXISTS (SELECT 1 FROM facts f WHERE f.a = k.no AND f.kind = ${FACT_KINDS.mention} AND f.flags & ${ASSERTED})
  ORDER BY key LIMIT @limit`;

const FIRST_MENTION = `SELECT v.name, v.type, f.chunk_no AS chunk, f.start_offset AS startOffset, f.end_offset AS endOffset
  FROM facts f CROSS JOIN variants v ON v.no = f.variant CROSS JOIN chunks c ON c.no = f.chunk_no
    CROSS JOIN transcripts t ON t.no = c.transcript_no CROSS JOIN sources s ON s.no = t.source_no
  WHERE f.a = ? AND f.kind = ${FACT_KINDS.mention} AND f.flags & ${ASSERTED}
  ORDER BY s.key, t.file, c.ordinal, f.start_offset, f.end_offset, v.name, v.type LIMIT 1`;

export function mentionedNames(
  context: LedgerContext,
  { after, limit, signal }: Parameters<LedgerVerdicts["mentionedNames"]>[0],
): readonly MentionedName[] {
  const keys = context.sql(NAMED_KEYS).all({ after: after ?? "", limit }) as { no: number; key: string }[];
  const chunkOf = withLastChunk((no) => locatedChunk(context, no));
  return keys.map(({ no, key }) => {
    signal?.throwIfAborted();
    const { name, type, chunk, ...range } = context.sql(FIRST_MENTION).get(no) as MentionColumns;
    return { key, name, type, ...quotationOf(chunkOf(chunk), range, name) };
  });
}

const QUOTED = 45;

/**
 * The words around a name, in the same turn and sentence; those of its mention if these do not have the name.
 * @param characters the most of a quotation that is longer than its mention.
 */
export function quotationOf(
  { file, text, startOffset: chunkStart, turns }: LocatedChunk,
  mention: { readonly startOffset: number; readonly endOffset: number },
  name: string,
  characters = QUOTED,
): Pick<MentionedName, "evidence" | "speaker" | "file"> {
  const words = (from: number, to: number): string => text.slice(from - chunkStart, to - chunkStart);
  const found = words(mention.startOffset, mention.endOffset).toLowerCase().indexOf(name.toLowerCase());
  const startOffset = mention.startOffset + Math.max(0, found);
  const endOffset = found < 0 ? Math.min(mention.endOffset, startOffset + characters) : startOffset + name.length;
  const turn = turns.find((each) => each.startOffset <= startOffset && startOffset < each.endOffset);
  const [least, most] = turn === undefined ? [startOffset, endOffset] : [turn.startOffset, turn.endOffset];
  const around = Math.max(0, Math.ceil((characters - (endOffset - startOffset)) / 2));
  const before = words(Math.max(least, startOffset - around), startOffset);
  const after = words(endOffset, Math.min(most, endOffset + around));
  // A word that is cut off is left out, and so is what is said in other sentences.
  const start = (startOffset - around > least ? before.replace(/^\S*\s*/, "") : before).replace(/^.*[.?!]\s+/s, "");
  const end = (endOffset + around < most ? after.replace(/\s*\S*$/, "") : after).replace(/(?<=[.?!])\s.*$/s, "");
  return { evidence: `${start}${words(startOffset, endOffset)}${end}`, speaker: turn?.speaker ?? null, file };
}

const MOST_PLACES = 6;
/** Characters of a quotation: what a name means in a chunk takes more words than which name it is. */
const QUOTED_OF_PLACE = 60;

/** Only keys of speakers and of senses have an @. A name in several senses has a key without one in its main sense. */
const STEMS = `SELECT DISTINCT stem FROM keys WHERE stem > @after AND stem NOT LIKE '% @%' ORDER BY stem LIMIT @limit`;

/** Asserted mentions of things with the stem, in any sense by verdicts. */
const MENTIONS = `FROM keys k CROSS JOIN facts f ON f.a = k.no CROSS JOIN variants v ON v.no = f.variant
    CROSS JOIN chunks c ON c.no = f.chunk_no CROSS JOIN transcripts t ON t.no = c.transcript_no
  WHERE (k.stem = @stem OR k.stem > @stem || ' @@' AND k.stem < @stem || ' @A')
    AND f.kind = ${FACT_KINDS.mention} AND f.flags & ${ASSERTED} AND v.type <> 'Person'`;

/**
 * One chunk of each transcript, and one for each further type that extractors give the name there: a name seldom means several things
 * in one conversation, and then it has several types or sounds alike. Chunks with the same text are one place, in the transcript with
 * the smallest id.
 */
const PLACES = `SELECT place, transcript FROM (
    SELECT place, transcript, row_number() OVER (PARTITION BY transcript ORDER BY place) AS at FROM (
      SELECT min(place) AS place, transcript
      FROM (SELECT c.text_key AS place, min(t.id) AS transcript, min(v.type) AS type ${MENTIONS} GROUP BY c.text_key)
      GROUP BY transcript, type))
  ORDER BY at, place LIMIT ${MOST_PLACES}`;

const FIRST_IN_PLACE = `SELECT c.no AS chunk, v.name, v.type, f.start_offset AS startOffset, f.end_offset AS endOffset ${MENTIONS}
    AND c.text_key = @place AND t.id = @transcript
  ORDER BY c.ordinal, f.start_offset, f.end_offset, v.name, v.type LIMIT 1`;

interface PlaceMention extends Pick<MentionedPlace, "name" | "type"> {
  readonly chunk: number;
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
    const found = sql(PLACES).all({ stem }) as Pick<MentionedPlace, "place" | "transcript">[];
    if (found.length < 2) return [];
    return found.map(({ place, transcript }): MentionedPlace => {
      const { chunk, name, type, ...range } = sql(FIRST_IN_PLACE).get({ stem, place, transcript }) as PlaceMention;
      const key = `${stem} @@${place}`;
      return { key, stem, place, transcript, name, type, ...quotationOf(chunkOf(chunk), range, name, QUOTED_OF_PLACE) };
    });
  });
  return { places, next: stems.length < limit ? null : (stems.at(-1)?.stem ?? null) };
}
