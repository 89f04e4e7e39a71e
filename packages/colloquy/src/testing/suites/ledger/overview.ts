import assert from "node:assert/strict";
import path from "node:path";
import { mkdir } from "node:fs/promises";
import { CROSS_EPISODE, type GraphRow } from "../../../model/index.ts";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import {
  changed,
  conclude,
  EMBEDDING,
  MODEL,
  NAMELESS,
  put,
  removed,
  SECOND_TALK,
  settleAll,
  TALK,
  timed,
  vectorsFor,
  withFolder,
} from "./material.ts";

const isNoEpisode = (row: GraphRow): boolean => row.kind !== "relationship" || row.type !== CROSS_EPISODE;

const KINDS = ["transcript", "entity", "relationship", "quote"] as const;

export const overviewCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "finds transcripts by file or id, also those of several folders with the same file",
    async run(make) {
      await withFolder(async (root) => {
        await using ledger = await make();
        const folders = ["one", "two"].map((name) => path.join(root, name));
        for (const folder of folders) await mkdir(folder);
        for (const folder of folders) await put(ledger, folder, "a.txt", timed(sampleChunks(TALK)));
        await put(ledger, folders[0] as string, "b.txt", sampleChunks(SECOND_TALK));
        const all = await ledger.listTranscripts({ after: null, limit: 9 });
        assert.deepEqual(await ledger.transcriptsNamed("a.txt"), all.slice(0, 2));
        assert.deepEqual(await ledger.transcriptsNamed("b.txt"), all.slice(2));
        for (const one of all) assert.deepEqual(await ledger.transcriptsNamed(one.id), [one]);
        assert.deepEqual(await ledger.transcriptsNamed("a"), []);
        const signal = AbortSignal.abort(new DOMException("no longer wanted", "AbortError"));
        await assert.rejects(ledger.transcriptsNamed("a.txt", { signal }), { name: "AbortError" });
      });
    },
  },
  {
    name: "finds transcripts by words of their files, without case",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const files = ["Board/2024 Straße.vtt", "board/March.vtt", "talks/March board.vtt", "100%.vtt"];
        for (const file of files) await put(ledger, folder, file, sampleChunks(NAMELESS));
        const found = async (words: readonly string[], limit = 9) =>
          (await ledger.transcriptsWithWords(words, { limit })).map(({ file }) => file);
        assert.deepEqual(await found(["BOARD"]), files.slice(0, 3));
        assert.deepEqual(await found(["march", "board"]), files.slice(1, 3));
        assert.deepEqual(await found(["board"], 2), files.slice(0, 2));
        assert.deepEqual(await found(["strasse"]), files.slice(0, 1));
        assert.deepEqual(await found(["%"]), files.slice(3));
        for (const none of [[], ["april"], ["march", "april"]]) assert.deepEqual(await found(none), []);
        const [first] = await ledger.transcriptsWithWords(["straße"], { limit: 1 });
        assert.deepEqual(await ledger.transcriptsNamed(first?.id ?? ""), await ledger.transcriptsNamed(files[0] ?? ""));
      });
    },
  },
  {
    name: "counts what changed in the graph after an epoch, and names the files and the most mentioned entities",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const changesAfter = async (after: number, limit = 9) =>
          ledger.changesIn({ after, until: (await ledger.epoch()).number }, { limit });
        assert.deepEqual((await changesAfter(0)).files, []);
        const [talk, second] = [sampleChunks(TALK), sampleChunks(SECOND_TALK)];
        await put(ledger, folder, "a.txt", talk);
        await settleAll(ledger, talk);
        await conclude(ledger);
        const { number: first } = await ledger.epoch();
        await put(ledger, folder, "b.txt", second);
        await settleAll(ledger, second);
        await conclude(ledger);
        await put(ledger, folder, "a.txt", sampleChunks(NAMELESS));
        await settleAll(ledger, sampleChunks(NAMELESS));
        await conclude(ledger);
        for (const after of [0, first, first + 1]) {
          const { rows, files, entities } = await changesAfter(after);
          for (const kind of KINDS)
            assert.deepEqual(rows[kind], {
              changed: (await changed(ledger, kind, after)).filter(isNoEpisode).length,
              removed: (await removed(ledger, kind, after)).length,
            });
          const chunks = await changed(ledger, "chunk", after);
          assert.deepEqual(files, [...new Set(chunks.flatMap((row) => ("file" in row ? [row.file] : [])))].sort());
          const rowsOfEntities = (await changed(ledger, "entity", after)).flatMap((row) =>
            row.kind === "entity" ? [row] : [],
          );
          assert.equal(entities.length, Math.min(9, rowsOfEntities.length));
          for (const [index, entity] of entities.entries()) {
            assert.deepEqual(
              entity,
              rowsOfEntities.find(({ id }) => id === entity.id),
            );
            assert.ok(entity.mentions <= (entities[index - 1]?.mentions ?? Number.POSITIVE_INFINITY));
          }
        }
        const ofSecond = await ledger.changesIn({ after: first, until: first + 1 }, { limit: 9 });
        assert.deepEqual(ofSecond.files, ["b.txt"]);
        assert.deepEqual(ofSecond.rows.transcript, { changed: 1, removed: 0 });
        const { files, entities } = await changesAfter(0, 1);
        assert.deepEqual([files.length, entities.length], [1, 1]);
        const { number: last } = await ledger.epoch();
        const nothing = { changed: 0, removed: 0 };
        assert.deepEqual(await changesAfter(last), {
          rows: { transcript: nothing, entity: nothing, relationship: nothing, quote: nothing },
          files: [],
          entities: [],
        });
      });
    },
  },
  {
    name: "knows the epochs of the last run that changed rows, without those of other changes",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const begin = (run: string) =>
          ledger.beginRun({ run, startedAt: "2026-01-01T00:00:00.000Z", finishedAt: null, exitCode: null });
        const end = (run: string) =>
          ledger.endRun({
            run,
            startedAt: "2026-01-01T00:00:00.000Z",
            finishedAt: "2026-01-01T00:00:01.000Z",
            exitCode: 0,
          });
        const add = async (file: string): Promise<void> => {
          await put(ledger, folder, file, sampleChunks(TALK));
          await settleAll(ledger, sampleChunks(TALK));
          await conclude(ledger);
        };
        assert.equal(await ledger.epochsOfLastRun(), null);
        await begin("1");
        assert.equal(await ledger.epochsOfLastRun(), null);
        await add("a.txt");
        await add("b.txt");
        assert.deepEqual(await ledger.epochsOfLastRun(), { after: 0, until: 2 });
        await end("1");
        await begin("nothing");
        await end("nothing");
        await add("outside of runs.txt");
        assert.deepEqual(await ledger.epochsOfLastRun(), { after: 0, until: 2 });
        await begin("crashed");
        assert.deepEqual(await ledger.epochsOfLastRun(), { after: 0, until: 2 });
        await add("c.txt");
        await begin("nothing again");
        assert.deepEqual(await ledger.epochsOfLastRun(), { after: 3, until: 4 });
        await end("nothing again");
        assert.deepEqual(await ledger.epochsOfLastRun(), { after: 3, until: 4 });
      });
    },
  },
  {
    name: "counts the work on the chunks as the counts of all rows do",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const isTheSame = async (): Promise<void> => {
          const all: object = await ledger.counts();
          const work = await ledger.workCounts();
          assert.deepEqual(
            work,
            Object.fromEntries(
              Object.keys(work).map((name) => [name, Object.getOwnPropertyDescriptor(all, name)?.value]),
            ),
          );
        };
        await isTheSame();
        const talk = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", talk);
        await put(ledger, folder, "b.txt", sampleChunks(SECOND_TALK));
        await settleAll(ledger, talk, MODEL);
        await ledger.putVectors(EMBEDDING, vectorsFor(talk));
        await conclude(ledger, EMBEDDING.profile);
        await isTheSame();
        const { chunks } = await ledger.workCounts();
        assert.deepEqual([chunks.total, chunks.extracted, chunks.embedded, chunks.pending], [5, 3, 3, 2]);
      });
    },
  },
];
