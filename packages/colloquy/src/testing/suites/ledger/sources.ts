import assert from "node:assert/strict";
import { mkdtemp, rename } from "node:fs/promises";
import path from "node:path";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks, sampleRecord } from "../sample-transcripts.ts";
import { TALK, SECOND_TALK, NAMELESS, timed, withFolder, put, settleAll, conclude, changed } from "./material.ts";

export const sourceCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "keeps the key of a folder, also when it is moved with its files, and gives each folder its own key",
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
    name: "records the fingerprint of each file, and the skipped files",
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
    name: "lists transcripts by file and speakers by their turns, in parts, before and after the first resolution",
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
        const [, second] = transcripts;
        assert.deepEqual(
          (await ledger.spokenLabels(second?.id ?? "")).map(({ label, turns, talkMs }) => [label, turns, talkMs]),
          [
            ["Ann Lee", 2, 800],
            ["Bob Ray", 1, 400],
          ],
        );
        assert.deepEqual(await ledger.spokenLabels("unknown"), []);
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
          const turns = await ledger.speakerTurns();
          for (const { id, name, turns: all } of listed) {
            const own = turns.filter(({ speaker }) => speaker === id);
            assert.equal(
              all,
              own.reduce((sum, each) => sum + each.turns, 0),
              name,
            );
          }
          assert.deepEqual(
            turns
              .filter(({ name }) => name === "Bob Ray")
              .map(({ file, turns: own, talkMs }) => [file, own, talkMs])
              .sort(),
            [
              ["a.txt", 1, 400],
              ["b.txt", 1, 400],
            ],
          );
          // Bob Ray speaks in two, and Ann Lee in the second of them.
          assert.deepEqual(listed.map(({ firstFile }) => firstFile).sort(), ["a.txt", "b.txt", "c.txt", "d.txt"]);
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
