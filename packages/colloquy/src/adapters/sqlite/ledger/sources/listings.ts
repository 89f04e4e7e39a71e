import { type ChunkTurn, entityId, foldCase } from "../../../../model/index.ts";
import type {
  ReadOptions,
  ListedSpeaker,
  ListedTranscript,
  ListPage,
  SpeakerPosition,
  SpeakerTurns,
  SpokenLabel,
  TranscriptPosition,
} from "../../../../ports/index.ts";
import type { LedgerContext } from "../context.ts";
import { userSenses } from "../resolution/senses.ts";

type TranscriptColumns = Omit<ListedTranscript, "durationMs"> & { readonly no: number };

const SELECT = `SELECT t.no, t.id, t.file, s.key AS source, t.format, t.turns, t.characters
  FROM transcripts t JOIN sources s ON s.no = t.source_no`;
const ORDER = "ORDER BY t.file, t.id";

export function listTranscripts(
  context: LedgerContext,
  { after, limit, signal }: ListPage<TranscriptPosition>,
): readonly ListedTranscript[] {
  const rows = context
    .sql(`${SELECT} WHERE @file IS NULL OR (t.file, t.id) > (@file, @id) ${ORDER} LIMIT @limit`)
    .all({ file: after?.file ?? null, id: after?.id ?? null, limit }) as TranscriptColumns[];
  return rows.map((row) => listed(context, row, signal));
}

export function transcriptsNamed(
  context: LedgerContext,
  fileOrId: string,
  { signal }: ReadOptions = {},
): readonly ListedTranscript[] {
  const rows = context.sql(`${SELECT} WHERE t.id = @name OR t.file = @name ${ORDER}`).all({ name: fileOrId });
  return (rows as TranscriptColumns[]).map((row) => listed(context, row, signal));
}

export function transcriptsWithWords(
  context: LedgerContext,
  words: readonly string[],
  { limit, signal }: ReadOptions & { readonly limit: number },
): readonly TranscriptPosition[] {
  const folded = words.map(foldCase);
  const found: TranscriptPosition[] = [];
  if (folded.length === 0 || limit <= 0) return found;
  const transcripts = context.sql("SELECT file, id FROM transcripts t ORDER BY file, id");
  for (const row of transcripts.iterate() as Iterable<TranscriptPosition>) {
    signal?.throwIfAborted();
    const file = foldCase(row.file);
    if (folded.every((word) => file.includes(word))) found.push({ file: row.file, id: row.id });
    if (found.length === limit) break;
  }
  return found;
}

function listed(
  context: LedgerContext,
  { no, ...row }: TranscriptColumns,
  signal: AbortSignal | undefined,
): ListedTranscript {
  signal?.throwIfAborted();
  return { ...row, durationMs: durationOf(context, no) };
}

/** A time in the JSON of turns. */
const TIME = /"(?:start|end)Ms":-?\d/;

/** The end of the last words with a time. */
function durationOf(context: LedgerContext, transcript: number): number | null {
  const chunks = context.sql("SELECT turns FROM chunks WHERE transcript_no = ? ORDER BY ordinal DESC");
  for (const row of chunks.iterate(transcript) as Iterable<{ readonly turns: string }>) {
    if (!TIME.test(row.turns)) continue;
    const times = turnsOf(row).flatMap(({ startMs, endMs }) => endMs ?? startMs ?? []);
    if (times.length > 0) return Math.max(...times);
  }
  return null;
}

/** The labels of a transcript with their turns, in the order of their first words. */
export function spokenLabels(context: LedgerContext, transcript: string): readonly SpokenLabel[] {
  const row = context.sql("SELECT speakers FROM transcripts WHERE id = ?").get(transcript) as
    { readonly speakers: string } | undefined;
  return row === undefined ? [] : (JSON.parse(row.speakers) as readonly SpokenLabel[]);
}

export function listSpeakers(
  context: LedgerContext,
  { after, limit, signal }: ListPage<SpeakerPosition>,
): readonly ListedSpeaker[] {
  const speakers = [...countSpeakers(speakerTurns(context, { signal }))].sort(byTurns);
  return speakers.filter((speaker) => after === null || byTurns(speaker, after) > 0).slice(0, limit);
}

function byTurns(one: SpeakerPosition, other: SpeakerPosition): number {
  return other.turns - one.turns || compare(one.name, other.name) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

type Counts<Of> = { -readonly [Key in keyof Of]: Of[Key] };

/** The speakers, from their turns in each transcript. */
function countSpeakers(turnsInTranscripts: Iterable<SpeakerTurns>): Iterable<ListedSpeaker> {
  const speakers = new Map<string, Counts<ListedSpeaker>>();
  for (const { speaker, name, file, turns, talkMs } of turnsInTranscripts) {
    const count = speakers.get(speaker) ?? newCount({ id: speaker, name, firstFile: file });
    speakers.set(speaker, count);
    addTurns(count, { turns, talkMs });
    count.transcripts += 1;
    if (file < count.firstFile) count.firstFile = file;
  }
  return speakers.values();
}

function newCount(speaker: Pick<ListedSpeaker, "id" | "name" | "firstFile">): Counts<ListedSpeaker> {
  return { ...speaker, turns: 0, talkMs: null, transcripts: 0 };
}

function addTurns(
  count: { turns: number; talkMs: number | null },
  { turns, talkMs }: Pick<SpokenLabel, "turns" | "talkMs">,
): void {
  count.turns += turns;
  if (talkMs !== null) count.talkMs = (count.talkMs ?? 0) + talkMs;
}

interface TranscriptSpeakers {
  readonly id: string;
  readonly file: string;
  readonly speakers: string;
}

/** The turns of each speaker in each transcript. */
export function* speakerTurns(context: LedgerContext, { signal }: ReadOptions = {}): Generator<SpeakerTurns> {
  const people = new Map<string, Pick<ListedSpeaker, "id" | "name">>();
  const senses = userSenses(context);
  const transcripts = context.sql("SELECT id, file, speakers FROM transcripts ORDER BY no");
  for (const { id, file, speakers: spoken } of transcripts.iterate() as Iterable<TranscriptSpeakers>) {
    signal?.throwIfAborted();
    const speaking = new Map<string, Counts<SpeakerTurns>>();
    for (const { label, ...said } of JSON.parse(spoken) as readonly SpokenLabel[]) {
      const { key } = context.resolver.speakerKey(label, id, senses.get(file));
      const person = people.get(key) ?? personOf(context, key, label);
      people.set(key, person);
      const { id: speaker, name } = person;
      const count = speaking.get(speaker) ?? { speaker, name, transcript: id, file, turns: 0, talkMs: null };
      speaking.set(speaker, count);
      addTurns(count, said);
    }
    yield* speaking.values();
  }
}

/** The person of a key; before the first resolution, a person derived from the label alone. */
function personOf(context: LedgerContext, key: string, label: string): Pick<ListedSpeaker, "id" | "name"> {
  const person = context
    .sql("SELECT e.id, e.name FROM keys k JOIN entities e ON e.no = k.entity_no WHERE k.key = ? AND e.hash IS NOT NULL")
    .get(key) as { readonly id: string; readonly name: string } | undefined;
  return person ?? { id: entityId(key), name: label };
}

function turnsOf({ turns }: { readonly turns: string }): readonly ChunkTurn[] {
  return JSON.parse(turns) as ChunkTurn[];
}
