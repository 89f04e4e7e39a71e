import assert from "node:assert/strict";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import {
  RULES,
  MODEL,
  TALK,
  withFolder,
  put,
  settleAll,
  conclude,
  want,
  pendingOf,
  changed,
  keysOf,
  contentKeys,
} from "./material.ts";

export const lifetimeCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "keeps everything and its marker when it is closed and opened again",
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
        assert.deepEqual(keysOf(await pendingOf(again, "extract", MODEL)), contentKeys(chunks.slice(0, 1)));
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
        assert.equal(await two.pendingCount("extract", want(RULES)), chunks.length);
      });
    },
  },
  {
    name: "rejects calls after it was disposed of once or twice",
    async run(make) {
      const ledger = await make();
      await ledger[Symbol.asyncDispose]();
      await ledger[Symbol.asyncDispose]();
      await assert.rejects(ledger.counts());
    },
  },
];
