import assert from "node:assert/strict";
import { type BookedReplies, type Ledger, NO_USAGE } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import { RULES, MODEL, EMBEDDING, TALK, withFolder, put, settleAll, vectorsFor } from "./material.ts";

export const runCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "keeps the replies of runs until they are closed, even if they did not end",
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
          stage: "extract",
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
        const embedded = sums({ stage: "embed", profile: EMBEDDING.profile, inputTokens: 10 });
        const replies = [sums({ replies: 2, unreported: 1, inputTokens: 10 }), embedded];
        const second = { run: "2", startedAt: begin("2").startedAt, replies, inFlight: [] };
        assert.deepEqual(await ledger.crashedRuns(), [second]);
        // Replies of a later run do not belong to an earlier run, even if the earlier run is closed later.
        await ledger.beginRun(begin("3"));
        await settleAll(ledger, chunks.slice(0, 1), { ...MODEL, profile: "model/2" });
        const third = {
          run: "3",
          startedAt: begin("3").startedAt,
          replies: [sums({ profile: "model/2", inputTokens: 10 })],
          inFlight: [],
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
];
