import assert from "node:assert/strict";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  canonicalLine,
  CROSS_EPISODE,
  DigestSum,
  EMPTY_EXTRACTION,
  GRAPH_ROW_KINDS,
  type GraphRow,
  type GraphRowKind,
  POLARITIES,
  type Polarity,
  polarityCounts,
  type RelationshipRow,
  type VectorRow,
} from "../../model/index.ts";
import {
  type BookedReplies,
  type ChangeCursor,
  type ChangePage,
  type Lane,
  type Ledger,
  NO_USAGE,
  type PaidReply,
  type PendingContent,
  type PendingCursor,
  type Spread,
} from "../../ports/index.ts";
import type { ConformanceCase } from "../conformance.ts";
import { type SampleChunk, sampleChunks, type SampledChunk, sampleRecord } from "./sample-transcripts.ts";

const RULES: PaidReply = { profile: "rules/1", paid: false, raw: null, usage: NO_USAGE };
const MODEL: PaidReply = {
  profile: "model/1",
  paid: true,
  raw: '{"reply":true}',
  usage: { ...NO_USAGE, inputTokens: 10 },
};
const EMBEDDING: PaidReply = { ...RULES, profile: "vectors/1" };

const TALK: readonly SampleChunk[] = [
  { speaker: "Ann Lee", words: "[Sleep debt] causes [poor focus].", states: true },
  { speaker: "Bob Ray", words: "I think that [sleep debt] is real." },
  { speaker: "Ann Lee", words: "[Exercise] causes [sound sleep].", states: true },
];
const SECOND_TALK: readonly SampleChunk[] = [
  { speaker: "Bob Ray", words: "[Exercise] causes [poor focus] now and then.", states: true },
  { speaker: null, words: "Nobody knows of [sleep debt] here." },
];

/** The label belongs to its transcript. */
const NAMELESS: readonly SampleChunk[] = [{ speaker: "Speaker 1", words: "Of [sleep debt] I know nothing." }];

/** With turns that end 400 ms after they begin. */
function timed(chunks: readonly SampledChunk[]): readonly SampledChunk[] {
  return chunks.map(({ chunk, extraction }) => {
    const turns = chunk.turns.map((turn) => ({ ...turn, endMs: (turn.startMs ?? 0) + 400 }));
    return { chunk: { ...chunk, turns }, extraction };
  });
}

/** Runs `work` with a folder that is there, as sources are. */
async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "colloquy-ledger-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function put(ledger: Ledger, folder: string, file: string, chunks: readonly SampledChunk[]): Promise<string> {
  const { key } = await ledger.registerSource(folder, new Map());
  await ledger.putTranscript(sampleRecord(key, file, chunks));
  return key;
}

async function settleAll(ledger: Ledger, chunks: readonly SampledChunk[], reply: PaidReply = RULES): Promise<void> {
  await ledger.settle(
    reply,
    chunks.map(({ chunk, extraction }) => ({ contentKey: chunk.contentKey, extraction })),
    [],
  );
}

async function conclude(ledger: Ledger, embeddingProfile: string | null = null) {
  while ((await ledger.deriveFacts(1)).remaining > 0);
  return ledger.resolve({ embeddingProfile });
}

const want = (reply: PaidReply, force = false) => ({ profile: reply.profile, paid: reply.paid, force });

async function pendingOf(
  ledger: Ledger,
  lane: Lane,
  reply: PaidReply,
  {
    force = false,
    limit = 100,
    deadLetters = false,
    spread,
  }: { force?: boolean; limit?: number; deadLetters?: boolean; spread?: Spread } = {},
): Promise<PendingContent[]> {
  const items: PendingContent[] = [];
  let after: PendingCursor | null = null;
  do {
    const page = await ledger.pending(lane, { ...want(reply, force), deadLetters, after, limit, spread });
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

const changed = (ledger: Ledger, kind: GraphRowKind, after = 0, limit = 100): Promise<GraphRow[]> =>
  pages((cursor) => ledger.changedRows(kind, after, cursor, limit));

const vectorsOf = (ledger: Ledger, after = 0, limit = 100): Promise<VectorRow[]> =>
  pages((cursor) => ledger.changedVectors(after, cursor, limit));

const removed = (ledger: Ledger, kind: GraphRowKind | "vector", after: number, limit = 100): Promise<string[]> =>
  pages((cursor) => ledger.removedRows(kind, after, cursor, limit));

async function allRows(ledger: Ledger): Promise<(GraphRow | VectorRow)[]> {
  const rows: (GraphRow | VectorRow)[] = await vectorsOf(ledger);
  for (const kind of GRAPH_ROW_KINDS) rows.push(...(await changed(ledger, kind)));
  return rows;
}

const tokensOf = (items: readonly { readonly tokens: number }[]) => items.reduce((sum, { tokens }) => sum + tokens, 0);
const keysOf = (items: readonly { readonly contentKey: string }[]) => items.map((item) => item.contentKey).sort();
const contentKeys = (chunks: readonly SampledChunk[]) => keysOf(chunks.map(({ chunk }) => chunk));

/** Keys of contents that are among those of a transcript, in its order. */
function inBoth(items: readonly PendingContent[], chunks: readonly SampledChunk[]): string[] {
  const taken = new Set(items.map(({ contentKey }) => contentKey));
  return chunks.map(({ chunk }) => chunk.contentKey).filter((key) => taken.has(key));
}

function vectorsFor(chunks: readonly SampledChunk[]) {
  return chunks.map(({ chunk }, index) => ({
    contentKey: chunk.contentKey,
    vector: Float32Array.of(0.1, index, -1e-30),
  }));
}

const reading: readonly ConformanceCase<Ledger>[] = [
  {
    name: "keeps the key of a folder, also when it is moved with its files, and gives another folder another key",
    async run(make) {
      await withFolder(async (root) => {
        await using ledger = await make();
        const [one, two] = [await mkdtemp(path.join(root, "talks-")), await mkdtemp(path.join(root, "talks-"))];
        const { key } = await ledger.registerSource(one, new Map());
        const other = await ledger.registerSource(two, new Map());
        assert.notEqual(key, other.key);
        const record = sampleRecord(key, "a.txt", sampleChunks(TALK));
        await ledger.putTranscript(record);
        assert.equal((await ledger.registerSource(one, new Map())).key, key);
        await rename(one, path.join(root, "moved"));
        const moved = await ledger.registerSource(path.join(root, "moved"), new Map([["a.txt", record.fileHash]]));
        assert.equal(moved.key, key);
        assert.deepEqual([...(await ledger.fingerprints(key)).keys()], ["a.txt"]);
        assert.deepEqual([...(await ledger.fingerprints(other.key)).keys()], []);
      });
    },
  },
  {
    name: "remembers what it read of each file, and which files were skipped",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const source = await put(ledger, folder, "a.txt", sampleChunks(TALK));
        await put(ledger, folder, "__proto__", sampleChunks(SECOND_TALK));
        const record = sampleRecord(source, "a.txt", sampleChunks(SECOND_TALK));
        await ledger.putTranscript(record);
        const fingerprints = await ledger.fingerprints(source);
        assert.deepEqual([...fingerprints.keys()].sort(), ["__proto__", "a.txt"]);
        assert.deepEqual(
          { ...fingerprints.get("a.txt") },
          { fileHash: record.fileHash, readerVersion: record.readerVersion },
        );
        await ledger.putSkipped(source, [{ path: "old.txt", reason: "empty" }]);
        await ledger.putSkipped(source, [{ path: "bad.bin", reason: "binary" }]);
        const counts = await ledger.counts();
        assert.equal(counts.transcripts, 2);
        assert.deepEqual(
          counts.skipped.map((file) => ({ ...file })),
          [{ path: "bad.bin", reason: "binary" }],
        );
      });
    },
  },
  {
    name: "lists transcripts by file and speakers by their turns, in parts, before and after it concludes anything",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        assert.deepEqual(await ledger.listTranscripts({ after: null, limit: 9 }), []);
        assert.deepEqual(await ledger.listSpeakers({ after: null, limit: 9 }), []);
        const talks = { "b.txt": TALK, "a.txt": SECOND_TALK, "c.txt": NAMELESS, "d.txt": NAMELESS };
        for (const [file, talk] of Object.entries(talks)) await put(ledger, folder, file, timed(sampleChunks(talk)));
        const transcripts = await ledger.listTranscripts({ after: null, limit: 9 });
        assert.deepEqual(
          transcripts.map(({ file, turns, durationMs }) => [file, turns, durationMs]),
          [
            ["a.txt", 2, 1_400],
            ["b.txt", 3, 2_400],
            ["c.txt", 1, 400],
            ["d.txt", 1, 400],
          ],
        );
        const [first] = transcripts;
        assert.deepEqual(await ledger.listTranscripts({ after: first ?? null, limit: 2 }), transcripts.slice(1, 3));
        const counted = [
          ["Ann Lee", 2, 800, 1],
          ["Bob Ray", 2, 800, 2],
          ["Speaker 1", 1, 400, 1],
          ["Speaker 1", 1, 400, 1],
        ];
        const speakers = async () => {
          const listed = await ledger.listSpeakers({ after: null, limit: 9 });
          assert.deepEqual(
            listed.map(({ name, turns, talkMs, transcripts }) => [name, turns, talkMs, transcripts]),
            counted,
          );
          return listed;
        };
        assert.equal(new Set((await speakers()).map(({ id }) => id)).size, 4);
        for (const talk of Object.values(talks)) await settleAll(ledger, timed(sampleChunks(talk)));
        await conclude(ledger);
        const listed = await speakers();
        const people = await changed(ledger, "entity");
        for (const { id, name } of listed)
          assert.ok(people.some((row) => row.kind === "entity" && row.id === id && row.name === name));
        for (const [index, after] of listed.entries())
          assert.deepEqual(await ledger.listSpeakers({ after, limit: 2 }), listed.slice(index + 1, index + 3));
      });
    },
  },
];

const paying: readonly ConformanceCase<Ledger>[] = [
  {
    name: "lists what is pending by source, file and place, page by page, in every workspace alike",
    async run(make) {
      await withFolder(async (root) => {
        const [north, south] = [path.join(root, "north"), path.join(root, "south")];
        for (const folder of [south, north]) await mkdir(folder);
        const passages = (words: string) =>
          sampleChunks([1, 2, 3].map((count) => ({ speaker: "Ann Lee", words: `${words} ${count}.` })));
        const shared = sampleChunks([{ speaker: "Bob Ray", words: "Good evening." }]);
        const files: readonly (readonly [folder: string, file: string, chunks: readonly SampledChunk[]])[] = [
          [south, "a.txt", passages("Rain")],
          [north, "b/c.txt", passages("Wind")],
          [south, "shared.txt", shared],
          [north, "b.txt", shared],
          [north, "a.txt", passages("Snow")],
        ];
        const inOrder = [files[4], files[3], files[1], files[0]].flatMap((entry) => entry?.[2] ?? []);
        const expected = inOrder.map(({ chunk }) => chunk.contentKey);
        for (const workspace of ["one", "two", "three"]) {
          await using ledger = await make({ workspace });
          for (const [folder, file, chunks] of files) await put(ledger, folder, file, chunks);
          for (const limit of [1, 2, 3, 100]) {
            const items = await pendingOf(ledger, "extraction", RULES, { limit });
            const keys = items.map(({ contentKey }) => contentKey);
            assert.deepEqual(keys, expected, `${workspace}, in pages of ${limit}`);
          }
        }
      });
    },
  },
  {
    name: "holds every chunk pending until it is settled, once for all chunks that show the same, in a stable order",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "copy.txt", talk);
        await put(ledger, folder, "b.txt", second);
        const items = await pendingOf(ledger, "extraction", RULES);
        assert.deepEqual(keysOf(items), [...contentKeys(talk), ...contentKeys(second)].sort());
        assert.deepEqual(await pendingOf(ledger, "extraction", RULES, { limit: 1 }), items);
        assert.equal(await ledger.pendingCount("extraction", want(RULES)), items.length);
        const tokens = items.reduce((sum, item) => sum + item.tokens, 0);
        const byTranscript = await ledger.pendingTranscripts("extraction", want(RULES));
        assert.deepEqual(
          byTranscript.map(({ contents }) => contents),
          [talk.length, second.length],
        );
        assert.equal(new Set(byTranscript.map(({ transcript }) => transcript)).size, 2);
        assert.equal(tokensOf(byTranscript), tokens);
        const first = items.find((item) => item.contentKey === talk[0]?.chunk.contentKey);
        assert.deepEqual(first?.view, [{ speaker: "Ann Lee", text: "Sleep debt causes poor focus." }]);
        assert.equal(first?.tokens, talk[0]?.chunk.tokens);
        await settleAll(ledger, talk.slice(0, 2));
        assert.deepEqual(
          await pendingOf(ledger, "extraction", RULES, { limit: 2 }),
          items.filter((item) => !contentKeys(talk.slice(0, 2)).includes(item.contentKey)),
        );
        const { chunks } = await ledger.counts();
        assert.deepEqual(chunks, {
          total: 8,
          extracted: 4,
          embedded: 0,
          pending: 4,
          deadLetters: 0,
          embeddingDeadLetters: 0,
        });
        assert.equal(await ledger.pendingCount("embedding", want(EMBEDDING)), items.length);
        assert.equal(await ledger.pendingCount("extraction", want(RULES, true)), items.length);
        assert.equal(tokensOf(await ledger.pendingTranscripts("extraction", want(RULES, true))), tokens);
        assert.equal((await pendingOf(ledger, "extraction", RULES, { force: true, limit: 2 })).length, items.length);
      });
    },
  },
  {
    name: "spreads a part of what is pending evenly over all of it, the same whatever the pages and what was settled meanwhile",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const files = Array.from({ length: 12 }, (_, file) =>
          sampleChunks(
            Array.from({ length: 10 }, (_, at) => ({ speaker: "Ann Lee", words: `Passage ${at} of ${file}.` })),
          ),
        );
        for (const [file, chunks] of files.entries()) await put(ledger, folder, `talk-${10 + file}.txt`, chunks);
        for (const take of [1, 5, 24, 119, 120]) {
          const spread = { take, of: 120 };
          const taken = await pendingOf(ledger, "extraction", RULES, { spread });
          assert.equal(taken.length, take);
          const counts = files.map((chunks) => inBoth(taken, chunks).length);
          const ordered = files.flatMap((chunks) => inBoth(taken, chunks));
          assert.deepEqual(
            ordered,
            taken.map(({ contentKey }) => contentKey),
            "in the ledger's order",
          );
          for (const count of counts) assert.ok(Math.abs(count - take / 12) <= 1, `${take}: ${counts.join(" ")}`);
        }
        const spread = { take: 24, of: 120 };
        const [all, inPages] = [
          await pendingOf(ledger, "extraction", RULES, { spread }),
          await pendingOf(ledger, "extraction", RULES, { spread, limit: 5 }),
        ];
        assert.deepEqual(inPages, all);
        const first = await ledger.pending("extraction", { ...want(RULES), after: null, limit: 12, spread });
        await ledger.settle(
          RULES,
          first.items.map(({ contentKey }) => ({ contentKey, extraction: EMPTY_EXTRACTION })),
          [],
        );
        const rest = await ledger.pending("extraction", { ...want(RULES), after: first.next, limit: 100, spread });
        assert.deepEqual([...first.items, ...rest.items], all);
      });
    },
  },
  {
    name: "tells what replies of a profile settled, each content with its part of the reply's tokens",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "b.txt", second);
        await put(ledger, folder, "copy.txt", talk);
        const reply = (outputTokens: number): PaidReply => ({ ...MODEL, usage: { ...NO_USAGE, outputTokens } });
        await settleAll(ledger, [...talk.slice(0, 2), ...second.slice(0, 1)], reply(900));
        await settleAll(ledger, second.slice(1), reply(50));
        await settleAll(ledger, talk.slice(2), { ...MODEL, usage: null });
        const settled = await ledger.settledContents(MODEL.profile, 100);
        assert.deepEqual(
          settled.map(({ tokens }) => tokens).toSorted(),
          [...talk.slice(0, 2), ...second].map(({ chunk }) => chunk.tokens).toSorted(),
        );
        const sums = new Map<string, number>();
        for (const { transcript, outputTokens } of settled)
          sums.set(transcript, (sums.get(transcript) ?? 0) + outputTokens);
        assert.equal(sums.size, 2);
        assert.ok(Math.abs([...sums.values()].reduce((sum, each) => sum + each, 0) - 950) < 1e-6);
        // The first passage says more than the second, of which nothing is stated.
        const [stated, said] = talk
          .slice(0, 2)
          .map(({ chunk }) => settled.find(({ tokens }) => tokens === chunk.tokens));
        assert.ok((stated?.outputTokens ?? 0) > (said?.outputTokens ?? 0));
        assert.equal((await ledger.settledContents(MODEL.profile, 1)).length < settled.length, true);
        assert.deepEqual(await ledger.settledContents("model/2", 100), []);
      });
    },
  },
  {
    name: "asks for nothing again but what an edit changed",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const before = sampleChunks(TALK);
        const after = sampleChunks([{ speaker: "Cy", words: "Something new before all else." }, ...TALK]);
        await put(ledger, folder, "a.txt", before);
        await settleAll(ledger, before, MODEL);
        await put(ledger, folder, "a.txt", after);
        assert.deepEqual(keysOf(await pendingOf(ledger, "extraction", MODEL)), contentKeys(after.slice(0, 1)));
        await put(ledger, folder, "renamed.txt", before);
        assert.equal(await ledger.pendingCount("extraction", want(MODEL)), 1);
      });
    },
  },
  {
    name: "gives what is left of a force until it is complete, of either lane, and then everything again",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        const keys = contentKeys(chunks);
        const paidVectors = { ...EMBEDDING, paid: true };
        const embed = (some: readonly SampledChunk[]): Promise<void> =>
          ledger.putVectors(
            paidVectors,
            some.map(({ chunk }) => ({ contentKey: chunk.contentKey, vector: new Float32Array([1]) })),
          );
        const left = async (): Promise<readonly number[]> => [
          await ledger.pendingCount("extraction", want(MODEL, true)),
          await ledger.pendingCount("embedding", want(paidVectors, true)),
        ];
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks, MODEL);
        await embed(chunks);
        await ledger.beginForce("extraction", MODEL.profile);
        await ledger.beginForce("embedding", paidVectors.profile);
        assert.deepEqual(await left(), [3, 3]);
        await settleAll(ledger, chunks.slice(0, 1), MODEL);
        await embed(chunks.slice(1));
        const letter = {
          contentKey: keysOf(chunks.slice(1, 2).map(({ chunk }) => chunk))[0] ?? "",
          lane: "extraction",
        } as const;
        await ledger.settle(MODEL, [], [{ ...letter, reason: "It choked." }]);

        // Beginning again goes on, and what came since is pending, too.
        const fresh = sampleChunks(SECOND_TALK);
        await put(ledger, folder, "b.txt", fresh);
        await ledger.beginForce("extraction", MODEL.profile);
        await ledger.beginForce("embedding", paidVectors.profile);
        assert.deepEqual(await left(), [1 + 2, 1 + 2]);
        assert.deepEqual(
          keysOf(await pendingOf(ledger, "extraction", MODEL, { force: true, limit: 1 })),
          [...contentKeys(chunks.slice(2)), ...contentKeys(fresh)].sort(),
        );
        assert.deepEqual((await ledger.counts()).interruptedForces, [
          { lane: "extraction", profile: MODEL.profile, left: 1, total: 5 },
          { lane: "embedding", profile: paidVectors.profile, left: 1, total: 5 },
        ]);
        assert.equal(await ledger.pendingCount("extraction", want({ ...MODEL, profile: "model/2" }, true)), 5);

        await settleAll(ledger, [...chunks.slice(2), ...fresh], MODEL);
        await embed([...chunks.slice(0, 1), ...fresh]);
        assert.deepEqual((await ledger.counts()).interruptedForces, []);
        assert.deepEqual(await left(), [5, 5]);
        assert.equal(keys.length, 3);
      });
    },
  },
  {
    name: "counts what was left out of the replies by which chunks are settled, and below which confidence",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const rejected = { ungrounded: 3, schema: 2, lowConfidence: 1 };
        const items = { kept: 4, rejected, minConfidence: 0.5 };
        await settleAll(ledger, chunks.slice(0, 2), { ...MODEL, items });
        await settleAll(ledger, chunks.slice(2), { ...MODEL, items: { ...items, kept: 1, minConfidence: 0.9 } });
        const { items: counted, minConfidences } = await ledger.counts();
        assert.deepEqual(counted, { kept: 5, ungrounded: 6, schema: 4, lowConfidence: 2 });
        assert.deepEqual(minConfidences, [
          { minConfidence: 0.5, chunks: 2 },
          { minConfidence: 0.9, chunks: 1 },
        ]);
        await settleAll(ledger, chunks, { ...MODEL, items: { ...items, rejected: { ...rejected, schema: 0 } } });
        assert.deepEqual((await ledger.counts()).items, { kept: 4, ungrounded: 3, schema: 0, lowConfidence: 1 });
        assert.equal((await ledger.counts()).minConfidences.length, 1);
      });
    },
  },
  {
    name: "replaces what cost nothing when a model is asked, and what was paid for only when a paid model is forced",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks, RULES);
        assert.equal(await ledger.pendingCount("extraction", want(RULES)), 0);
        assert.equal(await ledger.pendingCount("extraction", want(MODEL)), chunks.length);
        await settleAll(ledger, chunks, MODEL);
        for (const reply of [RULES, MODEL, { ...MODEL, profile: "model/2" }]) {
          assert.equal(await ledger.pendingCount("extraction", want(reply)), 0, reply.profile);
          const forced = reply.paid ? chunks.length : 0;
          assert.equal(await ledger.pendingCount("extraction", want(reply, true)), forced, reply.profile);
          assert.equal((await pendingOf(ledger, "extraction", reply, { force: true })).length, forced, reply.profile);
        }
        const { profiles } = await ledger.counts();
        assert.deepEqual(
          profiles.map((profile) => ({ ...profile })),
          [{ profile: MODEL.profile, chunks: chunks.length, paid: true }],
        );
      });
    },
  },
  {
    name: "sets content that failed alone aside, with its lane, until it is settled after all",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const contentKey = chunks[0]?.chunk.contentKey as string;
        await ledger.settle(MODEL, [], [{ contentKey, lane: "extraction", reason: "The model refused." }]);
        assert.ok(!keysOf(await pendingOf(ledger, "extraction", MODEL)).includes(contentKey));
        assert.ok(keysOf(await pendingOf(ledger, "embedding", EMBEDDING)).includes(contentKey));
        assert.deepEqual((await ledger.counts()).chunks, {
          total: 3,
          extracted: 0,
          embedded: 0,
          pending: 2,
          deadLetters: 1,
          embeddingDeadLetters: 0,
        });
        const again = { ...want(MODEL), deadLetters: true };
        assert.equal(await ledger.pendingCount("extraction", again), 1);
        assert.deepEqual(keysOf(await pendingOf(ledger, "extraction", MODEL, { deadLetters: true })), [contentKey]);
        assert.equal(await ledger.pendingCount("embedding", { ...want(EMBEDDING), deadLetters: true }), 0);
        await settleAll(ledger, chunks, MODEL);
        assert.equal(await ledger.pendingCount("extraction", again), 0);
        assert.deepEqual((await ledger.counts()).chunks, {
          total: 3,
          extracted: 3,
          embedded: 0,
          pending: 0,
          deadLetters: 0,
          embeddingDeadLetters: 0,
        });
      });
    },
  },
  {
    name: "takes what is settled or embedded for no dead letter when it is asked for once more in vain",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const [first, second] = chunks.map(({ chunk }) => chunk.contentKey) as [string, string];
        const bury = (contentKey: string, lane: Lane, reply: PaidReply) =>
          ledger.settle({ ...reply, paid: false, raw: null }, [], [{ contentKey, lane, reason: "In vain." }]);
        const letters = async (lane: Lane, reply: PaidReply) =>
          keysOf(await pendingOf(ledger, lane, reply, { deadLetters: true }));
        await settleAll(ledger, chunks, MODEL);
        await ledger.putVectors(EMBEDDING, [{ contentKey: first, vector: Float32Array.of(1, 0) }]);
        await bury(first, "extraction", { ...MODEL, profile: "model/2" });
        await bury(first, "embedding", EMBEDDING);
        assert.deepEqual(await letters("extraction", MODEL), []);
        assert.deepEqual(await letters("embedding", EMBEDDING), []);
        assert.deepEqual(await ledger.deadLetterReasons(), []);
        assert.equal((await ledger.counts()).chunks.embeddingDeadLetters, 0);

        await bury(second, "embedding", EMBEDDING);
        assert.deepEqual(await letters("embedding", EMBEDDING), [second]);
        assert.equal((await ledger.counts()).chunks.embeddingDeadLetters, 1);
      });
    },
  },
  {
    name: "asks a model again for what it could not do, though that is settled for nothing",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const [contentKey] = chunks.map(({ chunk }) => chunk.contentKey) as [string];
        await settleAll(ledger, chunks, RULES);
        await ledger.settle(
          { ...MODEL, paid: false, raw: null },
          [],
          [{ contentKey, lane: "extraction", reason: "No." }],
        );
        assert.ok(!keysOf(await pendingOf(ledger, "extraction", MODEL)).includes(contentKey));
        assert.deepEqual(keysOf(await pendingOf(ledger, "extraction", MODEL, { deadLetters: true })), [contentKey]);
        const { total, extracted, pending, deadLetters } = (await ledger.counts()).chunks;
        assert.deepEqual([total, extracted, pending, deadLetters], [3, 3, 0, 0]);
      });
    },
  },
  {
    name: "tells why chunks lie in the dead letters: the last reason of each, the most frequent first",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await put(ledger, folder, "copy.txt", chunks.slice(0, 1));
        const [first, second] = chunks.map(({ chunk }) => chunk.contentKey) as [string, string];
        const bury = (contentKey: string, lane: Lane, reason: string) =>
          ledger.settle(MODEL, [], [{ contentKey, lane, reason }]);
        assert.deepEqual(await ledger.deadLetterReasons(), []);
        await bury(first, "extraction", "The model stalled.");
        await bury(first, "extraction", "The model refused.");
        await bury(second, "embedding", "It is too long.");
        assert.deepEqual(
          (await ledger.deadLetterReasons()).map((entry) => ({ ...entry })),
          [
            { lane: "extraction", reason: "The model refused.", profile: "model/1", chunks: 2 },
            { lane: "embedding", reason: "It is too long.", profile: "model/1", chunks: 1 },
          ],
        );
        await settleAll(ledger, chunks, MODEL);
        assert.equal((await ledger.deadLetterReasons()).length, 1);
      });
    },
  },
  {
    name: "settles what a reply answers whose use the provider did not tell",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks, { ...MODEL, usage: null });
        await ledger.putVectors({ ...EMBEDDING, paid: true, usage: null }, vectorsFor(chunks));
        assert.equal(await ledger.pendingCount("extraction", want(MODEL)), 0);
        assert.equal(await ledger.pendingCount("embedding", want(EMBEDDING)), 0);
      });
    },
  },
  {
    name: "says which embedding is active and how many dimensions vectors have, also while another is built beside it",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await conclude(ledger, EMBEDDING.profile);
        assert.equal(await ledger.activeEmbedding(), null);
        assert.equal(await ledger.dimensionsOf(EMBEDDING.profile), null);
        assert.equal((await ledger.embeddings()).length, 0);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        const other = { ...EMBEDDING, profile: "vectors/2" };
        const wide = chunks.map(({ chunk }) => ({ contentKey: chunk.contentKey, vector: new Float32Array(5) }));
        await ledger.putVectors(other, wide);
        await conclude(ledger, null);
        assert.deepEqual({ ...(await ledger.activeEmbedding()) }, { profile: EMBEDDING.profile, dimensions: 3 });
        assert.equal(await ledger.dimensionsOf(other.profile), 5);
        const embeddings = (await ledger.embeddings()).map(({ profile, dimensions }) => [profile, dimensions]);
        assert.deepEqual(embeddings, [
          [EMBEDDING.profile, 3],
          [other.profile, 5],
        ]);
        assert.ok((await vectorsOf(ledger)).every((row) => row.profile === EMBEDDING.profile));
        await conclude(ledger, other.profile);
        assert.deepEqual({ ...(await ledger.activeEmbedding()) }, { profile: other.profile, dimensions: 5 });
        const rows = await vectorsOf(ledger);
        assert.equal(rows.length, chunks.length);
        assert.ok(rows.every((row) => row.profile === other.profile && row.vector.length === 5));
      });
    },
  },
  {
    name: "keeps vectors bit for bit, by profile, and gives a copied chunk its vector too",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        await put(ledger, folder, "copy.txt", chunks);
        assert.equal(await ledger.pendingCount("embedding", want(EMBEDDING)), 0);
        assert.equal(
          await ledger.pendingCount("embedding", want({ ...EMBEDDING, profile: "vectors/2" })),
          chunks.length,
        );
        await conclude(ledger, EMBEDDING.profile);
        const rows = await vectorsOf(ledger, 0, 2);
        assert.equal(rows.length, 2 * chunks.length);
        for (const row of rows) {
          const sample = chunks.find(({ chunk }) => chunk.ordinal === row.ordinal);
          const index = chunks.findIndex(({ chunk }) => chunk.ordinal === row.ordinal);
          assert.deepEqual([...row.vector], [...Float32Array.of(0.1, index, -1e-30)]);
          assert.equal(row.text, sample?.chunk.text);
          assert.equal(row.profile, EMBEDDING.profile);
          assert.deepEqual(row.speakers, [TALK[index]?.speaker]);
        }
        const counts = await ledger.counts();
        assert.equal(counts.vectors, rows.length);
        assert.equal(counts.chunks.embedded, rows.length);
      });
    },
  },
];

const concluding: readonly ConformanceCase<Ledger>[] = [
  {
    name: "concludes rows that refer to each other, whose evidence says exactly what stands in the text",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        const canonical = chunks.map(({ chunk }) => chunk.text).join("\n");
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        const { epoch, changedRows } = await conclude(ledger);
        assert.equal(await ledger.epoch(), epoch);
        const rows = (await allRows(ledger)) as GraphRow[];
        assert.equal(changedRows, rows.length);
        const known = new Set(rows.map((row) => row.id));
        assert.equal(known.size, rows.length, "expected every id once");
        const kinds = new Set(rows.map((row) => row.kind));
        assert.deepEqual([...kinds].sort(), [...GRAPH_ROW_KINDS].sort());
        for (const row of rows) {
          const refersTo =
            row.kind === "mention"
              ? [row.entity]
              : row.kind === "relationship"
                ? [row.source, row.target]
                : row.kind === "evidence"
                  ? [row.of]
                  : [];
          for (const id of refersTo) assert.ok(known.has(id), `expected the row that ${row.kind} ${row.id} refers to`);
          if (!("evidence" in row)) continue;
          const { startOffset, endOffset, text, chunk } = row.evidence;
          assert.equal(text, canonical.slice(startOffset, endOffset));
          assert.ok(known.has(chunk));
        }
        const names = rows.filter((row) => row.kind === "entity").map((row) => row.name.toLowerCase());
        for (const name of ["sleep debt", "poor focus", "exercise"])
          assert.ok(names.includes(name), `expected the entity ${name}`);
      });
    },
  },
  {
    name: "counts the evidence of a relationship by polarity, and counts anew where a passage is answered anew",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const said = (words: string, polarity: Polarity): SampleChunk => ({
          speaker: "Ann Lee",
          words,
          states: true,
          polarity,
        });
        const first = sampleChunks([
          said("[Sleep debt] causes [poor focus].", "stated"),
          said("[Sleep debt] never causes [poor focus].", "negated"),
          said("Does [sleep debt] cause [poor focus]?", "question"),
        ]);
        const second = sampleChunks([
          said("So [sleep debt] causes [poor focus].", "stated"),
          said("If [sleep debt] caused [poor focus], who would work?", "hypothetical"),
        ]);
        await put(ledger, folder, "a.txt", first);
        await put(ledger, folder, "b.txt", second);
        await settleAll(ledger, [...first, ...second]);
        await conclude(ledger);
        const related = async () => {
          const rows = (await changed(ledger, "relationship")) as RelationshipRow[];
          return rows.filter(({ type }) => type === "CAUSES").map(({ polarity, count }) => ({ polarity, count }));
        };
        const polarity = { stated: 2, negated: 1, question: 1, hypothetical: 1, implied: 0 };
        assert.deepEqual(await related(), [{ polarity, count: 5 }]);
        const links = (await changed(ledger, "relationship")) as RelationshipRow[];
        for (const link of links.filter(({ type }) => type === CROSS_EPISODE))
          assert.deepEqual(link.polarity, { stated: link.count, negated: 0, question: 0, hypothetical: 0, implied: 0 });

        const [doubted] = sampleChunks([said("[Sleep debt] causes [poor focus].", "implied")]);
        await settleAll(ledger, doubted === undefined ? [] : [doubted], { ...RULES, profile: "rules/2" });
        await conclude(ledger);
        assert.deepEqual(await related(), [{ polarity: { ...polarity, stated: 1, implied: 1 }, count: 5 }]);
        const digest = new DigestSum();
        for (const row of await allRows(ledger)) digest.addLine(canonicalLine(row));
        assert.equal((await ledger.counts()).digest, digest.toHex());
      });
    },
  },
  {
    name: "takes words that say a relation and imply it too as what they say",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const said = sampleChunks(
          POLARITIES.map((polarity, place) => ({
            speaker: "Ann Lee",
            words: `${place}: [Sleep debt] causes [poor focus].`,
            states: true,
            polarity,
          })),
        );
        const impliedToo = said.map(({ chunk, extraction }) => {
          const relations = extraction.relations.flatMap((causes) => {
            const relates = { ...causes, type: "RELATES_TO" };
            const turned = { ...relates, source: causes.target, target: causes.source };
            return [{ ...causes, polarity: "implied" }, causes, { ...turned, polarity: "implied" }, relates] as const;
          });
          return { chunk, extraction: { ...extraction, relations } };
        });
        await put(ledger, folder, "a.txt", impliedToo);
        await settleAll(ledger, impliedToo);
        await conclude(ledger);
        const rows = (await changed(ledger, "relationship")) as RelationshipRow[];
        const counts = rows.flatMap(({ type, count, polarity }) =>
          type === CROSS_EPISODE ? [] : [{ type, count, polarity }],
        );
        const each = { count: POLARITIES.length, polarity: polarityCounts(() => 1) };
        assert.deepEqual(
          counts.toSorted((one, other) => (one.type < other.type ? -1 : 1)),
          [
            { type: "CAUSES", ...each },
            { type: "RELATES_TO", ...each },
          ],
        );
      });
    },
  },
  {
    name: "counts what it concluded, and sums its digest over exactly those rows",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const empty = (await ledger.counts()).digest;
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        await ledger.putVectors(EMBEDDING, vectorsFor(chunks));
        await conclude(ledger, EMBEDDING.profile);
        const counts = await ledger.counts();
        const { byType, ...totals } = counts.graph;
        const of = async (kind: GraphRowKind) => (await changed(ledger, kind)).length;
        assert.deepEqual(
          { ...totals },
          {
            transcripts: await of("transcript"),
            chunks: await of("chunk"),
            entities: await of("entity"),
            mentions: await of("mention"),
            relationships: await of("relationship"),
            quotes: await of("quote"),
            evidence: await of("evidence"),
          },
        );
        const sum = (counted: Readonly<Record<string, number>>) =>
          Object.values(counted).reduce((total, count) => total + count, 0);
        assert.equal(sum(byType.entities), totals.entities);
        assert.equal(sum(byType.relationships), totals.relationships);
        const digest = new DigestSum();
        for (const row of await allRows(ledger)) digest.addLine(canonicalLine(row));
        assert.equal(counts.digest, digest.toHex());
        assert.notEqual(counts.digest, empty);
      });
    },
  },
  {
    name: "ends in the same digest whatever the order of files, replies and conclusions",
    async run(make) {
      await withFolder(async (folder) => {
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        const digest = async (ledger: Ledger) => {
          await conclude(ledger, EMBEDDING.profile);
          return (await ledger.counts()).digest;
        };
        await using ledger = await make();
        await put(ledger, folder, "a.txt", talk);
        const source = await put(ledger, folder, "b.txt", second);
        await settleAll(ledger, [...talk, ...second]);
        await ledger.putVectors(EMBEDDING, vectorsFor(talk));
        const atOnce = await digest(ledger);
        assert.match(atOnce, /^[0-9a-f]{64}$/);

        await ledger.putTranscript(sampleRecord(source, "b.txt", sampleChunks(TALK.slice(1))));
        const edited = await digest(ledger);
        assert.notEqual(edited, atOnce);
        const silent = second.map((sampled) => ({ ...sampled, extraction: EMPTY_EXTRACTION }));
        await settleAll(ledger, silent, MODEL);
        await ledger.putTranscript(sampleRecord(source, "b.txt", second));
        assert.notEqual(await digest(ledger), atOnce);
        for (const one of second.toReversed()) {
          await settleAll(ledger, [one], RULES);
          await conclude(ledger, EMBEDDING.profile);
        }
        assert.equal(await digest(ledger), atOnce);
      });
    },
  },
  {
    name: "does nothing when nothing changed",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        const { epoch } = await conclude(ledger);
        const { digest } = await ledger.counts();
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        const again = await conclude(ledger);
        assert.equal(again.changedRows, 0);
        assert.equal((await ledger.counts()).digest, digest);
        for (const kind of GRAPH_ROW_KINDS) {
          assert.deepEqual(await changed(ledger, kind, epoch.number), []);
          assert.deepEqual(await removed(ledger, kind, epoch.number), []);
        }
      });
    },
  },
  {
    name: "tells what changed and what went since an epoch, so that who follows has the same as who reads all",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        const followed = new Map<string, string>();
        let epoch = 0;
        const follow = async () => {
          for (const kind of [...GRAPH_ROW_KINDS, "vector"] as const) {
            const rows = kind === "vector" ? await vectorsOf(ledger, epoch, 1) : await changed(ledger, kind, epoch, 2);
            const gone = await removed(ledger, kind, epoch, 1);
            const live = new Set(rows.map((row) => row.id));
            assert.deepEqual(
              gone.filter((id) => live.has(id)),
              [],
              "expected no id that went and stays",
            );
            for (const row of rows) followed.set(`${kind} ${row.id}`, canonicalLine(row));
            for (const id of gone) followed.delete(`${kind} ${id}`);
          }
          epoch = (await ledger.epoch()).number;
          const all = (await allRows(ledger)).map((row) => [`${row.kind} ${row.id}`, canonicalLine(row)] as const);
          assert.deepEqual([...followed].sort(), all.sort());
        };
        const step = async (work: () => Promise<unknown>) => {
          await work();
          await conclude(ledger, EMBEDDING.profile);
          await follow();
        };
        await step(() => put(ledger, folder, "a.txt", talk));
        await step(() => settleAll(ledger, talk));
        await step(() => ledger.putVectors(EMBEDDING, vectorsFor([...talk, ...second])));
        await step(() => put(ledger, folder, "b.txt", second));
        await step(() => settleAll(ledger, second));
        await step(() => put(ledger, folder, "a.txt", talk.slice(0, 1)));
        await step(() => put(ledger, folder, "a.txt", sampleChunks([...SECOND_TALK, ...TALK])));
        await step(() => put(ledger, folder, "b.txt", sampleChunks([{ speaker: "Cy", words: "Nothing of note." }])));
        const silent = sampleChunks(
          TALK.map((sample) => ({ ...sample, words: sample.words.replace(/[[\]]/g, ""), states: false })),
        );
        await step(() => settleAll(ledger, silent, MODEL));
      });
    },
  },
];

const lasting: readonly ConformanceCase<Ledger>[] = [
  {
    name: "knows what runs were answered until they are closed, be they ended or not",
    async run(make) {
      await withFolder(async (folder) => {
        const chunks = sampleChunks(TALK);
        const begin = (run: string) => ({
          run,
          startedAt: `2026-01-01T00:00:0${run}.000Z`,
          finishedAt: null,
          exitCode: null,
        });
        const sums = (of: Partial<BookedReplies>): BookedReplies => ({
          ...NO_USAGE,
          lane: "extraction",
          profile: MODEL.profile,
          replies: 1,
          unreported: 0,
          ...of,
        });
        {
          await using ledger = await make();
          await ledger.beginRun(begin("1"));
          await put(ledger, folder, "a.txt", chunks);
          await settleAll(ledger, chunks.slice(0, 1), MODEL);
          await ledger.endRun({ ...begin("1"), finishedAt: "2026-01-01T00:00:01.000Z", exitCode: 0 });
          await ledger.closeRun("1");
          await ledger.beginRun(begin("2"));
          await settleAll(ledger, chunks.slice(1, 2), MODEL);
          await settleAll(ledger, chunks.slice(2), { ...MODEL, usage: null });
          await ledger.putVectors({ ...EMBEDDING, paid: true, usage: MODEL.usage }, vectorsFor(chunks));
          await settleAll(ledger, chunks, RULES);
        }
        await using ledger = await make();
        const embedded = sums({ lane: "embedding", profile: EMBEDDING.profile, inputTokens: 10 });
        const replies = [sums({ replies: 2, unreported: 1, inputTokens: 10 }), embedded];
        const second = { run: "2", startedAt: begin("2").startedAt, replies };
        assert.deepEqual(await ledger.crashedRuns(), [second]);
        // A later run's replies are none of an earlier one's, however late that is booked.
        await ledger.beginRun(begin("3"));
        await settleAll(ledger, chunks.slice(0, 1), { ...MODEL, profile: "model/2" });
        const third = {
          run: "3",
          startedAt: begin("3").startedAt,
          replies: [sums({ profile: "model/2", inputTokens: 10 })],
        };
        assert.deepEqual(await ledger.crashedRuns(), [second, third]);
        await ledger.endRun({ ...begin("3"), finishedAt: "2026-01-01T00:00:04.000Z", exitCode: 0 });
        assert.deepEqual(await ledger.crashedRuns(), [second, third]);
        await ledger.closeRun("2");
        assert.deepEqual(await ledger.crashedRuns(), [third]);
        await ledger.closeRun("3");
        assert.deepEqual(await ledger.crashedRuns(), []);
      });
    },
  },
  {
    name: "keeps everything, its marker too, when it is closed and opened again",
    async run(make) {
      await withFolder(async (folder) => {
        const chunks = sampleChunks(TALK);
        const run = { run: "r1", startedAt: "2026-01-01T00:00:00.000Z", finishedAt: null, exitCode: null };
        const before = await (async () => {
          await using ledger = await make();
          await ledger.beginRun(run);
          await put(ledger, folder, "a.txt", chunks);
          await settleAll(ledger, chunks.slice(1), MODEL);
          await conclude(ledger);
          await ledger.endRun({ ...run, finishedAt: "2026-01-01T00:00:01.000Z", exitCode: 0 });
          return { marker: ledger.marker, epoch: await ledger.epoch(), counts: await ledger.counts() };
        })();
        await using again = await make();
        assert.ok(again.marker.length >= 16);
        assert.deepEqual({ marker: again.marker, epoch: await again.epoch(), counts: await again.counts() }, before);
        assert.deepEqual(keysOf(await pendingOf(again, "extraction", MODEL)), contentKeys(chunks.slice(0, 1)));
      });
    },
  },
  {
    name: "keeps workspaces apart",
    async run(make) {
      await withFolder(async (folder) => {
        await using one = await make({ workspace: "one" });
        await using two = await make({ workspace: "two" });
        assert.notEqual(one.marker, two.marker);
        const chunks = sampleChunks(TALK);
        for (const ledger of [one, two]) {
          await put(ledger, folder, "a.txt", chunks);
          await conclude(ledger);
        }
        const [first] = await changed(one, "transcript");
        const [second] = await changed(two, "transcript");
        assert.notEqual(first?.id, second?.id);
        await settleAll(one, chunks);
        assert.equal(await two.pendingCount("extraction", want(RULES)), chunks.length);
      });
    },
  },
  {
    name: "refuses to work once it is disposed of, which may be done twice",
    async run(make) {
      const ledger = await make();
      await ledger[Symbol.asyncDispose]();
      await ledger[Symbol.asyncDispose]();
      await assert.rejects(ledger.counts());
    },
  },
];

/** What every Ledger must do, whatever the rules of its Resolver, as long as an asserted mention makes an entity. */
export const ledgerConformance: readonly ConformanceCase<Ledger>[] = [...reading, ...paying, ...concluding, ...lasting];
