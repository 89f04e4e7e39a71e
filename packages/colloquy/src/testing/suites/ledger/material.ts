import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GRAPH_ROW_KINDS, type GraphRow, type GraphRowKind, type VectorRow } from "../../../model/index.ts";
import {
  type BatchNumber,
  type ChangeCursor,
  type ChangePage,
  type ChunkStage,
  type Ledger,
  NO_USAGE,
  type PaidReply,
  type PendingChunk,
  type PendingCursor,
  type QuestionStage,
  type Spread,
} from "../../../ports/index.ts";
import { type SampleChunk, sampleChunks, type SampledChunk, sampleRecord } from "../sample-transcripts.ts";

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

/** Runs `work` with a ledger whose only transcript, `a.txt`, is extracted and resolved. */
export async function withTalk(
  make: () => Promise<Ledger>,
  work: (ledger: Ledger, talk: readonly SampledChunk[], folder: string) => Promise<void>,
  sample: readonly SampleChunk[] = TALK,
): Promise<void> {
  await withFolder(async (folder) => {
    await using ledger = await make();
    const talk = sampleChunks(sample);
    await put(ledger, folder, "a.txt", talk);
    await settleAll(ledger, talk);
    await conclude(ledger);
    await work(ledger, talk, folder);
  });
}

/** Checks that a reply of a stage that asks questions completes the batch that was submitted for it. */
export async function completesItsBatch(
  make: () => Promise<Ledger>,
  stage: QuestionStage,
  { profile }: PaidReply,
  answer: (ledger: Ledger, batch: BatchNumber) => Promise<void>,
): Promise<void> {
  await using ledger = await make();
  const run = { run: "r1", startedAt: "2026-01-01T00:00:00.000Z", finishedAt: null, exitCode: null };
  await ledger.beginRun(run);
  const batch = await ledger.submit({
    run: run.run,
    stage,
    number: 1,
    profile,
    contentKeys: ["question"],
    submittedAt: run.startedAt,
    expected: { inputTokens: 100, maxOutputTokens: 50 },
  });
  await answer(ledger, batch);
  const [crashed] = await ledger.crashedRuns();
  assert.deepEqual(crashed?.inFlight, []);
  assert.deepEqual(
    crashed?.replies.map((reply) => ({ stage: reply.stage, replies: reply.replies })),
    [{ stage, replies: 1 }],
  );
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
    ...(index % 2 === 0 ? {} : { passages: Uint8Array.of(0, 127, 128, 255, index, 7) }),
  }));
}
