import fc from "fast-check";
import {
  type Chunk,
  chunkId,
  type ChunkKeys,
  type LocatedChunk,
  type Extraction,
  transcriptId,
  withKeys,
} from "../src/model/index.ts";
import { type ExtractedTranscript, type Ledger, NO_USAGE, type Resolver } from "../src/ports/index.ts";
import { resolver } from "../src/resolution/index.ts";
import { openSqliteLedger } from "../src/adapters/sqlite/ledger/index.ts";

const ACRONYM_NAMES = ["voice activity detection", "VAD", "very audible drum", "sleep"];
const NAMES = [...ACRONYM_NAMES, "Sleep", "sleep debt", "habits", "habit", "Dr. Ann Lee", "Ann Lee", "stress"].concat([
  "sleeping quality",
  "quality of sleep",
  "push button",
  "pushbutton",
  "pushing button",
]);
/** Mostly names that can be acronyms of each other. Their merging depends on the other names and their positions. */
const nameArbitrary = fc.oneof(
  { weight: 3, arbitrary: fc.nat(ACRONYM_NAMES.length - 1) },
  { weight: 1, arbitrary: fc.nat(NAMES.length - 1) },
);
const SPEAKERS = ["Ann Lee", "Bob Ray", "Speaker 1", null, "Ann B. Lee", "Ann C. Lee"];
const REPLY = { profile: "test@1", paid: false, raw: null, usage: NO_USAGE };

/** A sentence is a list of names; a chunk has one turn per speaker. */
export type Document = readonly {
  readonly speaker: number;
  readonly sentences: readonly (readonly number[])[];
  readonly links: boolean;
}[];

/** The extraction of a turn depends only on its words, because equal chunks are settled once. */
export const documentArbitrary: fc.Arbitrary<Document> = fc.array(
  fc
    .record({
      speaker: fc.nat(SPEAKERS.length - 1),
      sentences: fc.array(fc.array(nameArbitrary, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
    })
    .map((turn) => ({ ...turn, links: turn.sentences.flat().reduce((sum, name) => sum + name, 0) % 2 === 0 })),
  { minLength: 1, maxLength: 4 },
);

/** Each turn is a separate chunk, labelled as in a plain transcript. */
function chunksOf(document: Document): { chunk: Chunk & ChunkKeys; extraction: Extraction }[] {
  let offset = 0;
  const cut = document.map(({ speaker, sentences, links }, ordinal) => {
    const label = SPEAKERS[speaker] ?? null;
    const head = label === null ? "" : `${label}: `;
    const body = sentences.map((names) => `${names.map((name) => NAMES[name]).join(" and ")}.`).join(" ");
    const startOffset = offset;
    const text = head + body;
    offset += text.length + 1;
    const turn = {
      index: ordinal,
      speaker: label,
      startMs: null,
      endMs: null,
      unitOffset: startOffset,
      startOffset: startOffset + head.length,
      endOffset: startOffset + text.length,
    };
    const chunk = { ordinal, startOffset, endOffset: startOffset + text.length, text, turns: [turn], tokens: 1 };
    return { chunk, extraction: extractionOf(sentences, links) };
  });
  const keyed = withKeys(cut.map(({ chunk }) => chunk));
  return cut.map(({ extraction }, ordinal) => ({ chunk: keyed[ordinal] as Chunk & ChunkKeys, extraction }));
}

function extractionOf(sentences: readonly (readonly number[])[], links: boolean): Extraction {
  const spans: Extraction["sentences"][number][] = [];
  const mentions: Extraction["mentions"][number][] = [];
  const relations: Extraction["relations"][number][] = [];
  let at = 0;
  for (const [sentence, names] of sentences.entries()) {
    const start = at;
    for (const index of names) {
      const name = NAMES[index] as string;
      const span = { turn: 0, start: at, end: at + name.length };
      mentions.push({
        name,
        type: index % 2 === 0 ? "Concept" : "Practice",
        span,
        sentence,
        confidence: 1,
        status: "candidate",
      });
      at += name.length + " and ".length;
    }
    at += ".".length - " and ".length;
    const span = { turn: 0, start, end: at };
    spans.push(span);
    for (const index of links ? names : []) {
      const [source, target] = [NAMES[index] as string, NAMES[names.at(-1) as number] as string];
      const polarity = index === 1 ? "stated" : "question";
      relations.push({
        source,
        sourceType: "Concept",
        type: "CAUSES",
        target,
        targetType: "Concept",
        polarity,
        confidence: 0.7,
        span,
        antecedents: [
          { turn: -1, start: 0, end: 3 },
          { turn: 0, start: 0, end: 2 },
        ].slice(index % 3),
      });
    }
    at += " ".length;
  }
  const quotes = [
    {
      span: spans[0] as Extraction["sentences"][number],
      about: [NAMES[sentences[0]?.[0] as number] as string],
      confidence: 1,
    },
  ];
  return { sentences: spans, mentions, relations, quotes, aliases: [] };
}

const WORKSPACE = "test";

export async function openLedger(file = ":memory:", rules: Resolver = resolver): Promise<Ledger> {
  const ledger = openSqliteLedger(file, { workspace: WORKSPACE, resolver: rules });
  await ledger.registerSource(import.meta.dirname, new Map());
  return ledger;
}

const SOURCE = import.meta.dirname.split("/").at(-1) as string;

/** A document as input of resolution, with the positions of its chunks. */
export function extractedTranscript(
  file: string,
  document: Document,
): ExtractedTranscript & { readonly locatedChunks: readonly LocatedChunk[] } {
  const id = transcriptId(WORKSPACE, SOURCE, file);
  const chunks = chunksOf(document);
  return {
    id,
    chunks: chunks.map(({ chunk, extraction }) => ({ ...chunk, extraction })),
    locatedChunks: chunks.map(({ chunk: { ordinal, startOffset, endOffset, text, turns } }) => {
      const chunk = chunkId(id, startOffset, endOffset, text);
      return { id: chunk, transcript: id, file, ordinal, startOffset, endOffset, text, turns };
    }),
  };
}

export async function put(ledger: Ledger, file: string, document: Document): Promise<void> {
  const chunks = chunksOf(document).map(({ chunk }) => chunk);
  await ledger.putTranscript({
    source: SOURCE,
    file,
    format: "plain",
    fileHash: "",
    readerVersion: "1",
    turns: 0,
    characters: 0,
    chunks,
  });
}

export async function settle(ledger: Ledger, document: Document): Promise<void> {
  const settlements = chunksOf(document).map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction }));
  await ledger.settle(REPLY, settlements, []);
  const vectors = settlements.map(({ contentKey: key }) => ({
    contentKey: key,
    vector: new Float32Array([key.charCodeAt(0), key.charCodeAt(1)]),
  }));
  await ledger.putVectors(REPLY, vectors);
}

export async function conclude(ledger: Ledger): Promise<void> {
  while ((await ledger.deriveFacts(2)).remaining > 0);
  await ledger.resolve({ embeddingProfile: "test@1" });
}
