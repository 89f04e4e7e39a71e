import assert from "node:assert/strict";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import { allRows, conclude, put, RULES, settleAll, TALK, want, withFolder } from "./material.ts";

export const cancellationCases: readonly ConformanceCase<Ledger>[] = [
  {
    name: "ends a long read with the reason of its signal, and serves later reads",
    async run(make) {
      await withFolder(async (folder) => {
        await using ledger = await make();
        const chunks = sampleChunks(TALK);
        await put(ledger, folder, "a.txt", chunks);
        await settleAll(ledger, chunks);
        await conclude(ledger);
        const before = await allRows(ledger);
        const reads: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
          (signal) => ledger.changedRows("entity", 0, null, 100, { signal }),
          (signal) => ledger.changedVectors(0, null, 100, { signal }),
          (signal) => ledger.removedRows("entity", 0, null, 100, { signal }),
          (signal) => ledger.pendingCount("embed", { ...want(RULES), signal }),
          (signal) => ledger.pendingTranscripts("embed", { ...want(RULES), signal }),
          (signal) => ledger.pending("embed", { ...want(RULES), after: null, limit: 100, signal }),
          (signal) => ledger.counts({ signal }),
          (signal) => ledger.listTranscripts({ after: null, limit: 100, signal }),
          (signal) => ledger.listSpeakers({ after: null, limit: 100, signal }),
          (signal) => ledger.speakerTurns({ signal }),
          (signal) => ledger.findDamage({ signal }),
          (signal) => ledger.checkConclusions({ milliseconds: 60_000, signal }),
        ];
        for (const read of reads) {
          const reason = new Error("no longer needed");
          await assert.rejects(read(AbortSignal.abort(reason)), (error) => error === reason);
          await read(new AbortController().signal);
        }
        assert.deepEqual(await allRows(ledger), before);
      });
    },
  },
];
