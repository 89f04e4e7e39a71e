import assert from "node:assert/strict";
import { canonicalLine, GRAPH_ROW_KINDS } from "../../../model/index.ts";
import type { Ledger } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { sampleChunks } from "../sample-transcripts.ts";
import {
  MODEL,
  EMBEDDING,
  TALK,
  SECOND_TALK,
  withFolder,
  put,
  settleAll,
  conclude,
  changed,
  vectorsOf,
  removed,
  allRows,
  vectorsFor,
} from "./material.ts";

export const changeCases: readonly ConformanceCase<Ledger>[] = [
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
    name: "lists the rows that changed and were removed since an epoch, so that a follower has the same rows as a full read",
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
              "expected no id to be both removed and present",
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
