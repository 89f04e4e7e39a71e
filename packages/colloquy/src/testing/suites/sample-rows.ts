import {
  type ChunkRow,
  contentId,
  type EntityRow,
  type Evidence,
  type EvidenceRow,
  type MentionRow,
  type QuoteRow,
  type RelationshipRow,
  type TranscriptRow,
  type VectorRow,
} from "../../model/index.ts";

/** Texts that stores can change by mistake: NUL, lone surrogates, prototype names, beyond the first plane, long. */
export const AWKWARD_TEXTS: readonly string[] = [
  "a\0b",
  "lone \ud83d surrogate",
  "\udc00",
  "__proto__",
  "constructor",
  "👩‍🚀 ünïcødé \u{10ffff}",
  "'; DROP TABLE entity; --",
  "\ufeffmark",
  " \t\r\n",
  "long ".repeat(20_000),
];

/** An id in the form of the model, derived from any word. */
export const sampleId = (word: string): string => contentId("sample", word);

function sampleEvidence(change: Partial<Evidence> = {}): Evidence {
  return {
    file: "one.vtt",
    chunk: sampleId("chunk"),
    speaker: "Ann",
    startMs: 1_000,
    endMs: 2_500,
    startOffset: 10,
    endOffset: 15,
    text: "words",
    polarity: "stated",
    ...change,
  };
}

export function sampleTranscript(id: string, change: Partial<TranscriptRow> = {}): TranscriptRow {
  return { kind: "transcript", id: sampleId(id), file: `${id}.vtt`, format: "webvtt", turns: 3, ...change };
}

export function sampleChunk(id: string, change: Partial<ChunkRow> = {}): ChunkRow {
  return {
    kind: "chunk",
    id: sampleId(id),
    transcript: sampleId("transcript"),
    file: "one.vtt",
    ordinal: 0,
    startOffset: 0,
    endOffset: 11,
    speakers: ["Ann", "Bo"],
    startMs: null,
    endMs: null,
    text: "hello words",
    profile: null,
    ...change,
  };
}

export function sampleEntity(id: string, change: Partial<EntityRow> = {}): EntityRow {
  return {
    kind: "entity",
    id: sampleId(id),
    name: id,
    type: "Concept",
    aliases: [],
    mentions: 1,
    transcripts: 1,
    ...change,
  };
}

export function sampleMention(
  id: string,
  change: Partial<Omit<MentionRow, "evidence">> & { evidence?: Partial<Evidence> } = {},
): MentionRow {
  return {
    kind: "mention",
    id: sampleId(id),
    entity: sampleId("entity"),
    ...change,
    evidence: sampleEvidence(change.evidence),
  };
}

export function sampleRelationship(id: string, change: Partial<RelationshipRow> = {}): RelationshipRow {
  return {
    kind: "relationship",
    id: sampleId(id),
    source: sampleId("source"),
    type: "CAUSES",
    target: sampleId("target"),
    confidence: 0.5,
    count: 1,
    polarity: { stated: 1, negated: 0, question: 0, hypothetical: 0, implied: 0 },
    ...change,
  };
}

/** A relationship that no words state. */
export function sampleDerived(id: string, change: Partial<RelationshipRow> = {}, text = "words"): RelationshipRow {
  const compared = { name: text, text, speaker: text, file: text };
  return sampleRelationship(id, {
    type: "IS_A",
    confidence: 1,
    count: 0,
    polarity: { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0 },
    derived: { judge: text, question: 2, source: compared, target: { ...compared, name: "other", speaker: null } },
    ...change,
  });
}

export function sampleEvidenceRow(
  id: string,
  change: Partial<Omit<EvidenceRow, "evidence">> & { evidence?: Partial<Evidence> } = {},
): EvidenceRow {
  return {
    kind: "evidence",
    id: sampleId(id),
    of: sampleId("relationship"),
    ...change,
    evidence: sampleEvidence(change.evidence),
  };
}

export function sampleQuote(
  id: string,
  change: Partial<Omit<QuoteRow, "evidence">> & { evidence?: Partial<Evidence> } = {},
): QuoteRow {
  const evidence = sampleEvidence(change.evidence);
  return {
    kind: "quote",
    id: sampleId(id),
    speaker: sampleId("ann"),
    about: [sampleId("a"), sampleId("b")],
    text: evidence.text,
    ...change,
    evidence,
  };
}

export function sampleIndexedChunk(id: string, change: Partial<VectorRow> = {}): VectorRow {
  return {
    kind: "vector",
    id: sampleId(id),
    transcript: sampleId("transcript"),
    file: "one.vtt",
    ordinal: 0,
    speakers: ["Ann"],
    startMs: null,
    endMs: null,
    startOffset: 0,
    endOffset: 5,
    text: "words",
    turns: [
      { speaker: "Ann", startMs: 1_000, endMs: null, startOffset: 0, endOffset: 2 },
      { speaker: null, startMs: 1_500, approximate: true, endMs: null, startOffset: 2, endOffset: 5 },
    ],
    profile: "sample/1",
    vector: Float32Array.of(1, 0, 0, 0),
    ...change,
  };
}
