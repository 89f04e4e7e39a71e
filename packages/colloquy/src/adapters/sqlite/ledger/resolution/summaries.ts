import { evidenceAt, type LocatedChunk, type Polarity } from "../../../../model/index.ts";
import type {
  DroppedSentences,
  LedgerCounts,
  LedgerSummaries,
  PaidReply,
  StoredSummary,
  SummarySentence,
  TranscriptEvidence,
  WrittenSummary,
} from "../../../../ports/index.ts";
import { insertChecked, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { putReply } from "../paid-work/batches.ts";
import type { LedgerSession } from "../session.ts";
import { FACT_KINDS } from "./fact-records.ts";
import { locatedChunk } from "./stored-rows.ts";

export function ledgerSummaries({ context, read, conclude, write, writeDurably }: LedgerSession): LedgerSummaries {
  return {
    transcriptEvidence: async (transcript, options) => conclude(() => transcriptEvidence(context, transcript), options),
    summaries: async (contentKeys, profile) =>
      read(() => contentKeys.flatMap((contentKey) => storedSummary(context, contentKey, profile) ?? [])),
    summarised: async () => read(() => context.sql(SUMMARISED).all() as Pick<StoredSummary, "subject" | "kind">[]),
    putSummaries: async (reply, summaries) => {
      const commit = (): void => putSummaries(context, reply, summaries);
      if (reply.paid) writeDurably(commit);
      else write(commit);
    },
  };
}

/** A damaged summary is none: it is written again. */
const SELECT = `SELECT content_key AS contentKey, profile, subject, kind, sentences, dropped FROM summaries
  WHERE content_key = @contentKey AND (@profile IS NULL OR profile = @profile) AND ${isIntact("summaries")}
  ORDER BY no DESC LIMIT 1`;
const SUMMARISED = "SELECT DISTINCT subject, kind FROM summaries WHERE sentences <> '[]' ORDER BY subject";
const PUT = insertChecked("summaries", "ON CONFLICT DO NOTHING");

interface SummaryColumns extends Omit<StoredSummary, "sentences" | "dropped"> {
  /** As JSON. */
  readonly sentences: string;
  readonly dropped: string;
}

function storedSummary({ sql }: LedgerContext, contentKey: string, profile: string | null): StoredSummary | null {
  const row = sql(SELECT).get({ contentKey, profile }) as SummaryColumns | undefined;
  if (row === undefined) return null;
  const sentences = JSON.parse(row.sentences) as SummarySentence[];
  return { ...row, sentences, dropped: JSON.parse(row.dropped) as DroppedSentences };
}

function putSummaries(context: LedgerContext, reply: PaidReply, summaries: readonly WrittenSummary[]): void {
  const { profile, paid } = reply;
  const batch = putReply(context, "summarise", reply);
  for (const { contentKey, subject, kind, sentences, dropped } of summaries) {
    const damaged = `DELETE FROM summaries WHERE content_key = ? AND NOT ${isIntact("summaries")}`;
    context.sql(damaged).run(contentKey);
    context.sql(PUT).run({
      content_key: contentKey,
      profile,
      subject,
      kind,
      sentences: JSON.stringify(sentences),
      dropped: JSON.stringify(dropped),
      paid: Number(paid),
      batch_no: batch,
    });
  }
}

/** Counts the latest summary of each subject that is still in the graph. */
const COUNT = `SELECT coalesce(sum(kind = 'entity' AND sentences <> '[]'), 0) AS entities,
    coalesce(sum(kind = 'transcript' AND sentences <> '[]'), 0) AS transcripts,
    coalesce(sum(json_array_length(sentences)), 0) AS sentences, coalesce(sum(dropped ->> 'uncited'), 0) AS uncited,
    coalesce(sum(dropped ->> 'unknown'), 0) AS unknown, coalesce(sum(dropped ->> 'ungrounded'), 0) AS ungrounded
  FROM summaries WHERE no IN (SELECT max(no) FROM summaries GROUP BY subject)
    AND (subject IN (SELECT id FROM entities WHERE hash IS NOT NULL) OR subject IN (SELECT id FROM transcripts))`;

export function countSummaries({ sql }: LedgerContext): LedgerCounts["summaries"] {
  const row = sql(COUNT).get() as Omit<LedgerCounts["summaries"], "dropped"> & DroppedSentences;
  const { entities, transcripts, sentences, ...dropped } = row;
  return { entities, transcripts, sentences, dropped };
}

interface FactColumns {
  readonly chunk: number;
  readonly kind: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly polarity: Polarity;
  readonly confidence: number;
  readonly type: string;
  readonly source: string | null;
  readonly target: string | null;
}

const CHUNKS = `SELECT c.no FROM chunks c JOIN transcripts t ON t.no = c.transcript_no WHERE t.id = ? ORDER BY c.ordinal`;
/** Facts with a row in the graph, without relations that a check withdrew. */
const FACTS = `SELECT f.chunk_no AS chunk, f.kind, f.start_offset AS startOffset, f.end_offset AS endOffset, f.polarity, f.confidence,
    f.type, s.name AS source, o.name AS target
  FROM facts f JOIN transcripts t ON t.no = f.transcript_no
    LEFT JOIN relationships r ON r.id = f.of_id AND f.kind = ${FACT_KINDS.relation}
    LEFT JOIN entities s ON s.no = r.source_no LEFT JOIN entities o ON o.no = r.target_no
  WHERE t.id = ? AND f.kind IN (${FACT_KINDS.relation}, ${FACT_KINDS.quote}) AND f.row_id IS NOT NULL
    AND r.withdrawn IS NULL
  ORDER BY f.start_offset, f.end_offset, f.kind, f.type, source, target`;

function transcriptEvidence(context: LedgerContext, transcript: string): readonly TranscriptEvidence[] {
  const facts = Map.groupBy(context.sql(FACTS).all(transcript) as FactColumns[], (fact) => fact.chunk);
  return (context.sql(CHUNKS).all(transcript) as { no: number }[]).flatMap(({ no }) => {
    const chunk = locatedChunk(context, no);
    return [...(facts.get(no) ?? []).flatMap((fact) => factEvidence(chunk, fact)), ...turnsOf(chunk)];
  });
}

function factEvidence(chunk: LocatedChunk, fact: FactColumns): readonly TranscriptEvidence[] {
  const evidence = evidenceAt(chunk, fact);
  if (fact.kind === FACT_KINDS.quote) return [{ evidence, kind: "quote", relation: null }];
  const { source, target, type, confidence } = fact;
  if (source === null || target === null) return [];
  return [{ evidence, kind: "relation", relation: { source, type, target, confidence } }];
}

function turnsOf(chunk: LocatedChunk): readonly TranscriptEvidence[] {
  return chunk.turns.map(({ startOffset, endOffset }) => ({
    evidence: evidenceAt(chunk, { startOffset, endOffset, polarity: "stated" }),
    kind: "turn",
    relation: null,
  }));
}
