import { type ChunkTurn, entityId } from "../../../model/index.ts";
import type {
  ListedSpeaker,
  ListedTranscript,
  ListPage,
  SpeakerPosition,
  TranscriptPosition,
} from "../../../ports/index.ts";
import type { LedgerContext } from "./context.ts";

type TranscriptColumns = Omit<ListedTranscript, "durationMs"> & { readonly no: number };

export function listTranscripts(
  context: LedgerContext,
  { after, limit }: ListPage<TranscriptPosition>,
): readonly ListedTranscript[] {
  const rows = context
    .sql(
      `SELECT t.no, t.id, t.file, s.key AS source, t.format, t.turns, t.characters
       FROM transcripts t JOIN sources s ON s.no = t.source_no
       WHERE @file IS NULL OR (t.file, t.id) > (@file, @id) ORDER BY t.file, t.id LIMIT @limit`,
    )
    .all({ file: after?.file ?? null, id: after?.id ?? null, limit }) as TranscriptColumns[];
  return rows.map(({ no, ...row }) => ({ ...row, durationMs: durationOf(context, no) }));
}

/** When the last words end that have a time. */
function durationOf(context: LedgerContext, transcript: number): number | null {
  const chunks = context.sql("SELECT turns FROM chunks WHERE transcript_no = ? ORDER BY ordinal DESC");
  for (const row of chunks.iterate(transcript)) {
    const times = turnsOf(row).flatMap(({ startMs, endMs }) => endMs ?? startMs ?? []);
    if (times.length > 0) return Math.max(...times);
  }
  return null;
}

/** Reads every turn of the workspace, one transcript at a time. */
export function listSpeakers(
  context: LedgerContext,
  { after, limit }: ListPage<SpeakerPosition>,
): readonly ListedSpeaker[] {
  const speakers = [...countSpeakers(context)].sort(byTurns);
  return speakers.filter((speaker) => after === null || byTurns(speaker, after) > 0).slice(0, limit);
}

function byTurns(one: SpeakerPosition, other: SpeakerPosition): number {
  return other.turns - one.turns || compare(one.name, other.name) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

type SpeakerCount = { -readonly [Key in keyof ListedSpeaker]: ListedSpeaker[Key] };

function countSpeakers(context: LedgerContext): Iterable<ListedSpeaker> {
  const speakers = new Map<string, SpeakerCount>();
  const transcripts = context.sql("SELECT no, id FROM transcripts ORDER BY no").all() as { no: number; id: string }[];
  for (const { no, id } of transcripts) {
    const heard = new Map<string, SpeakerCount>();
    for (const { speaker, startMs, endMs } of wholeTurns(context, no)) {
      if (speaker === null) continue;
      const count = heard.get(speaker) ?? countOf(context, speakers, speaker, id);
      heard.set(speaker, count);
      count.turns += 1;
      if (startMs !== null && endMs !== null) count.talkMs = (count.talkMs ?? 0) + Math.max(0, endMs - startMs);
    }
    for (const count of new Set(heard.values())) count.transcripts += 1;
  }
  return speakers.values();
}

/** The count of whoever a label means in a transcript. */
function countOf(
  context: LedgerContext,
  speakers: Map<string, SpeakerCount>,
  label: string,
  transcript: string,
): SpeakerCount {
  const { key } = context.resolver.speakerKey(label, transcript);
  const person = context
    .sql("SELECT e.id, e.name FROM keys k JOIN entities e ON e.no = k.entity_no WHERE k.key = ? AND e.hash IS NOT NULL")
    .get(key) as { readonly id: string; readonly name: string } | undefined;
  const { id, name } = person ?? { id: entityId(key), name: label };
  const count = speakers.get(id) ?? { id, name, turns: 0, talkMs: null, transcripts: 0 };
  speakers.set(id, count);
  return count;
}

/** The turns of a transcript, each once: one that is too long for a chunk lies in several. */
function* wholeTurns(context: LedgerContext, transcript: number): Generator<ChunkTurn> {
  const chunks = context.sql("SELECT turns FROM chunks WHERE transcript_no = ? ORDER BY ordinal").all(transcript);
  let last = -1;
  for (const turn of chunks.flatMap(turnsOf)) {
    if (turn.index > last) yield turn;
    last = turn.index;
  }
}

function turnsOf(row: unknown): readonly ChunkTurn[] {
  return JSON.parse((row as { readonly turns: string }).turns) as ChunkTurn[];
}
