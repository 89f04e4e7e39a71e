import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GRAPH_ROW_KINDS, type GraphRow, type GraphRowKind, type VectorRow } from "../../../model/index.ts";
import {
  type ChangeCursor,
  type ChangePage,
  type ChunkStage,
  type Ledger,
  NO_USAGE,
  type PaidReply,
  type PendingChunk,
  type PendingCursor,
  type Spread,
} from "../../../ports/index.ts";
import { type SampleChunk, type SampledChunk, sampleRecord } from "../sample-transcripts.ts";

export const RULES: PaidReply = { profile: "rules/1", paid: false, raw: null, usage: NO_USAGE };
export const MODEL: PaidReply = {
  profile: "model/1",
  paid: true,
  raw: '{"reply":true}',
  usage: { ...NO_USAGE, inputTokens: 10 },
};
export const EMBEDDING: PaidReply = { ...RULES, profile: "vectors/1" };

export const TALK: readonly SampleChunk[] = [
  { speaker: "Ann Lee", words: "[Sleep debt] causes [poor focus].", states: true },
  { speaker: "Bob Ray", words: "I think that [sleep debt] is real." },
  { speaker: "Ann Lee", words: "[Exercise] causes [sound sleep].", states: true },
];
export const SECOND_TALK: readonly SampleChunk[] = [
  { speaker: "Bob Ray", words: "[Exercise] causes [poor focus] now and then.", states: true },
  { speaker: null, words: "Nobody knows of [sleep debt] here." },
];

/** Its speaker label has no name and belongs to its transcript. */
export const NAMELESS: readonly SampleChunk[] = [{ speaker: "Speaker 1", words: "Of [sleep debt] I know nothing." }];

/** The chunks with turns of 400 ms each. */
export function timed(chunks: readonly SampledChunk[]): readonly SampledChunk[] {
  return chunks.map(({ chunk, extraction }) => {
    const turns = chunk.turns.map((turn) => ({ ...turn, endMs: (turn.startMs ?? 0) + 400 }));
    return { chunk: { ...chunk, turns }, extraction };
  });
}

/** Runs `work` with an existing folder, for sources. */
export async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "colloquy-ledger-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function put(
  ledger: Ledger,
  folder: string,
  file: string,
  chunks: readonly SampledChunk[],
): Promise<string> {
  const { key } = await ledger.registerSource(folder, new Map());
  await ledger.putTranscript(sampleRecord(key, file, chunks));
  return key;
}

export async function settleAll(
  ledger: Ledger,
  chunks: readonly SampledChunk[],
  reply: PaidReply = RULES,
): Promise<void> {
  await ledger.settle(
    reply,
    chunks.map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction })),
    [],
  );
}

export async function conclude(ledger: Ledger, embeddingProfile: string | null = null) {
  while ((await ledger.deriveFacts(1)).remaining > 0);
  return ledger.resolve({ embeddingProfile });
}

export const want = (reply: PaidReply, force = false) => ({ profile: reply.profile, paid: reply.paid, force });

export async function pendingOf(
  ledger: Ledger,
  stage: ChunkStage,
  reply: PaidReply,
  {
    force = false,
    limit = 100,
    deadLetters = false,
    spread,
  }: { force?: boolean; limit?: number; deadLetters?: boolean; spread?: Spread } = {},
): Promise<PendingChunk[]> {
  const items: PendingChunk[] = [];
  let after: PendingCursor | null = null;
  do {
    const page = await ledger.pending(stage, { ...want(reply, force), deadLetters, after, limit, spread });
    items.push(...page.items);
    after = page.next;
  } while (after !== null);
  return items;
}

async function pages<Row>(read: (cursor: ChangeCursor | null) => Promise<ChangePage<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: ChangeCursor | null = null;
  do {
    const page = await read(cursor);
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

export const changed = (ledger: Ledger, kind: GraphRowKind, after = 0, limit = 100): Promise<GraphRow[]> =>
  pages((cursor) => ledger.changedRows(kind, after, cursor, limit));

export const vectorsOf = (ledger: Ledger, after = 0, limit = 100): Promise<VectorRow[]> =>
  pages((cursor) => ledger.changedVectors(after, cursor, limit));

export const removed = (ledger: Ledger, kind: GraphRowKind | "vector", after: number, limit = 100): Promise<string[]> =>
  pages((cursor) => ledger.removedRows(kind, after, cursor, limit));

export async function allRows(ledger: Ledger): Promise<(GraphRow | VectorRow)[]> {
  const rows: (GraphRow | VectorRow)[] = await vectorsOf(ledger);
  for (const kind of GRAPH_ROW_KINDS) rows.push(...(await changed(ledger, kind)));
  return rows;
}

export const tokensOf = (items: readonly { readonly tokens: number }[]) =>
  items.reduce((sum, { tokens }) => sum + tokens, 0);
export const keysOf = (items: readonly { readonly contentKey: string }[]) =>
  items.map((item) => item.contentKey).sort();
export const contentKeys = (chunks: readonly SampledChunk[]) => keysOf(chunks.map(({ chunk }) => chunk));

/** Content keys of the items that are in a transcript, in the order of the transcript. */
export function inBoth(items: readonly PendingChunk[], chunks: readonly SampledChunk[]): string[] {
  const taken = new Set(items.map(({ contentKey }) => contentKey));
  return chunks.map(({ chunk }) => chunk.contentKey).filter((key) => taken.has(key));
}

export function vectorsFor(chunks: readonly SampledChunk[]) {
  return chunks.map(({ chunk }, index) => ({
    contentKey: chunk.textKey,
    vector: Float32Array.of(0.1, index, -1e-30),
  }));
}
