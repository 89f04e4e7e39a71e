import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { EMPTY_EXTRACTION } from "../../../model/index.ts";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks, type SampledChunk } from "../sample-transcripts.ts";
import {
  RULES,
  MODEL,
  EMBEDDING,
  TALK,
  SECOND_TALK,
  withFolder,
  put,
  settleAll,
  want,
  pendingOf,
  tokensOf,
  keysOf,
  contentKeys,
  inBoth,
} from "./material.ts";

export const pendingCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "lists pending chunks by source, file and ordinal, page by page, in the same order in every workspace",
    async run(make) {
      await withFolder(async (root) => {
        const [north, south] = [path.join(root, "north"), path.join(root, "south")];
        for (const folder of [south, north]) await mkdir(folder);
        const chunks = (words: string) =>
          sampleChunks([1, 2, 3].map((count) => ({ speaker: "Ann Lee", words: `${words} ${count}.` })));
        const shared = sampleChunks([{ speaker: "Bob Ray", words: "Good evening." }]);
        const files: readonly (readonly [folder: string, file: string, chunks: readonly SampledChunk[]])[] = [
          [south, "a.txt", chunks("Rain")],
          [north, "b/c.txt", chunks("Wind")],
          [south, "shared.txt", shared],
          [north, "b.txt", shared],
          [north, "a.txt", chunks("Snow")],
        ];
        const inOrder = [files[4], files[3], files[1], files[0]].flatMap((entry) => entry?.[2] ?? []);
        const expected = inOrder.map(({ chunk }) => chunk.contentKey);
        for (const workspace of ["one", "two", "three"]) {
          await using ledger = await make({ workspace });
          for (const [folder, file, chunks] of files) await put(ledger, folder, file, chunks);
          for (const limit of [1, 2, 3, 100]) {
            const items = await pendingOf(ledger, "extract", RULES, { limit });
            const keys = items.map(({ contentKey }) => contentKey);
            assert.deepEqual(keys, expected, `${workspace}, in pages of ${limit}`);
          }
        }
      });
    },
  },
  {
    name: "lists each content key as pending once until it is settled, in a stable order",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "copy.txt", talk);
        await put(ledger, folder, "b.txt", second);
        const items = await pendingOf(ledger, "extract", RULES);
        assert.deepEqual(keysOf(items), [...contentKeys(talk), ...contentKeys(second)].sort());
        assert.deepEqual(await pendingOf(ledger, "extract", RULES, { limit: 1 }), items);
        assert.equal(await ledger.pendingCount("extract", want(RULES)), items.length);
        const tokens = items.reduce((sum, item) => sum + item.tokens, 0);
        const byTranscript = await ledger.pendingTranscripts("extract", want(RULES));
        assert.deepEqual(
          byTranscript.map(({ chunks }) => chunks),
          [talk.length, second.length],
        );
        assert.equal(new Set(byTranscript.map(({ transcript }) => transcript)).size, 2);
        assert.equal(tokensOf(byTranscript), tokens);
        const first = items.find((item) => item.contentKey === talk[0]?.chunk.contentKey);
        assert.deepEqual(first?.view, [{ speaker: "Ann Lee", text: "Sleep debt causes poor focus." }]);
        assert.equal(first?.tokens, talk[0]?.chunk.tokens);
        await settleAll(ledger, talk.slice(0, 2));
        assert.deepEqual(
          await pendingOf(ledger, "extract", RULES, { limit: 2 }),
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
        assert.equal(await ledger.pendingCount("embed", want(EMBEDDING)), items.length);
        assert.equal(await ledger.pendingCount("extract", want(RULES, true)), items.length);
        assert.equal(tokensOf(await ledger.pendingTranscripts("extract", want(RULES, true))), tokens);
        assert.equal((await pendingOf(ledger, "extract", RULES, { force: true, limit: 2 })).length, items.length);
      });
    },
  },
  {
    name: "spreads a sample evenly over all pending chunks, independent of pages and of chunks settled meanwhile",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const files = Array.from({ length: 12 }, (_, file) =>
          sampleChunks(
            Array.from({ length: 10 }, (_, at) => ({ speaker: "Ann Lee", words: `Chunk ${at} of ${file}.` })),
          ),
        );
        for (const [file, chunks] of files.entries()) await put(ledger, folder, `talk-${10 + file}.txt`, chunks);
        for (const take of [1, 5, 24, 119, 120]) {
          const spread = { take, of: 120 };
          const taken = await pendingOf(ledger, "extract", RULES, { spread });
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
          await pendingOf(ledger, "extract", RULES, { spread }),
          await pendingOf(ledger, "extract", RULES, { spread, limit: 5 }),
        ];
        assert.deepEqual(inPages, all);
        const first = await ledger.pending("extract", { ...want(RULES), after: null, limit: 12, spread });
        await ledger.settle(
          RULES,
          first.items.map(({ contentKey }) => ({ contentKey, extraction: EMPTY_EXTRACTION })),
          [],
        );
        const rest = await ledger.pending("extract", { ...want(RULES), after: first.next, limit: 100, spread });
        assert.deepEqual([...first.items, ...rest.items], all);
      });
    },
  },
  {
    name: "lists only the changed chunks after an edit",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const before = sampleChunks(TALK);
        const after = sampleChunks([{ speaker: "Cy", words: "Something new before all else." }, ...TALK]);
        await put(ledger, folder, "a.txt", before);
        await settleAll(ledger, before, MODEL);
        await put(ledger, folder, "a.txt", after);
        // The new chunk, and the two whose context has its turn.
        assert.deepEqual(keysOf(await pendingOf(ledger, "extract", MODEL)), contentKeys(after.slice(0, 3)));
        assert.equal(await ledger.pendingCount("embed", want(EMBEDDING)), 4);
        await put(ledger, folder, "renamed.txt", before);
        assert.equal(await ledger.pendingCount("extract", want(MODEL)), 3);
      });
    },
  },
  {
    name: "shows the last two turns before a chunk as its context, in the stage extract alone",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        const turns = TALK.map(({ speaker, words }) => ({ speaker, text: words.replace(/[[\]]/g, "") }));
        const contexts = (await pendingOf(ledger, "extract", MODEL)).map(({ context }) => context);
        assert.deepEqual(contexts, [[], turns.slice(0, 1), turns.slice(0, 2)]);
        const embedded = await pendingOf(ledger, "embed", EMBEDDING);
        assert.deepEqual(
          embedded.map(({ contentKey, context }) => ({ contentKey, context })),
          chunks.map(({ chunk }) => ({ contentKey: chunk.textKey, context: undefined })),
        );
      });
    },
  },
  {
    name: "keeps what was paid for a chunk before prompts had a context, and shows the context when it is forced",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        const alone = chunks.slice(1, 2).map(({ chunk, extraction }) => ({ contentKey: chunk.textKey, extraction }));
        await ledger.settle(MODEL, alone, []);
        await put(ledger, folder, "a.txt", chunks);
        const left = chunks.filter((_, index) => index !== 1);
        assert.deepEqual(keysOf(await pendingOf(ledger, "extract", MODEL)), contentKeys(left));
        await ledger.beginForce("extract", MODEL.profile);
        const forced = await pendingOf(ledger, "extract", MODEL, { force: true });
        assert.deepEqual(
          forced.map(({ context = [] }) => context.length),
          [0, 1, 2],
        );
        await settleAll(ledger, chunks, MODEL);
        await put(ledger, folder, "a.txt", chunks);
        await put(ledger, folder, "b.txt", chunks);
        assert.deepEqual(await pendingOf(ledger, "extract", MODEL, { force: true, limit: 1 }), forced);
        assert.deepEqual(await pendingOf(ledger, "extract", MODEL), []);
      });
    },
  },
  {
    name: "lists the remaining chunks of a force until it is complete, in each stage, and then all chunks again",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        const keys = contentKeys(chunks);
        const paidVectors = { ...EMBEDDING, paid: true };
        const embed = (some: readonly SampledChunk[]): Promise<void> =>
          ledger.putVectors(
            paidVectors,
            some.map(({ chunk }) => ({ contentKey: chunk.textKey, vector: new Float32Array([1]) })),
          );
        const left = async (): Promise<readonly number[]> => [
          await ledger.pendingCount("extract", want(MODEL, true)),
          await ledger.pendingCount("embed", want(paidVectors, true)),
        ];
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks, MODEL);
        await embed(chunks);
        await ledger.beginForce("extract", MODEL.profile);
        await ledger.beginForce("embed", paidVectors.profile);
        assert.deepEqual(await left(), [3, 3]);
        await settleAll(ledger, chunks.slice(0, 1), MODEL);
        await embed(chunks.slice(1));
        const letter = {
          contentKey: keysOf(chunks.slice(1, 2).map(({ chunk }) => chunk))[0] ?? "",
          stage: "extract",
        } as const;
        await ledger.settle(MODEL, [], [{ ...letter, reason: "It choked." }]);

        // A second beginning continues, and chunks added since are also pending.
        const fresh = sampleChunks(SECOND_TALK);
        await put(ledger, folder, "b.txt", fresh);
        await ledger.beginForce("extract", MODEL.profile);
        await ledger.beginForce("embed", paidVectors.profile);
        assert.deepEqual(await left(), [1 + 2, 1 + 2]);
        assert.deepEqual(
          keysOf(await pendingOf(ledger, "extract", MODEL, { force: true, limit: 1 })),
          [...contentKeys(chunks.slice(2)), ...contentKeys(fresh)].sort(),
        );
        assert.deepEqual((await ledger.counts()).interruptedForces, [
          { stage: "extract", profile: MODEL.profile, left: 1, total: 5 },
          { stage: "embed", profile: paidVectors.profile, left: 1, total: 5 },
        ]);
        assert.equal(await ledger.pendingCount("extract", want({ ...MODEL, profile: "model/2" }, true)), 5);

        await settleAll(ledger, [...chunks.slice(2), ...fresh], MODEL);
        await embed([...chunks.slice(0, 1), ...fresh]);
        assert.deepEqual((await ledger.counts()).interruptedForces, []);
        assert.deepEqual(await left(), [5, 5]);
        assert.equal(keys.length, 3);
      });
    },
  },
];
